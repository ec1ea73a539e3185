"""Working copies: what an editor has typed and not saved, kept every few seconds so that nothing is ever lost.

Each window in which a form is open has a copy of its own, so that two of them never overwrite each other. Where a function
takes `of`, that is a thing, or the model of one that was never saved.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone

from foundation.batches import delete_in_batches
from foundation.people import name_of
from news.drafting.rows import beside, models_with_drafts
from news.linking.uses import forget, record

from .content_uses import in_typed

#: What the form sends that is no part of what was typed.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "base_revision"})
LARGEST = 4_000_000
LONGEST_KEPT = timedelta(days=30)
#: Copies of one thing and editor; the oldest of more are forgotten.
MOST_WINDOWS = 20
#: An editor who has not been heard of for so long has left; one who has not typed for so long only reads.
AWAY_AFTER, READING_AFTER = timedelta(seconds=60), timedelta(seconds=30)


class TooLarge(ValueError):
    """The typed text is larger than a working copy may be."""


@transaction.atomic
def keep(of, editor, base, typed, window="", mark="", continues=""):
    """Keep what an editor has typed in a window; `typed` maps the form's field names to lists of texts. Return the copy.

    `base` is the id of the revision the form was opened with, or None.
    `continues` is the `state_of` the copy that the window was opened with, which this one takes the place of.
    """
    data = {
        _storable(name): [_storable(value) for value in values]
        for name, values in typed.items()
        if name not in NOT_TYPED and not name.startswith("_")
    }
    if sum(len(value) for values in data.values() for value in values) > LARGEST:
        raise TooLarge
    base = base if _thing(of) and base and of.revisions.filter(pk=base).exists() else None
    now = timezone.now()
    copy, is_new = beside(of, "working_copies").objects.update_or_create(
        thing=_thing(of),
        editor=editor,
        window=window,
        defaults={"data": data, "base_id": base, "mark": mark, "saved_at": now, "open_at": now},
    )
    record(copy, {}, in_typed(of.described, data))
    if is_new:
        _drop_state(of, editor, continues)
        kept = _copies(of, editor).order_by("-saved_at", "-pk")
        surplus = list(kept.values_list("pk", flat=True)[MOST_WINDOWS:])
        _copies(of, editor).filter(pk__in=surplus).delete()
    return copy


def state_of(copy):
    """Return a copy as it stands now, as a word: `keep` and `drop` let it go only if it has not been changed since."""
    return f"{copy.pk}@{copy.saved_at.isoformat()}"


def copies_of(of, editor):
    """Return the working copies of an editor, the newest first."""
    return list(_copies(of, editor).order_by("-saved_at", "-pk"))


def marks_of(of, editor):
    """Return the marks of what has been kept, so that a browser knows what it need not keep."""
    rows = _copies(of, editor).exclude(mark="")
    return list(rows.values_list("mark", flat=True))


def to_show(copies, thing, wanted=""):
    """Return which copy a form that is opened shows, or None: the one that is asked for, else the newest of a closed window.

    A new thing is new: it shows only what is asked for.
    """
    asked = next((copy for copy in copies if wanted and copy.window == wanted), None)
    if asked or thing is None:
        return asked
    return next((copy for copy in copies if not copy.is_open), None)


def drop(of, editor, window="", continues=""):
    """Forget what an editor has typed in a window, and what that window took up: it was saved, or is not wanted."""
    _copies(of, editor).filter(window=window).delete()
    _drop_state(of, editor, continues)


def _drop_state(of, editor, state):
    key, _at, moment = state.partition("@")
    if key.isascii() and key.isdigit() and len(key) < 19:
        try:
            saved_at = datetime.fromisoformat(moment)
        except ValueError:
            return
        if saved_at.tzinfo:
            rows = _copies(of, editor).filter(pk=int(key), saved_at=saved_at)
            rows.delete()


def _storable(text):
    """Return a text without NUL, which PostgreSQL keeps in no JSON."""
    return text.replace("\0", "")


def forget_old(now=None):
    """Forget working copies and presences that nobody has come back to, and return how many copies went."""
    now, number = now or timezone.now(), 0
    for model in models_with_drafts():
        delete_in_batches(beside(model, "presences").objects.filter(seen_at__lt=now - AWAY_AFTER))
        old = beside(model, "working_copies").objects.filter(saved_at__lt=now - LONGEST_KEPT)
        number += delete_in_batches(old)
    return number


def note_presence(of, editor, window="", typing=False, now=None):
    """Note that an editor has the thing's form open in a window, and whether they are typing."""
    now = now or timezone.now()
    fields = {"seen_at": now, **({"typing_at": now} if typing else {})}
    beside(of, "presences").objects.update_or_create(thing=of, editor=editor, window=window, defaults=fields)


def note_open(of, editor, window, now=None):
    """Note that a window with typed text is still open."""
    copies = _copies(of, editor).filter(window=window)
    copies.update(open_at=now or timezone.now())


def leave(of, editor, window=""):
    """Note that an editor has closed the form in a window."""
    beside(of, "presences").objects.filter(thing=_thing(of), editor=editor, window=window).delete()
    _copies(of, editor).filter(window=window).update(open_at=None)


def others_at(thing, editor, window="", now=None):
    """Return who else has the form open, as a list of (name, are they typing); the name of another own window is ""."""
    now = now or timezone.now()
    rows = thing.presences.filter(seen_at__gte=now - AWAY_AFTER)
    found: dict[int, tuple[str, bool]] = {}
    for one in rows.select_related("editor").order_by("editor__username"):
        if one.editor_id == editor.pk and one.window == window:
            continue
        name = "" if one.editor_id == editor.pk else name_of(one.editor)
        typing = bool(one.typing_at and one.typing_at >= now - READING_AFTER)
        found[one.editor_id] = (name, typing or found.get(one.editor_id, ("", False))[1])
    return list(found.values())


def newer_revision(thing, base):
    """Return the newest revision when it is another than the one a form was opened with, else None."""
    row = type(thing).objects.select_related("latest_revision__author").filter(pk=thing.pk).first()
    latest = row and row.latest_revision
    return latest if latest and base and latest.pk != base else None


def watch():
    """Forget what a working copy uses when it goes."""
    for model in models_with_drafts():
        copies = beside(model, "working_copies")
        name = f"references-of-{copies._meta.model_name}"
        post_delete.connect(_deleted, sender=copies, dispatch_uid=name)


def _deleted(instance, **kwargs):
    forget(instance)


def _thing(of):
    """Return the thing, None where it was never saved."""
    return None if isinstance(of, type) else of


def _copies(of, editor):
    return beside(of, "working_copies").objects.filter(thing=_thing(of), editor=editor)
