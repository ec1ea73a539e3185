"""Renaming and merging tags: old addresses keep leading to the tag, and nothing loses or doubles its tag."""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.history import note
from news.articles.models import Article
from news.fabrics.models import Fabric
from news.linking.uses import note as note_uses
from news.search import reindex_tagged

from .models import FormerTag, Tag, TaggedItem


def remember_slug(tag, old):
    """Keep an old slug of a tag leading to it; one that is in use again is forgotten."""
    FormerTag.objects.filter(slug=tag.slug).delete()
    if old and old != tag.slug and not Tag.objects.filter(slug=old).exists():
        FormerTag.objects.update_or_create(slug=old, defaults={"tag": tag})


@transaction.atomic
def merge(tags, into, by):
    """Move everything that carries one of the tags to the tag `into` and delete them; return how many things moved.

    What carries both keeps one. Drafts that name a merged tag name the other from then on.
    """
    tags = [tag for tag in tags if tag.pk != into.pk]
    moved = 0
    for tag in tags:
        items = TaggedItem.objects.filter(tag=tag)
        held = set(TaggedItem.objects.filter(tag=into).values_list("content_type_id", "object_id"))
        things = list(items.values_list("pk", "content_type_id", "object_id"))
        twice = [pk for pk, *thing in things if tuple(thing) in held]
        TaggedItem.objects.filter(pk__in=twice).delete()
        moved += items.update(tag=into)
        FormerTag.objects.filter(tag=tag).update(tag=into)
        slug, name = tag.slug, str(tag)
        _in_drafts(tag.pk, into.pk)
        tag.delete()
        remember_slug(into, slug)
        note(by, [into], _("Merged with “%(name)s”.") % {"name": name})
    for model in (Article, Fabric):
        for thing in model.objects.filter(tags=into):
            note_uses(thing)
    reindex_tagged(into)
    return moved


def _in_drafts(old, new):
    for article in Article.objects.exclude(draft_status="").select_related("latest_revision"):
        revision = article.latest_revision
        if revision and old in revision.content.get("tags", ()):
            revision.content["tags"] = sorted(
                {new if key == old else key for key in revision.content["tags"]}
            )
            revision.save(update_fields=["content"])
