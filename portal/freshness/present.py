"""The stamps that are valid now, as this process knows them, in memory alone: a number for each token that grows with each change.

A page is made under a `Present` and holds the numbers of what it read; it is right as long as they are the same. Numbers
grow when another process has announced a change, when this one has, and when a moment passes at which something appears
or goes by itself.
"""

import threading
import time
from dataclasses import dataclass, replace

NEVER = float("inf")
#: A wall clock that goes back further than this has been set.
CLOCK_IS_SET = 0.05


@dataclass(frozen=True)
class Present:
    """The stamps that are valid, since when, until when, and how sure it is.

    `asked_at` (monotonic) is when the shared cache was last asked; `away_since` when the database was last there, None
    while it is; `is_known` tells whether the shared cache answers.
    """

    numbers: dict
    changed_at: dict
    next_moment: float = NEVER
    asked_at: float = -NEVER
    away_since: float | None = None
    is_known: bool = False

    def holds(self, needs):
        """Tell whether what was read under these (token, number) pairs is still the same."""
        numbers = self.numbers
        return all(numbers.get(token) == number for token, number in needs)

    def needs(self, tokens):
        """Return the (token, number) pairs by which `holds` tells later whether these are still the same."""
        return tuple((token, self.numbers.get(token)) for token in tokens)

    def last_change(self, tokens, otherwise):
        """Return the Unix time of the last change of these tokens."""
        return max((self.changed_at.get(token, otherwise) for token in tokens), default=otherwise)


class Knowledge:
    """The present, and how it moves on. Every method is quick and asks nobody; `present` is replaced, never changed.

    `wanted` holds the sources whose next moment must be asked for, each with the moment to ask from; `due` those whose
    moment has passed and whose changes have not been made yet.
    """

    def __init__(self, sources, clock=time.time, steady=time.monotonic):
        self.clock, self.steady = clock, steady
        self._sources = {source.name: source for source in sources}
        self._lock = threading.Lock()
        self._held = {}
        self._moments = {}
        self._offset = None
        self.wanted = dict.fromkeys(self._sources, clock())
        self.due = set(self._sources)
        self.present = Present({}, {})

    def take_in(self, asked_at, held, time_of, database_is_there):
        """Take in what the shared cache holds: `{token: value}`, {} if nothing is new, None if it cannot be asked."""
        with self._lock:
            changed = {token for token, value in (held or {}).items() if self._held.get(token) != value}
            self._held |= held or {}
            self._change(changed, {token: time_of(held[token]) for token in changed})
            present = self.present
            if held is not None and database_is_there:
                self.present = replace(present, is_known=True, away_since=None, asked_at=asked_at)
            else:
                away: float | None = present.asked_at if present.away_since is None else present.away_since
                away = None if database_is_there else away
                self.present = replace(present, is_known=held is not None, away_since=away)

    def doubt(self):
        """Count as not known until the shared cache has answered."""
        with self._lock:
            self.present = replace(self.present, is_known=False)

    def forget(self):
        """Count as never asked, neither for stamps nor for moments."""
        with self._lock:
            self.present = replace(self.present, is_known=False, asked_at=-NEVER, away_since=None)
            self.wanted = dict.fromkeys(self._sources, self.clock())
            self.due = set(self._sources)

    def announce(self, tokens, value, at):
        """This process has changed something and writes `value` into the shared cache."""
        with self._lock:
            self._held |= dict.fromkeys(tokens, value)
            self._change(set(tokens), dict.fromkeys(tokens, at))

    def pass_moments(self):
        """Let go what depends on moments that have passed, if any has; return the present."""
        now = self.clock()
        if now < self.present.next_moment:
            return self.present
        with self._lock:
            for name, moment in list(self._moments.items()):
                if moment <= now:
                    self._pass(name, moment, moment)
            self._show_next_moment()
        return self.present

    def notice_clock(self):
        """Let go what depends on moments when the wall clock has been set back."""
        offset, before = self.clock() - self.steady(), self._offset
        self._offset = offset
        if before is None or offset > before - CLOCK_IS_SET:
            return
        with self._lock:
            for name, source in self._sources.items():
                self._change(set(source.changes), {})
                self._want(name, self.clock())

    def take_moment(self, name, asked_from, asked_at, moment):
        """Take in the next moment of a source; return False if it must be asked for again.

        That is when something has changed meanwhile, and when the moment has passed already.
        """
        moment = moment.timestamp() if moment else NEVER
        with self._lock:
            if self.wanted.get(name) != asked_from:
                return False
            if moment <= asked_at:
                self._pass(name, moment, asked_at)
                return False
            del self.wanted[name]
            self._moments[name] = moment
            self._show_next_moment()
            return True

    def _pass(self, name, moment, asked_from):
        changes = self._sources[name].changes
        self._moments[name] = NEVER
        self.due.add(name)
        self._change(set(changes), dict.fromkeys(changes, moment))
        self.wanted[name] = asked_from

    def _change(self, tokens, changed_at):
        if not tokens:
            return
        numbers = dict(self.present.numbers)
        for token in tokens:
            numbers[token] = numbers.get(token, 0) + 1
        times = {**self.present.changed_at, **changed_at}
        self.present = replace(self.present, numbers=numbers, changed_at=times)
        for name, source in self._sources.items():
            if tokens.intersection(source.said_in):
                self._want(name, self.clock())

    def _want(self, name, moment):
        self.wanted[name] = min(self.wanted.get(name, NEVER), moment)

    def _show_next_moment(self):
        self.present = replace(self.present, next_moment=min(self._moments.values(), default=NEVER))
