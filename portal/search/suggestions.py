"""Ways on when nothing was found: tags in use, the families of the index, sections."""

from django.db.models import Count

from indexdata.models import Index
from news.articles.models import Section
from portal.search.tabs import BY_KEY

MOST_TAGS = 12


def suggestions():
    """Return `tags`, `families` and `sections` to offer; three queries."""
    tags = BY_KEY["tag"].visible().annotate(uses=Count("items")).order_by("-uses", "slug")[:MOST_TAGS]
    return {
        "tags": list(tags),
        "families": list(Index.objects.filter(parent=None).in_tree_order()),
        "sections": list(Section.objects.all()),
    }
