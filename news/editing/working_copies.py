"""Working copies: what an editor has typed and not saved, kept every few seconds so that nothing is ever lost.

Each window in which a form is open has a copy of its own, so that two of them never overwrite each other.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.utils import timezone

from foundation.people import name_of
from news.articles.models import Article
from news.linking.uses import forget, record

from .content_uses import in_typed
from .models import Presence, WorkingCopy

#: What the form sends that is no part of what was typed.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "base_revision"})
LARGEST = 4_000_000
LONGEST_KEPT = timedelta(days=30)
#: Copies of one article and editor; the oldest of more are forgotten.
MOST_WINDOWS = 20
#: An editor who has not been heard of for so long has left; one who has not typed for so long only reads.
AWAY_AFTER, READING_AFTER = timedelta(seconds=60), timedelta(seconds=30)


class TooLarge(ValueError):
    """The typed text is larger than a working copy may be."""


@transaction.atomic
def keep(article, editor, base, typed, window="", mark="", continues=""):
    """Keep what an editor has typed in a window; `typed` maps the form's field names to lists of texts. Return the copy.

    `article` is None for one that was never saved; `base` is the id of the revision the form was opened with, or None.
    `continues` is the `state_of` the copy that the window was opened with, which this one takes the place of.
    """
    data = {
        _storable(name): [_storable(value) for value in values]
        for name, values in typed.items()
        if name not in NOT_TYPED and not name.startswith("_")
    }
    if sum(len(value) for values in data.values() for value in values) > LARGEST:
        raise TooLarge
    base = base if article and base and article.revisions.filter(pk=base).exists() else None
    now = timezone.now()
    copy, is_new = WorkingCopy.objects.update_or_create(
        article=article,
        editor=editor,
        window=window,
        defaults={"data": data, "base_id": base, "mark": mark, "saved_at": now, "open_at": now},
    )
    record(copy, {}, in_typed(data))
    if is_new:
        _drop_state(article, editor, continues)
        kept = WorkingCopy.objects.filter(article=article, editor=editor).order_by("-saved_at", "-pk")
        surplus = list(kept.values_list("pk", flat=True)[MOST_WINDOWS:])
        WorkingCopy.objects.filter(pk__in=surplus).delete()
    return copy


def state_of(copy):
    """Return a copy as it stands now, as a word: `keep` and `drop` let it go only if it has not been changed since."""
    return f"{copy.pk}@{copy.saved_at.isoformat()}"


def copies_of(article, editor):
    """Return the working copies of an editor, the newest first."""
    return list(WorkingCopy.objects.filter(article=article, editor=editor).order_by("-saved_at", "-pk"))


def marks_of(article, editor):
    """Return the marks of what has been kept, so that a browser knows what it need not keep."""
    rows = WorkingCopy.objects.filter(article=article, editor=editor).exclude(mark="")
    return list(rows.values_list("mark", flat=True))


def to_show(copies, article, wanted=""):
    """Return which copy a form that is opened shows, or None: the one that is asked for, else the newest of a closed window.

    A new article is new: it shows only what is asked for.
    """
    asked = next((copy for copy in copies if wanted and copy.window == wanted), None)
    if asked or article is None:
        return asked
    return next((copy for copy in copies if not copy.is_open), None)


def drop(article, editor, window="", continues=""):
    """Forget what an editor has typed in a window, and what that window took up: it was saved, or is not wanted."""
    WorkingCopy.objects.filter(article=article, editor=editor, window=window).delete()
    _drop_state(article, editor, continues)


def _drop_state(article, editor, state):
    key, _at, moment = state.partition("@")
    if key.isascii() and key.isdigit() and len(key) < 19:
        try:
            saved_at = datetime.fromisoformat(moment)
        except ValueError:
            return
        if saved_at.tzinfo:
            rows = WorkingCopy.objects.filter(article=article, editor=editor, pk=int(key), saved_at=saved_at)
            rows.delete()


def _storable(text):
    """Return a text without NUL, which PostgreSQL keeps in no JSON."""
    return text.replace("\0", "")


def forget_old(now=None):
    """Forget working copies and presences that nobody has come back to, and return how many copies went."""
    now = now or timezone.now()
    Presence.objects.filter(seen_at__lt=now - AWAY_AFTER).delete()
    number, _kinds = WorkingCopy.objects.filter(saved_at__lt=now - LONGEST_KEPT).delete()
    return number


def note_presence(article, editor, window="", typing=False, now=None):
    """Note that an editor has the article's form open in a window, and whether they are typing."""
    now = now or timezone.now()
    fields = {"seen_at": now, **({"typing_at": now} if typing else {})}
    Presence.objects.update_or_create(article=article, editor=editor, window=window, defaults=fields)


def note_open(article, editor, window, now=None):
    """Note that a window with typed text is still open."""
    copies = WorkingCopy.objects.filter(article=article, editor=editor, window=window)
    copies.update(open_at=now or timezone.now())


def leave(article, editor, window=""):
    """Note that an editor has closed the form in a window."""
    Presence.objects.filter(article=article, editor=editor, window=window).delete()
    WorkingCopy.objects.filter(article=article, editor=editor, window=window).update(open_at=None)


def others_at(article, editor, window="", now=None):
    """Return who else has the form open, as a list of (name, are they typing); the name of another own window is ""."""
    now = now or timezone.now()
    rows = Presence.objects.filter(Q(article=article), seen_at__gte=now - AWAY_AFTER)
    found: dict[int, tuple[str, bool]] = {}
    for one in rows.select_related("editor").order_by("editor__username"):
        if one.editor_id == editor.pk and one.window == window:
            continue
        name = "" if one.editor_id == editor.pk else name_of(one.editor)
        typing = bool(one.typing_at and one.typing_at >= now - READING_AFTER)
        found[one.editor_id] = (name, typing or found.get(one.editor_id, ("", False))[1])
    return list(found.values())


def newer_revision(article, base):
    """Return the newest revision when it is another than the one a form was opened with, else None."""
    row = Article.objects.select_related("latest_revision__author").filter(pk=article.pk).first()
    latest = row and row.latest_revision
    return latest if latest and base and latest.pk != base else None


def watch():
    """Forget what a working copy uses when it goes."""
    post_delete.connect(_deleted, sender=WorkingCopy, dispatch_uid="references-of-working-copies")


def _deleted(instance, **kwargs):
    forget(instance)
