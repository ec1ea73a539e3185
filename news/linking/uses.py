"""Keeping note of what every thing with texts uses, and answering where a thing is used.

Each kind tells what one of it uses (`foundation.kinds`). Rows are kept true in the transaction that saves.
"""

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.urls import reverse

from foundation import kinds
from foundation.tally import UNREACHABLE
from indexdata.models import Index
from news.tags.merging import tag_grown, tag_merging
from news.tags.models import TaggedItem, items_by_model
from news.text.elements import elements

from .models import Reference
from .targets import parse_reference, targets_of

#: Elements that refer to things: links, pictures, live figures, charts.
REFERRING = ("a", "img", "span", "figure")
#: The place of what a revision uses, which can be restored: noted when it is kept, for as long as there is its article.
REVISIONS = "revisions"
BROKEN_KEY, BROKEN_SECONDS = "broken-references", 600


@dataclass(frozen=True)
class Use:
    """One place where a thing is used: what uses it, how it is called, where staff edit it, in which fields."""

    source: object
    label: str
    address: str
    places: tuple[str, ...]
    live: bool

    @property
    def only_in_revisions(self):
        """Tell whether only revisions use it, which can be restored."""
        return self.places == (REVISIONS,)


def in_html(html):
    """Return the set of (kind, key) that stored rich text refers to; indices of live figures by their path."""
    return {use for element in elements(html, *REFERRING) for use in uses_in(element)}


def uses_in(element):
    """Yield the (kind, key) pairs that one element of a stored text refers to."""
    attributes = element.attributes
    if "href" in attributes and (reference := parse_reference(attributes["href"])):
        yield reference[:2]
    if (key := attributes.get("data-picture", "")).isdecimal():
        yield "picture", int(key)
    for name in ("data-figure", "data-chart"):
        for path in attributes.get(name, "").split():
            yield "index", path


def record(source, live, draft=None):
    """Note what a source uses: `live` and `draft` map places (field names) to sets of (kind, key); draft may be None."""
    wanted = {(kind, key, place, True) for place, used in live.items() for kind, key in used}
    wanted |= {(kind, key, place, False) for place, used in (draft or {}).items() for kind, key in used}
    wanted = _with_keys(wanted)
    held = {
        (row.target_kind, row.target_key, row.place, row.live): row.pk
        for row in Reference.objects.from_source(source).exclude(place=REVISIONS)
    }
    Reference.objects.filter(pk__in=[pk for use, pk in held.items() if use not in wanted]).delete()
    _add(source, wanted - held.keys())


def keep(source, place, used):
    """Note under one place what a source uses ({place: {(kind, key)}}), beside what is noted there already."""
    _add(source, _with_keys({(kind, key, place, False) for found in used.values() for kind, key in found}))


def forget(source):
    """Forget what a source uses."""
    Reference.objects.from_source(source).delete()


