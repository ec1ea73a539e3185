"""Mishaps, work that was to happen by itself and failed: noted once a thing, settled when it succeeds or somebody dismisses it.

Whatever does things item by item calls `note_mishap` in the `except` of one item and `settle` after it succeeded.
"""

import logging
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import override

from .clock import database_time
from .models import Mishap

logger = logging.getLogger(__name__)
ADDRESS = re.compile(r"[^\s<>\"'()\[\]{},;:=]+@[^\s<>\"'()\[\]{},;:]+")
LONGEST_REASON = 500
#: What the desk calls things that fail outside the queue, by kind; work in the queue has the title of its policy.
TITLES: dict[str, Promise] = {}


def reason_of(error):
    """Return why something failed in one line, without a mail address: the kind of the error and its first line.

    What the portal itself refuses is said by its sentence alone, in the first language; the desk translates it.
    """
    if isinstance(error, ValidationError):
        with override(settings.LANGUAGE_CODE):
            return masked(" ".join(str(message) for message in error.messages))[:LONGEST_REASON]
    words = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    name = "" if getattr(error, "is_a_sentence", False) else type(error).__name__
    return masked(": ".join(part for part in (name, words) if part))[:LONGEST_REASON]


def masked(text):
    """Return a text in which mail addresses are hidden."""
    return ADDRESS.sub("…@…", text)


def note_mishap(
    kind, key, error, *, label="", link="", concerns="", urgent=False, work="", arguments=(), task=None,
    next_try_at=None, pauses=(), at=None,
):  # fmt: skip
    """Note that something failed, and return its `Mishap`; `error` is the exception, or why in a sentence.

    It is logged when it is new, and when it fails for another reason than before or for good, not at every try. `concerns`
    is the permission of those who see it on the desk; `urgent` shows it there while it is still tried again
    (`next_try_at`; or `pauses`, the waits after each failure, the last one for ever). Call it outside the transaction
    that failed.
    """
    now = at or database_time()
    reason = masked(error)[:LONGEST_REASON] if isinstance(error, str) else reason_of(error)
    before = Mishap.objects.filter(kind=kind, key=key[:200]).first()
    open_before = before if before is not None and before.settled_at is None else None
    count = open_before.count + 1 if open_before else 1
    if pauses:
        next_try_at = now + pauses[min(count, len(pauses)) - 1]
    told = {
        "label": str(label)[:200], "link": link, "reason": reason, "concerns": concerns, "urgent": urgent, "work": work,
        "arguments": list(arguments), "task": task, "last_seen_at": now, "next_try_at": next_try_at,
    }  # fmt: skip
    if before is None:
        try:
            with transaction.atomic():
                mishap = Mishap.objects.create(kind=kind, key=key[:200], first_seen_at=now, **told)
        except IntegrityError:  # another process has noted it at this moment
            return Mishap.objects.get(kind=kind, key=key[:200])
    else:
        Mishap.objects.filter(pk=before.pk).update(
            **told,
            settled_at=None,
            settled_by=None,
            count=count,
            first_seen_at=open_before.first_seen_at if open_before else now,
        )
        mishap = Mishap.objects.get(pk=before.pk)
    known = open_before is not None and open_before.reason == reason
    for_good = next_try_at is None and open_before is not None and open_before.next_try_at is not None
    if not known or for_good:
        _log(mishap, error)
    return mishap


def settle(kind, key, by=None, at=None):
    """Note that something that may have failed has succeeded, or was dismissed `by` somebody; return whether it had."""
    open_one = Mishap.objects.open().filter(kind=kind, key=key[:200])
    if not open_one.exists():
        return False
    return bool(open_one.update(settled_at=at or database_time(), settled_by=by, next_try_at=None))


def _log(mishap, error):
    trace = error if isinstance(error, BaseException) and mishap.next_try_at is None else None
    after = f"tried again at {mishap.next_try_at:%Y-%m-%d %H:%M:%S %Z}" if mishap.next_try_at else "given up"
    if trace is not None and ADDRESS.search(str(trace)):
        trace = None
    logger.error(
        "%s %s failed (%s): %s", mishap.kind, mishap.key, after, mishap.reason,
        exc_info=(type(trace), trace, trace.__traceback__) if trace is not None else None,
    )  # fmt: skip
