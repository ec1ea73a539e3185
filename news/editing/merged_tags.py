"""Drafts that name a tag which is merged into another name the other from then on."""

from news.articles.models import Article
from news.tags.merging import tag_merging


def watch():
    """Answer when tags are merged."""
    tag_merging.connect(_in_drafts, dispatch_uid="merged-tags-in-drafts")


def _in_drafts(tag, into, **kwargs):
    for article in Article.objects.exclude(draft_status="").select_related("latest_revision"):
        revision = article.latest_revision
        if revision and tag.pk in revision.content.get("tags", ()):
            revision.content["tags"] = sorted(
                {into.pk if key == tag.pk else key for key in revision.content["tags"]}
            )
            revision.save(update_fields=["content"])
