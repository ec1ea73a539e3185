"""Revisions of things: one at each save by hand, never changed, and what the newest one says."""

from copy import copy

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from foundation.languages import LANGUAGE_CODES
from news.drafting.rows import locked, write
from news.linking.uses import REVISIONS, keep
from news.tags.merging import present_tags

from .content import apply, snapshot
from .content_uses import in_content
from .translation_states import note_translation


def content_of(revision, merged=None):
    """Return the content of a revision; a tag that was merged since is the one it was merged into.

    `merged` is `news.tags.merging.merged_tags()` where many revisions are read, so that it is asked once.
    """
    keys = revision.content.get("tags")
    return {**revision.content, "tags": present_tags(keys, merged)} if keys else revision.content


def latest_content(thing, merged=None):
    """Return the newest content of a thing: its draft's when it has one, else that of its row."""
    if thing.draft_status and thing.latest_revision_id:
        return content_of(thing.latest_revision, merged)
    return snapshot(thing)


def with_latest_content(thing):
    """Return the thing with its newest content in memory, and what its row says as `thing.row`; do not save it."""
    if thing.draft_status and thing.latest_revision_id:
        content = thing.latest_revision.content
        thing._row = copy(thing)
        apply(thing, content)
    return thing


def put_in_row(thing, content, codes=LANGUAGE_CODES):
    """Write a content into the thing's row and its collections, of the texts those in the languages `codes`."""
    apply(thing, content, codes)
    thing.save()
    thing.described.put_collections(thing, content)


@transaction.atomic
def save_revision(thing, content, by, note=""):
    """Keep a content as the newest revision of a thing and return it, or None when nothing has changed.

    The thing's row is left alone but for the pointers to its revisions. A thing of which no revision was ever
    kept gets one of what its row holds first, so that there is something to compare with.
    """
    described = thing.described
    content = described.cleaned(content)
    stored = locked(thing)
    latest = stored.latest_revision
    if latest is None and not described.is_same(held := snapshot(stored), content):
        latest = _keep(stored, held, stored.author, "", stored.updated_at)
    if latest is not None and described.is_same(content_of(latest), content):
        _point(thing, stored, latest)
        return None
    revision = _keep(stored, content, by, note)
    note_translation(stored, revision, latest)
    _point(thing, stored, revision)
    return revision


def hand_over_revision(thing, heir, sentence):
    """Keep the newest content once more as somebody else's; what waits for its moment in it waits in the new revision."""
    latest = thing.latest_revision
    revision = _keep(thing, latest.content, heir, sentence)
    pointers = {"latest_revision": revision}
    if thing.scheduled_revision_id == latest.pk:
        pointers["scheduled_revision"] = revision
    write(thing, **pointers)
    return revision


def keep_undated(thing, sentence):
    """Keep the newest content once more without a moment of publishing, as its author's: the thing has got its date."""
    latest = thing.latest_revision
    revision = _keep(thing, {**latest.content, "published_at": ""}, latest.author, sentence)
    write(thing, latest_revision=revision)


def _keep(thing, content, by, note, at=None):
    number = (thing.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    revision = thing.revisions.create(
        number=number,
        content=content,
        author=by,
        note=note[:255],
        created_at=at or timezone.now(),
    )
    keep(thing, REVISIONS, in_content(thing.described, content_of(revision)))
    return revision


def _point(thing, stored, revision):
    """Note in the row, and in the caller's thing, which revision is the latest and how the translation stands."""
    fields = {
        "latest_revision": revision,
        "original_language": stored.original_language,
        "translation_basis": stored.translation_basis,
        "translation_outdated": stored.translation_outdated,
    }
    write(thing, **fields)
