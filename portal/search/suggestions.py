"""Ways on when nothing was found: tags in use, the families of the index, sections."""

from indexdata.models import Index

MOST_TAGS = 12


def suggestions(options):
    """Return `tags`, `families` and `sections` to offer, with the tags and sections of `filters.Options`; one query."""
    return {
        "tags": options.tags[:MOST_TAGS],
        "families": list(Index.objects.filter(parent=None).in_tree_order()),
        "sections": list(options.sections),
    }