def _add(source, uses):
    content_type = ContentType.objects.get_for_model(source)
    Reference.objects.bulk_create(
        [
            Reference(
                source_type=content_type, source_id=source.pk,
                target_kind=kind, target_key=key, place=place, live=is_live,
            )
            for kind, key, place, is_live in sorted(uses)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def note(source):
    """Note what a thing uses, as its kind tells."""
    kind = kinds.of(source)
    if kind and kind.uses:
        record(source, *kind.uses(source))


def watch():
    """Note what is used at every save, and forget it when the source is deleted."""
    for kind in kinds.every():
        if kind.uses:
            post_save.connect(_saved, sender=kind.model, dispatch_uid=f"references-{kind.key}")
            post_delete.connect(_deleted, sender=kind.model, dispatch_uid=f"references-gone-{kind.key}")
    m2m_changed.connect(_tagged, sender=TaggedItem, dispatch_uid="references-tagged")
    tag_merging.connect(_tag_merging, dispatch_uid="references-tag-merging")
    tag_grown.connect(_tag_grown, dispatch_uid="references-tags-merged")


def _saved(instance, raw=False, **kwargs):
    if not raw:
        note(instance)


def _tagged(instance, action, **kwargs):
    kind = kinds.of(instance)
    if action.startswith("post_") and kind and kind.uses:
        note(instance)


def _tag_grown(tag, **kwargs):
    """Note anew what carries the tag, a kind at a time."""
    for content_type, keys in items_by_model(tag).items():
        kind = kinds.of_model(content_type.model_class())
        if kind and kind.uses:
            for thing in kind.model._default_manager.filter(pk__in=keys):
                note(thing)


def _tag_merging(tag, into, **kwargs):
    """Let what uses a tag use the one it is merged into: also old revisions and kept texts, whose words stay as they are."""
    same = Reference.objects.to("tag", [into.pk]).filter(
        **{name: OuterRef(name) for name in ("source_type", "source_id", "place", "live")}
    )
    rows = Reference.objects.to("tag", [tag.pk])
    rows.exclude(Exists(same)).update(target_key=into.pk)
    rows.delete()


def _deleted(instance, **kwargs):
    forget(instance)


def uses_of(kind, key, most=None):
    """Return the `Use`s of a thing, live ones first; one query for the rows and one per kind of source.

    `most` bounds how many rows are read, for pages that name some of them.
    """
    places = defaultdict(set)
    live: defaultdict[tuple[type, int], bool] = defaultdict(bool)
    for row in Reference.objects.to(kind, [key]).select_related("source_type").order_by("pk")[:most]:
        where = (row.source_type.model_class(), row.source_id)
        places[where].add(row.place)
        live[where] = live[where] or row.live
    by_model = defaultdict(set)
    for model, pk in places:
        by_model[model].add(pk)
    things = {
        (model, pk): thing
        for model, keys in by_model.items()
        for pk, thing in model.objects.in_bulk(keys).items()
    }
    uses = [
        Use(thing, str(thing), edit_address(thing), tuple(sorted(places[where])), live[where])
        for where, thing in things.items()
    ]
    return sorted(uses, key=lambda use: (not use.live, use.label))


def edit_address(thing):
    """Return where staff edit a thing; one without a page of its own says it (`get_edit_address`)."""
    if own := getattr(thing, "get_edit_address", None):
        return own()
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])


def broken(html):
    """Return the (kind, key) pairs of stored rich text that visitors could not open today."""
    wanted = {one for one in in_html(html) if one[0] != "index" or isinstance(one[1], int)}
    return sorted(wanted - targets_of(wanted).keys())


def broken_references(limit=200):
    """Return the live `Reference`s whose target is gone or not public, of sources that visitors can open; one query."""
    return list(_broken().order_by("-pk")[:limit])


def broken_lately(limit):
    """Return broken references as `broken_references` does, looked for in all texts every ten minutes at most.

    What was put right since then is left out at once.
    """
    keys = None
    with suppress(*UNREACHABLE):
        keys = cache.get(BROKEN_KEY)
    if keys is None:
        rows = broken_references(limit)
        with suppress(*UNREACHABLE):
            cache.set(BROKEN_KEY, [row.pk for row in rows], BROKEN_SECONDS)
        return rows
    return list(_broken().filter(pk__in=keys).order_by("-pk")[:limit]) if keys else []


def _broken():
    """Each row is asked by the keys of its source and its target, so that no list of all articles is made."""
    sources, targets = Q(), Q()
    for kind in kinds.every():
        if kind.uses:
            found = Exists(kind.public().order_by().filter(pk=OuterRef("source_id")))
            sources |= Q(found, source_type=ContentType.objects.get_for_model(kind.model))
        if kind.may_break:
            found = Exists(kind.public().order_by().filter(pk=OuterRef("target_key")))
            targets |= Q(~found, target_kind=kind.key)
    return Reference.objects.filter(sources, targets, live=True)


def with_sources(rows):
    """Return (reference, its source) pairs; one query per kind of source."""
    prefetch_related_objects(rows, "source")
    return [(row, row.source) for row in rows if row.source is not None]


def _with_keys(uses):
    """Return the uses with the keys of indices in place of their paths; an index that does not exist is key 0."""
    paths = {key for kind, key, _place, _live in uses if kind == "index" and isinstance(key, str)}
    keys = dict(Index.objects.filter(path__in=paths).values_list("path", "pk")) if paths else {}
    return {
        (kind, keys.get(key, 0) if isinstance(key, str) else key, place, live)
        for kind, key, place, live in uses
    }
