"""Declaring a piece of background work, and handing it in.

    @in_background("news.reply-letter", _("Letter about a reply"), concerns="news.moderate_comment")
    def send_reply_letter(comment_id, subscription_id): ...

    hand_in(send_reply_letter, comment.pk, subscription.pk)

Arguments are numbers and short words: no address, no token, no text of a person stands in the queue. Work may be run more
than once (a worker can die at any moment); what must not happen twice goes through `foundation.background.once`.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.db import connection, transaction
from django.utils.module_loading import import_string
from django_tasks import task as django_task
from django_tasks import task_backends

if TYPE_CHECKING:
    from .queue import Queue

#: How long to wait before each further try; after the last one it has failed for good.
GROWING = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8),
)  # fmt: skip
TEN_MINUTES = 600
LONGEST_KEY = 200


@dataclass(frozen=True)
class Policy:
    """The rules for a piece of work: its kind and title, pauses between tries, seconds it may take, whom it concerns.

    `urgent` work is shown on the desk from its first failure. `private` work has an address of a person among its arguments:
    they are wiped when it has ended, and kept nowhere else. `describe` gets the arguments and returns (name, address)
    of what it is about, for people.
    """

    kind: str
    title: str
    pauses: tuple = GROWING
    seconds: int = TEN_MINUTES
    concerns: str = ""
    urgent: bool = False
    private: bool = False
    describe: Callable | None = None

    def key(self, arguments):
        """Return what tells one thing of this kind from another."""
        words = "·".join(str(one) for one in arguments)
        if self.private or len(words) > LONGEST_KEY:
            return hashlib.sha256(words.encode()).hexdigest()[:32]
        return words

    def about(self, arguments):
        """Return (name, address) of what the work is about; empty when it is gone or nobody can say."""
        if self.describe is None:
            return "", ""
        try:
            return self.describe(*arguments)
        except Exception:
            return "", ""


POLICIES: dict[str, Policy] = {}
#: Work that libraries declare is done at once; this is how its later tries are treated.
OTHERS = Policy("other", "")


def in_background(kind, title, *, priority=0, **policy):
    """Declare a function as background work; its kind is for ever, `title` says in words what it does."""

    def declare(function):
        made = django_task(priority=priority)(function)
        POLICIES[made.module_path] = Policy(kind, title, **policy)
        return made

    return declare


def policy_of(path):
    """Return how the work with this path is treated; a path that leads nowhere has no policy of its own.

    A path that work had before it was moved leads to it through an import at the old place.
    """
    if path not in POLICIES:
        with suppress(ImportError):
            path = getattr(import_string(path), "module_path", path)
    return POLICIES.get(path, OTHERS)


def policy_named(kind):
    """Return the policy of a kind, or None for one that nothing declares any longer."""
    return next((policy for policy in POLICIES.values() if policy.kind == kind), None)


def hand_in(task, *arguments):
    """Have work done off the request. The queue takes it with the transaction that is under way, or not at all.

    Where no queue is used it is done in this process once the transaction has committed.
    """
    backend = cast("Queue", task_backends[task.backend])
    if backend.at_once and backend.waits_for_commit and connection.in_atomic_block:
        transaction.on_commit(lambda: task.enqueue(*arguments), robust=True)
    else:
        task.enqueue(*arguments)
