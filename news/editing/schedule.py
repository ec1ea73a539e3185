"""Changes of live things that go live by themselves: one a thing, which waits as a revision with its moment.

A change is a revision, the languages whose texts go live with it, and the fields of both languages that it changes. Every
verb that puts a change off, takes it back or publishes past it does so here; `news.editing.due` puts it live.
"""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foundation.background.mishaps import settle
from foundation.languages import LANGUAGE_CODES, names_of
from news.drafting.rows import model_named, write

from .content import snapshot
from .revisions import content_of, save_revision
from .states import APPROVED, PublishingError

#: The kind under which a scheduled change that failed is remembered.
DUE_CHANGE = "due-change"
#: The kind whose keys are numbers alone.
FIRST = "article"


def key_of(thing):
    """Return under which key the failed change of a thing is remembered: articles were the first to have drafts."""
    name = thing._meta.model_name
    return str(thing.pk) if name == FIRST else f"{name}/{thing.pk}"


def named_by(key):
    """Return (model, id) of the thing whose failed change is remembered under a key."""
    name, _slash, number = key.rpartition("/")
    return model_named(name or FIRST), int(number)


def scheduled_languages(thing):
    """Return the codes of the languages whose texts go live with the scheduled change."""
    return thing.scheduled_languages or list(LANGUAGE_CODES)


def scheduled_fields(thing):
    """Return the names of the fields of both languages that go live with the scheduled change."""
    return thing.described.shared if thing.scheduled_fields is None else thing.scheduled_fields


def put_off(stored, content, by, moment, languages, replaced):
    """Note that the draft of a live thing goes live at a moment to come, in place of what waits in the languages `replaced`.

    A thing has one such moment: what waits in another language, for another moment or with another text, is never dropped
    in silence, but holds this up with a sentence.
    """
    waiting = _waiting(stored, replaced)
    if waiting:
        names = stored.described.text_fields(waiting)
        held = content_of(stored.scheduled_revision)
        if abs(stored.scheduled_for - moment).total_seconds() >= 1 or stored.described.differing(
            {name: held.get(name) for name in names}, {name: content.get(name) for name in names}
        ):
            raise PublishingError(
                _(
                    "Changes are scheduled for %(moment)s already (%(languages)s). There is one such moment: schedule all"
                    " languages for it together, or take back first what is scheduled."
                )
                % {
                    "moment": date_format(localtime(stored.scheduled_for), "DATETIME_FORMAT"),
                    "languages": names_of(waiting),
                },
                code="scheduled",
            )
    save_revision(stored, content, by)
    write(
        stored,
        scheduled_revision=stored.latest_revision,
        scheduled_for=moment,
        scheduled_by=by,
        scheduled_languages=[code for code in LANGUAGE_CODES if code in {*languages, *waiting}],
        scheduled_fields=sorted(
            {*stored.described.differing(snapshot(stored), content)} & {*stored.described.shared}
        ),
        draft_status=stored.draft_status or APPROVED,
    )
    settle(DUE_CHANGE, key_of(stored))


def take_back(stored):
    """Take back that the draft of a live thing goes live at a moment; the draft stays."""
    write(
        stored,
        scheduled_revision=None,
        scheduled_for=None,
        scheduled_by=None,
        scheduled_languages=[],
        scheduled_fields=None,
    )
    settle(DUE_CHANGE, key_of(stored))


def kept_back(stored, content, replaced):
    """Return the fields of both languages that go on waiting when a content is published in the languages `replaced`.

    What is scheduled in other languages stays scheduled, with the fields that nobody has changed since. When nothing is left,
    the schedule is gone: what is published now is newer.
    """
    waiting = _waiting(stored, replaced)
    if not waiting:
        if stored.scheduled_for:
            take_back(stored)
        return []
    held = content_of(stored.scheduled_revision)
    changed = set(
        stored.described.differing(held, {name: content.get(name) for name in scheduled_fields(stored)})
    )
    fields = [name for name in scheduled_fields(stored) if name not in changed]
    write(stored, scheduled_languages=waiting, scheduled_fields=fields)
    return fields


def _waiting(stored, besides):
    """Return the codes of the languages in which something is scheduled, besides those."""
    return (
        [code for code in scheduled_languages(stored) if code not in besides] if stored.scheduled_for else []
    )
