"""Saving what was written: into the row of a thing that nobody can read yet, else into a draft beside it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note as note_in_history
from foundation.narrowing import seen_by_nobody
from news.drafting.contents import GOES_LIVE_AT, moment_of, written_moment
from news.drafting.rows import locked, stored_of, write
from news.enums import ArticleStatus
from news.linking.uses import note as note_uses
from news.permissions import keeps_approval, user_can_publish
from news.tags.merging import present_tags

from .content import apply, snapshot
from .revisions import content_of, put_in_row, save_revision
from .schedule import take_back
from .states import REVIEWED, PublishingError


@transaction.atomic
def save_content(thing, content, by, note=""):
    """Save a content by hand: keep a revision and return it, or None when nothing has changed.

    What visitors read stays as it is: the content of a published or scheduled thing becomes its draft. A change to
    what is in review or approved makes it a draft again, unless `keeps_approval` says otherwise. What is scheduled stays
    scheduled. `by` may be None for work done by a command. The thing is left in memory with the content in it.
    """
    stored = locked(thing)
    content = stored.described.cleaned(_with_two_dates(stored, content, timezone.now()))
    if content.get("tags"):
        content["tags"] = present_tags(content["tags"])
    revision = save_revision(stored, content, by, note)
    if stored.status == ArticleStatus.PUBLISHED:
        _set_draft_status(stored, content, changed=revision is not None, by=by)
    else:
        with seen_by_nobody():
            put_in_row(stored, content)
        if revision and stored.status in REVIEWED and not keeps_approval(by):
            _back_to_draft(stored, by, status=ArticleStatus.DRAFT)
    note_uses(stored)
    _copy_state(stored, thing)
    apply(thing, content)
    return revision


@transaction.atomic
def restore(thing, revision, by):
    """Make what an old revision says the newest content, as a revision of its own; return it (None: no change).

    When that is what visitors read, nothing is left to go live: a scheduled change is taken back, by those who may.
    """
    note = _("As in revision %(number)s.") % {"number": revision.number}
    made = save_content(thing, content_of(revision), by, note)
    stored = stored_of(thing)
    if stored.scheduled_for and not stored.has_draft and user_can_publish(by, stored):
        _take_back(stored, thing, by)
    return made


@transaction.atomic
def discard_draft(thing, by):
    """Drop the unpublished changes of a published thing: what is live becomes the newest content again.

    What was scheduled is dropped with them, which only those do who may publish. The dropped text stays in the revisions.
    """
    stored = locked(thing)
    if stored.scheduled_for:
        if not user_can_publish(by, stored):
            raise PublishingError(
                _("These changes are scheduled: only those who may publish drop them."), code="refused"
            )
        _take_back(stored, thing, by)
    return save_content(thing, snapshot(stored), by, _("The unpublished changes were dropped."))


def differs_from_row(thing, content):
    """Tell whether a content says anything else than the thing's row."""
    undated = {name: value for name, value in content.items() if name != "published_at" or value}
    undated.pop(GOES_LIVE_AT, None)
    undated = thing.described.without_gone(thing, undated)
    return bool(thing.described.differing(snapshot(thing), undated))


def _with_two_dates(stored, content, now):
    """Return a content in which the date of a live thing and the moment of its change are two.

    Whoever gives a live thing a date to come means the moment at which the changes appear.
    """
    content = {name: value for name, value in content.items() if name != GOES_LIVE_AT or value}
    if stored.status != ArticleStatus.PUBLISHED or stored.published_at > now:
        content.pop(GOES_LIVE_AT, None)
        return content
    dated = moment_of(content.get("published_at"))
    if dated and dated > now:
        content = {GOES_LIVE_AT: content["published_at"], **content}
        dated = stored.published_at
    if dated and dated.replace(microsecond=0) == stored.published_at.replace(microsecond=0):
        dated = stored.published_at
    return {**content, "published_at": written_moment(dated)}


def _take_back(stored, thing, by):
    take_back(stored)
    note_in_history(by, [stored], gettext_noop("No longer scheduled."))
    thing.scheduled_for = None


def _set_draft_status(stored, content, changed, by):
    if not differs_from_row(stored, content):
        new = ""
    elif not stored.draft_status or (changed and stored.draft_status in REVIEWED and not keeps_approval(by)):
        new = ArticleStatus.DRAFT
    else:
        new = stored.draft_status
    if stored.draft_status in REVIEWED and new == ArticleStatus.DRAFT:
        _back_to_draft(stored, by, draft_status=new)
    elif new != stored.draft_status:
        write(stored, draft_status=new)


def _back_to_draft(stored, by, **fields):
    write(stored, **fields)
    if by:
        note_in_history(by, [stored], gettext_noop("Changed after it was submitted: a draft again."))


def _copy_state(stored, thing):
    for name in (
        "status",
        "draft_status",
        "latest_revision",
        "original_language",
        "translation_basis",
        "translation_outdated",
        "slug",
        "updated_at",
        "scheduled_for",
    ):
        setattr(thing, name, getattr(stored, name))
