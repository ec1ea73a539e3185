"""Spells in a text: so many rises or falls in a row, and the highest or lowest since a day; found by their words, in both languages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from indexdata.arithmetic.periods import MONTHS, Period
from indexdata.enums import Frequency

from .claim import Passage, Span
from .clauses import Issue
from .spell_words import FORMS, SIGNS, whole
from .tokens import Kind, Token, folded

#: A day before every issue: “a record”.
EVER = date(1900, 1, 1)
#: So many spells of a passage are looked at: no paragraph of a commentary has more.
MOST = 20
DAYS = {"week": 7, "month": 30.44, "year": 365.25}


@dataclass(frozen=True)
class Spell:
    """One spell that a passage tells: of which indices (paths), in which direction, how long or since when.

    `count` is the number of changes in a row (`counted`: where it is written). Of the highest and the lowest `since` is the last
    day that is not looked at, and `count` 0. Without `subjects` nobody can tell what it is about: it stays unchecked.
    """

    passage: Passage
    direction: int
    span: Span
    form: str
    count: int = 0
    counted: Span | None = None
    since: Period | None = None
    subjects: tuple[str, ...] = ()

    @property
    def is_run(self) -> bool:
        """Tell whether changes in a row are counted."""
        return self.since is None


def spells_of(passage: Passage, tokens: list[Token], issue: Issue, language: str) -> list[Spell]:
    """Return the spells of a passage; what is asked, denied, expected or told of another time is none."""
    text = folded(passage.text).lower()
    if len(text) != len(passage.text) or not any(word in text for word in SIGNS.get(language, ())):
        return []
    found: list[Spell] = []
    for form, pattern in FORMS[language]:
        for match in pattern.finditer(text):
            span = Span(match.start(), match.end())
            if any(span.start < one.span.end and one.span.start < span.end for one in found):
                continue
            spell = _spell(passage, tokens, issue, language, form, match)
            if spell is not None:
                found.append(spell)
            if len(found) == MOST:
                return found
    return found


def without_spells(tokens: list[Token], spells: list[Spell]) -> list[Token]:
    """Return tokens in which the day since when something is the highest is no day that a number belongs to."""
    since = [one.span for one in spells if not one.is_run]
    if not since:
        return tokens
    return [
        token._replace(kind=Kind.FILL)
        if any(span.start < token.end and token.start < span.end for span in since)
        else token
        for token in tokens
    ]


def _spell(
    passage: Passage, tokens: list[Token], issue: Issue, language: str, form: str, match: re.Match[str]
) -> Spell | None:
    parts = match.groupdict()
    sentence = _sentence(tokens, match.start())
    if any(
        token.kind in (Kind.MAYBE, Kind.NOT, Kind.ASKS, Kind.ELSEWHEN)
        and not match.start() <= token.start < match.end()
        for token in sentence
    ):
        return None  # fmt: skip
    direction = _direction(parts, sentence, match)
    if not direction:
        return None
    span, subjects = Span(match.start(), match.end()), _subjects(sentence, match.start())
    if form.startswith("run"):
        count, unit = whole(parts["count"], language), parts.get("unit") or ""
        if not 2 <= count <= 99:
            return None
        if not _is_issue(unit, issue):
            subjects = ()
        counted = Span(match.start("count"), match.end("count"))
        return Spell(passage, direction, span, form, count, counted, None, subjects)
    since = _since(parts, issue, language)
    return None if since is None else Spell(passage, direction, span, form, since=since, subjects=subjects)


def _sentence(tokens: list[Token], at: int) -> list[Token]:
    sentence: list[Token] = []
    for token in tokens:
        sentence.append(token)
        if token.kind in (Kind.STOP, Kind.ASKS):
            if token.start >= at:
                break
            sentence = []
    return sentence


def _direction(parts: dict[str, str | None], sentence: list[Token], match: re.Match[str]) -> int:
    """Return the direction that a spell says itself, else that of the word before or right behind it; 0 where none is there."""
    if parts.get("up") or parts.get("down"):
        return 1 if parts.get("up") else -1
    moves = [token for token in sentence if token.kind in (Kind.MOVE, Kind.NOUN) and token.value[0]]
    before = [token for token in moves if token.start < match.end()]
    behind = [token for token in moves if token.start >= match.end() and token.start - match.end() <= 3]
    chosen = behind[:1] if "ahead" in parts or not before else before[-1:]
    return next((token.value[0] for token in chosen), 0)


def _subjects(sentence: list[Token], at: int) -> tuple[str, ...]:
    """Return the paths of the index that is named last before a place; none where something else is spoken of in between."""
    subjects: tuple[str, ...] = ()
    last: Token | None = None
    for token in sentence:
        if token.start >= at:
            break
        glued = last is not None and last.end == token.start and last.kind in (Kind.UNKNOWN, Kind.NAME)
        if token.kind is Kind.NAME:
            subjects = () if glued else tuple(token.value)
        elif token.kind is Kind.EITHER and not subjects:
            subjects = tuple(token.value[0])
        elif token.kind is Kind.OTHER or (
            token.kind is Kind.UNKNOWN
            and last is not None
            and last.kind is Kind.NAME
            and last.end == token.start
        ):
            subjects = ()  # fmt: skip
        elif token.kind is Kind.LINK and subjects:
            subjects = ()  # two of them: each may be meant
        last = token
    return subjects


def _is_issue(unit: str, issue: Issue) -> bool:
    """Tell whether a unit of time is that of the issues, so that changes can be counted by it."""
    if unit.startswith(("week", "周", "星期")):
        return issue.frequency == Frequency.WEEKLY
    if unit.startswith(("month", "月", "个月")):
        return issue.frequency == Frequency.MONTHLY
    return True


def _since(parts: dict[str, str | None], issue: Issue, language: str) -> Period | None:
    own = issue.period
    if parts.get("ever"):
        return EVER
    if parts.get("year_so_far"):
        return date(own.year - 1, 12, 31)
    if parts.get("count"):
        count, unit = whole(parts["count"] or "", language), parts.get("unit") or ""
        if not count:
            return None
        return own - timedelta(days=round(count * _days(unit, issue)))
    year, month, day = _date(parts)
    if not (year or month):
        return None
    year = year or (own.year if month < own.month else own.year - 1)
    try:
        if day:
            since = date(year, month, day)
        elif month:
            since = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        else:
            since = date(year, 12, 31)
    except ValueError:
        return None
    return since if since < own else None


def _days(unit: str, issue: Issue) -> float:
    for words, name in (
        (("week", "周", "星期"), "week"),
        (("month", "月", "个月"), "month"),
        (("year", "年"), "year"),
    ):
        if unit.startswith(words):
            return DAYS[name]
    return DAYS["week" if issue.frequency == Frequency.WEEKLY else "month"]


def _date(parts: dict[str, str | None]) -> tuple[int, int, int]:
    written = (parts.get("month") or "").lower()
    named = next(
        (at for at, name in enumerate(MONTHS, 1) if written and name.lower().startswith(written[:3])), 0
    )
    month = int(written) if written.isdigit() else named
    return int(parts.get("year") or parts.get("year_alone") or 0), month, int(parts.get("day") or 0)


def told(spells: Iterable[Spell]) -> set[str]:
    """Return the paths of the indices that spells are about."""
    return {path for spell in spells for path in spell.subjects}
