"""Merging tags: old addresses lead to the tag that stays, and nothing loses or doubles its tag."""

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_noop

from foundation.former_slugs.keeping import hand_over, lead
from foundation.history import note

from .models import MergedTag, Tag, TaggedItem

#: A tag (`tag`) is about to go, and another (`into`) stands for it from now on; sent within the transaction.
tag_merging = Signal()
#: A tag (`tag`) has taken over what others were on; sent once after all of them, within the transaction.
tag_grown = Signal()


def merged_tags():
    """Return {id that a merged tag had: id of the tag it was merged into} of all merged tags."""
    return dict(MergedTag.objects.values_list("former_id", "tag"))


def present_tags(keys, merged=None):
    """Return ids of tags, sorted, each once, with those of merged tags led to the tag they were merged into."""
    if merged is None:
        merged = (
            dict(MergedTag.objects.filter(former_id__in=keys).values_list("former_id", "tag")) if keys else {}
        )
    return sorted({merged.get(key, key) for key in keys})


@transaction.atomic
def merge(tags, into, by):
    """Move everything that carries one of the tags to the tag `into` and delete them; return how many things moved.

    What carries both keeps one. Revisions and kept texts that name a merged tag mean the other from then on (`present_tags`).
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
        hand_over(tag, into)
        MergedTag.objects.filter(tag=tag).update(tag=into)
        MergedTag.objects.update_or_create(former_id=tag.pk, defaults={"tag": into})
        slug, name = tag.slug, str(tag)
        tag_merging.send(Tag, tag=tag, into=into)
        tag.delete()
        lead(slug, into)
        note(by, [into], gettext_noop("Merged with “%(name)s”."), name=name)
    tag_grown.send(Tag, tag=into)
    return moved
