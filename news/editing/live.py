"""Writing a content into the row as what visitors read."""

from django.utils import timezone

from foundation.languages import LANGUAGE_CODES
from news.drafting.contents import DATED, written_moment
from news.drafting.rows import write
from news.enums import ArticleStatus
from news.linking.uses import note as note_uses

from .drafts import differs_from_row
from .revisions import latest_content, put_in_row


def go_live(stored, content, revision, dated, languages, fields=None, at=None):
    """Write the content of a revision into the row as what visitors read; the rest remains a draft.

    `dated` is the thing's own date (first publication), `at` the moment of this change (None: now), `fields` names the
    fields of both languages that are written (None: all).
    """
    described = stored.described
    was_published = stored.status == ArticleStatus.PUBLISHED
    read_before = _read(stored) if was_published and stored.published_at <= (at or timezone.now()) else None
    newest = latest_content(stored)
    written = {*(described.shared if fields is None else fields), *described.text_fields()}
    shown = {name: value for name, value in content.items() if name in written}
    if not was_published:
        held_back = [code for code in LANGUAGE_CODES if code not in languages]
        shown |= dict.fromkeys(described.text_fields(held_back), "")
    stored.status = ArticleStatus.PUBLISHED
    put_in_row(
        stored,
        {**shown, DATED: written_moment(dated)},
        languages if was_published else LANGUAGE_CODES,
    )
    still_draft = differs_from_row(stored, {**newest, DATED: ""})
    after = {
        "draft_status": (stored.draft_status or ArticleStatus.DRAFT) if still_draft else "",
        "live_revision": revision,
    }
    if at:
        after["updated_at"] = at
    if read_before is not None and described.differing(read_before, _read(stored)):
        after["changed_at"] = at or timezone.now()
    write(stored, **after)
    note_uses(stored)


def _read(thing):
    """Return what readers read of a thing as a content: its texts and its picture."""
    described = thing.described
    held = described.snapshot(thing, dict.fromkeys(described.lists, ()))
    names = (*described.text_fields(), *([f"{described.picture}_id"] if described.picture else ()))
    return {name: held[name] for name in names}
