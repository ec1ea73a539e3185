"""The worker: takes work from the queue, one piece at a time, and notices what other workers left unfinished.

- Looking for work locks nothing: rows are read, and one is taken with a conditional update, so each is taken once.
- A thread says every few seconds that the process lives. Work whose worker has not been seen for `lost_after` seconds is
  done again.
- Nothing that work does ends the worker: exceptions are noted, work that takes too long is interrupted, and while the
  database is away the worker waits for it.
- SIGTERM or SIGINT: the work in hand is finished, or given back after `finish_within` seconds; a second one gives it back now.
"""

import logging
import os
import random
import signal
import socket
import threading
import time
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Q
from django.dispatch import Signal
from django_tasks_db.models import DBTaskResult, get_date_max

from foundation.clocks import CLOCKS_DIFFER

from . import chores, trying
from .clock import database_time
from .models import WorkerRecord
from .work import policy_of

logger = logging.getLogger(__name__)
LOOKED_AT = 20
CHORES_EVERY, LOST_EVERY = 5.0, 10.0
LONGEST_WAIT_FOR_DATABASE = 30.0
#: Sent by a process that is going to work in the background, before it asks the database for anything.
begins = Signal()


class TookTooLong(Exception):
    """Work was interrupted because it took longer than its kind may."""


class Interrupted(BaseException):
    """Work is interrupted because the worker has to end; no `except Exception` of the work catches it."""


