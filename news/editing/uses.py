"""The things that a thing uses: what visitors read of it, its draft, and its revisions, which can be restored."""

from news.enums import ArticleStatus
from news.linking.uses import REVISIONS, keep

from .content import snapshot
from .content_uses import in_content
from .revisions import content_of, latest_content


def used_in(thing):
    """Return (live, draft) of what a thing uses as its row and its newest content stand (`foundation.kinds`)."""
    row = type(thing).objects.select_related("latest_revision").get(pk=thing.pk)
    held = _beside_row(row, snapshot(row))
    if row.status != ArticleStatus.PUBLISHED:
        return {}, held
    return held, _beside_row(row, latest_content(row)) if row.has_draft else None


def _beside_row(row, content):
    """Return what a content uses without the section that the row itself keeps: a note of it would be one for every article."""
    used = in_content(row.described, content)
    if used.get("section") == {("section", getattr(row, "section_id", None))}:
        del used["section"]
    return used


def note_revisions(thing):
    """Note what every revision of a thing uses; each is noted when it is kept, this is for those from before."""
    for revision in thing.revisions.iterator(chunk_size=20):
        keep(thing, REVISIONS, in_content(thing.described, content_of(revision)))
