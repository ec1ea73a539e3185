"""Spells beside the figures that were held before: those that the figures deny, and what to write instead."""

from dataclasses import dataclass, field
from decimal import Decimal

from indexdata.arithmetic.periods import Period, period_label, previous_period
from indexdata.enums import Frequency

from .claim import Span
from .mending import Mending
from .spell_words import like
from .spells import Spell

#: So many issues without a figure are looked over where nothing was issued.
MOST_GAPS = 12


@dataclass(frozen=True)
class History:
    """The values of an index by period up to the release, and the periods without an issue."""

    period: Period
    frequency: Frequency
    values: dict[Period, Decimal] = field(default_factory=dict)
    gaps: frozenset[Period] = frozenset()

    def before(self, period: Period) -> Period | None:
        """Return the issue before one, looking over recorded gaps; None where no value of it is held."""
        for _gap in range(MOST_GAPS):
            period = previous_period(period, self.frequency)
            if period in self.values:
                return period
            if period not in self.gaps:
                return None
        return None

    def run(self) -> tuple[int, int, bool]:
        """Return (direction, how many changes in a row had it, whether there may be more of which nothing is held)."""
        direction = count = 0
        period = self.period
        while (earlier := self.before(period)) is not None:
            way = (self.values[period] > self.values[earlier]) - (self.values[period] < self.values[earlier])
            if not count:
                direction = way
            if way != direction or not way:
                return direction, count, False
            count, period = count + 1, earlier
        return direction, count, True

    def beyond(self, direction: int) -> Period | None:
        """Return the last issue before in which the index stood higher (1) or lower (-1), None where none is held."""
        own = self.values[self.period]
        return max(
            (
                period
                for period, value in self.values.items()
                if period < self.period and (value - own) * direction > 0
            ),
            default=None,
        )


@dataclass(frozen=True)
class Denied:
    """A spell that the figures deny: about which index, and what is right.

    Of changes in a row (`count`, `direction`) up to the release; else the `earlier` issue that stood beyond it.
    """

    spell: Spell
    path: str
    direction: int = 0
    count: int = 0
    earlier: Period | None = None


@dataclass(frozen=True)
class Spells:
    """The spells of a text beside the figures: how many agree, which are denied, which stay unchecked."""

    agreeing: int
    denied: tuple[Denied, ...]
    unchecked: tuple[Spell, ...]


def compare_spells(spells: list[Spell], histories: dict[str, History]) -> Spells:
    """Compare spells with what is held. One that may be about several indices is denied only when it is for all of them."""
    agreeing, denied, unchecked = 0, [], []
    for spell in spells:
        verdicts = [_verdict(spell, path, histories.get(path)) for path in spell.subjects]
        found = [verdict for verdict in verdicts if isinstance(verdict, Denied)]
        if found and len(found) == len(verdicts):
            denied.append(found[0])
        elif True in verdicts:
            agreeing += 1
        else:
            unchecked.append(spell)
    return Spells(agreeing, tuple(denied), tuple(unchecked))


def _verdict(spell: Spell, path: str, history: History | None) -> Denied | bool | None:
    if history is None or history.period not in history.values:
        return None
    if spell.since is not None:
        beyond = history.beyond(spell.direction)
        if beyond is not None and beyond > spell.since:
            return Denied(spell, path, earlier=beyond)
        looked_at = any(spell.since < period < history.period for period in history.values)
        return True if looked_at else None
    direction, count, may_be_more = history.run()
    if not count and may_be_more:
        return None
    if direction != spell.direction:
        return Denied(spell, path, direction, count)
    if count < spell.count:
        return None if may_be_more else Denied(spell, path, direction, count)
    return True if count == spell.count else Denied(spell, path, direction, count)


def mending_of_spell(denied: Denied, history: History, language: str) -> Mending:
    """Return what puts a denied spell right."""
    spell = denied.spell
    if spell.is_run:
        return _of_run(denied, language)
    earlier = denied.earlier
    assert earlier is not None  # it was denied by it
    high = spell.direction > 0
    if earlier == history.before(history.period):  # no high at all: its level says it plainly
        value = f"{history.values[history.period]:,}"
        text = spell.passage.text
        if language == "en":
            start = (
                spell.span.start - 4
                if text[: spell.span.start].lower().endswith("the ")
                else spell.span.start
            )
            return Mending(Span(start, spell.span.end), f"{value} points")
        return Mending(spell.span, f"报{value.replace(',', '')}点")
    label = period_label(earlier, history.frequency, language)
    if language == "en":
        return Mending(spell.span, f"{'highest' if high else 'lowest'} since {label}")
    return Mending(spell.span, f"创{label}以来{'新高' if high else '新低'}")


def _of_run(denied: Denied, language: str) -> Mending:
    spell = denied.spell
    assert spell.counted is not None
    written = spell.passage.text[spell.counted.start : spell.counted.end]
    if denied.direction == spell.direction and denied.count > 1:
        return Mending(spell.counted, like(denied.count, written.lower(), language))
    if spell.form == "run-weeks":
        return Mending(spell.span, "in this issue" if language == "en" else "本期")
    if language == "en":
        noun = {1: "rise", -1: "fall"}.get(denied.direction, "change")
        if denied.direction and denied.count > 1:
            return Mending(spell.span, f"{like(denied.count, 'third', language)} {noun} in a row")
        return Mending(spell.span, f"first {noun}" if denied.direction else "first issue without a change")
    said = spell.passage.text[spell.span.start : spell.span.end]
    up, down = ("升", "降") if "升" in said or "降" in said else ("涨", "跌")  # of prices, of prosperity
    if denied.direction and denied.count > 1:
        verb = up if denied.direction > 0 else down
        return Mending(spell.span, f"连{verb}{like(denied.count, '三', language)}期")
    return Mending(spell.span, {1: f"上{up}", -1: f"下{down}"}.get(denied.direction, "持平"))
