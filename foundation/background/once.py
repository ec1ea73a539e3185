"""Effects that must not happen twice, such as a letter: marked in the database before and after they happen.

- An effect that raised did not happen: its mark is taken away and the work is tried again.
- A mark without an end, left by a process that died in the middle, says that the effect may have happened. It is not
  repeated by itself (at most once): the work fails for good and the desk says why. With that the mark is gone, for who
  presses “Try again” there decides that it is to happen anew.

Call it outside transactions: the mark must be there before the effect begins.
"""

from datetime import timedelta

from django.utils.translation import gettext_noop

from foundation.batches import delete_in_batches

from .clock import database_time
from .models import Effect
from .trying import NotAgain

#: Nothing that is marked takes so long; before that another process may still be at it.
UNDER_WAY = timedelta(minutes=2)
AT_IT = gettext_noop("Another process may still be at it.")
MAY_HAVE_HAPPENED = gettext_noop("The process that did it ended in the middle: it may have happened already.")


class MayHaveHappened(NotAgain):
    """The effect was begun and nobody knows how it ended."""


class StillUnderWay(Exception):
    """Another process seems to be at it."""

    is_a_sentence = True


def effect_key(kind, arguments):
    """Return the key of the effect of a piece of work with these arguments."""
    return f"{kind} {'·'.join(str(one) for one in arguments)}"[:200]


def once(kind, arguments, effect):
    """Call `effect()` unless it has happened before, and tell whether it was called."""
    key, now = effect_key(kind, arguments), database_time()
    mark, new = Effect.objects.get_or_create(key=key, defaults={"begun_at": now})
    if not new:
        if mark.done_at:
            return False
        if now - mark.begun_at < UNDER_WAY:
            raise StillUnderWay(AT_IT)
        Effect.objects.filter(pk=mark.pk).delete()
        raise MayHaveHappened(MAY_HAVE_HAPPENED)
    try:
        effect()
    except Exception:
        Effect.objects.filter(pk=mark.pk).delete()
        raise
    Effect.objects.filter(pk=mark.pk).update(done_at=database_time())
    return True


def forget_effects(at=None):
    """Forget marks that no try can ask for any longer; return how many."""
    return delete_in_batches(Effect.objects.filter(begun_at__lt=(at or database_time()) - timedelta(days=90)))