class Worker:
    """One worker; `run()` returns when it has been told to end, or with `until_empty` when nothing is ready."""

    def __init__(
        self, *, interval=1.0, lost_after=60.0, finish_within=8.0, until_empty=False, with_chores=True
    ):
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{os.urandom(4).hex()}"
        self.interval, self.lost_after, self.finish_within = interval, lost_after, finish_within
        self.until_empty, self.with_chores = until_empty, with_chores
        self.ending, self.busy, self.done = False, False, 0
        self._ahead, self._next, self._clock_zero = [], {}, None
        self._ended = threading.Event()

    def run(self):
        """Work until told to end."""
        begins.send(type(self))
        signal.signal(signal.SIGTERM, self._told_to_end)
        signal.signal(signal.SIGINT, self._told_to_end)
        signal.signal(signal.SIGALRM, self._time_is_up)
        beat = threading.Thread(target=self._say_that_it_lives, daemon=True)
        trouble = 0
        while not self.ending:
            try:
                if not beat.is_alive():
                    self._note_life()
                    beat = threading.Thread(target=self._say_that_it_lives, daemon=True)
                    beat.start()
                worked = self.turn()
                trouble = 0
            except Exception as error:  # the database is away, or answers nonsense: wait for it
                if not trouble:
                    logger.error(
                        "Background work waits: %s", str(error).splitlines()[0] if str(error) else error
                    )
                trouble += 1
                worked = False
                connection.close()
                self._pause(min(LONGEST_WAIT_FOR_DATABASE, self.interval * 2 ** min(trouble, 6)))
            if not worked and not trouble:
                if self.until_empty:
                    break
                self._pause(self.interval)
        self._ended.set()
        self._say_goodbye()

    def turn(self):
        """Look after what is due, then take and do one piece of work; tell whether there was one."""
        close_old_connections()
        if self._is_time("lost", LOST_EVERY):
            self.find_lost()
        if self.with_chores and self._is_time("chores", CHORES_EVERY):
            chores.hand_in_due()
        stored = self.take()
        if stored is None:
            return False
        self.do(stored)
        return True

    def take(self):
        """Take the next piece of work and return it, or None when nothing is ready."""
        now = database_time()
        ready = Q(run_after=get_date_max()) | Q(run_after__lte=now)
        for fresh in (False, True):
            if fresh:
                rows = DBTaskResult.objects.filter(ready, status=trying.READY)
                self._ahead = list(rows.order_by("-priority", "run_after", "enqueued_at")[:LOOKED_AT])
                random.shuffle(self._ahead) if len(self._ahead) == LOOKED_AT else self._ahead.reverse()
            while self._ahead:
                row = self._ahead.pop()
                known = {"pk": row.pk, "status": trying.READY, "run_after": row.run_after}
                row.status, row.started_at = trying.RUNNING, now
                row.worker_ids = [*row.worker_ids, self.name]
                taken = DBTaskResult.objects.filter(**known).update(
                    status=row.status, started_at=now, worker_ids=row.worker_ids
                )
                if taken:
                    return row
        return None

    def do(self, stored):
        """Do a piece of work and note what became of it."""
        try:
            self.busy = True
            signal.setitimer(signal.ITIMER_REAL, policy_of(stored.task_path).seconds)
            try:
                if self.ending:
                    raise Interrupted
                value = stored.task.call(*stored.args_kwargs["args"], **stored.args_kwargs["kwargs"])
            finally:
                self.busy = False
                signal.setitimer(signal.ITIMER_REAL, 0)
        except Interrupted:
            connection.close()
            trying.given_back(stored)
        except BaseException as error:
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            trying.failed(stored, error)
        else:
            trying.succeeded(stored, value)
        self.done += 1

    def find_lost(self):
        """Have done again what workers that are gone had begun, and what this one could not note the end of.

        Work that waits longer than any pause because the clock was set back meanwhile is ready too.
        """
        now = database_time()
        lately = (now - timedelta(seconds=self.lost_after), now + CLOCKS_DIFFER)
        alive = set(WorkerRecord.objects.filter(seen_at__range=lately).values_list("name", flat=True))
        alive.discard(self.name)
        for stored in DBTaskResult.objects.filter(status=trying.RUNNING):
            holder = stored.worker_ids[-1] if stored.worker_ids else ""
            is_long_ago = not lately[0] <= stored.started_at <= lately[1]
            if holder not in alive and (holder == self.name or is_long_ago):
                trying.lost(stored)
        if self._clock_may_have_been_set_back(now):
            ahead = DBTaskResult.objects.filter(status=trying.READY, run_after__lt=get_date_max())
            for stored in ahead.filter(run_after__gt=lately[1]).iterator(chunk_size=LOOKED_AT):
                if stored.run_after > lately[1] + trying.pause_before(stored):
                    trying.ready_now(stored)
        WorkerRecord.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()

    def _clock_may_have_been_set_back(self, now):
        """Tell whether it was since the last look, and at the first look: much work may wait, and is not read each time."""
        zero = now - timedelta(seconds=time.monotonic())
        before, self._clock_zero = self._clock_zero, zero
        return before is None or zero < before - CLOCKS_DIFFER

    def _is_time(self, what, seconds):
        now = time.monotonic()
        if now < self._next.get(what, 0.0):
            return False
        self._next[what] = now + seconds
        return True

    def _pause(self, seconds):
        until = time.monotonic() + seconds
        while not self.ending and time.monotonic() < until:
            time.sleep(min(0.5, max(0.0, until - time.monotonic())))

    def _told_to_end(self, signum, frame):
        again, self.ending = self.ending, True
        if self.busy:
            signal.setitimer(signal.ITIMER_REAL, 0.001 if again else self.finish_within)

    def _time_is_up(self, signum, frame):
        if not self.busy:
            return
        self.busy = False
        raise Interrupted if self.ending else TookTooLong("It took longer than it may.")

    def _note_life(self):
        now = database_time()
        row, new = WorkerRecord.objects.get_or_create(
            name=self.name, defaults={"started_at": now, "seen_at": now}
        )
        if not new:
            WorkerRecord.objects.filter(pk=row.pk).update(seen_at=now)

    def _say_that_it_lives(self):
        while not self._ended.wait(self.lost_after / 6):
            try:
                self._note_life()
            except Exception:  # the main thread waits for the database too, and says so
                connection.close()
        connection.close()

    def _say_goodbye(self):
        try:
            WorkerRecord.objects.filter(name=self.name).delete()
        except DatabaseError:
            connection.close()
