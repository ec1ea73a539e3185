"""Tokens: the words of a passage that matter for what it says, and the numbers and periods in it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum, auto
from typing import Any, NamedTuple

from .claim import Number, Span, Unit
from .passages import LIVE


class Kind(Enum):
    """The kinds of tokens, by what they are for the reader."""

    NAME = auto()  # an index: a tuple of paths
    EITHER = (
        auto()
    )  # the total, or the index spoken of before: (the total as a tuple of paths, said with “the”)
    MOVE = auto()  # a word of direction: (direction, opposite, loose)
    NOUN = auto()  # a noun of direction, which says something with a number only: (direction, opposite)
    SIDE = auto()  # above or below, which says something with a reference only: (direction, opposite)
    REFERENCE = auto()  # what a change is told against
    PERIOD = auto()  # (year or 0, month, day or 0)
    ELSEWHEN = auto()  # another time, not told exactly
    NUMBER = auto()
    LIVE = auto()
    LEVEL = auto()  # leads to a level
    ASIDE = auto()  # begins a clause that says something of how it came about
    OTHER = auto()  # what is measured is something else: sales, orders, stocks
    PRONOUN = auto()  # the index spoken of before
    LINK = auto()  # joins names
    BREAK = auto()  # ends a clause
    OPEN = auto()  # opens a remark in brackets
    CLOSE = auto()
    STOP = auto()  # ends a sentence
    ASKS = auto()  # ends a question
    MAYBE = auto()  # what is said is not said as a fact
    NOT = auto()
    NEARLY = auto()
    BOUND = auto()  # more than, less than
    EACH = auto()
    IN_TURN = auto()  # numbers belong to the names one by one
    ARTICLE = auto()
    OF = auto()  # what follows belongs to the noun before it
    AGAINST = auto()  # a period that follows is what a change is told against
    FILL = auto()  # says nothing about whose number it is
    UNKNOWN = auto()


class Token(NamedTuple):
    """A stretch of a passage and what it is."""

    kind: Kind
    start: int
    end: int
    value: Any = None


#: A phrase and what it means.
Entries = Mapping[str, tuple[Kind, Any]]

#: Signs of full width, and the minus signs, as one that numbers are read in.
_FULL = {code + 0xFEE0: code for code in map(ord, "0123456789.%+-")} | dict.fromkeys(
    (0x2212, 0xFE63), ord("-")
)
_UNITS = (
    (Unit.PERCENTAGE_POINTS, r"个?百分点|%[ -]?points?\b|percentage[ -]points?\b|pp\b"),
    (Unit.PERCENT, r"%|per ?cent\b|pct\b|个点"),
    (Unit.POINTS, r"(?:index )?points?\b|pts?\b|点"),
)
_NUMBER = re.compile(
    r"(?P<sign>(?<![A-Za-z0-9.])[+\-–—](?=[0-9]))?(?P<number>[0-9]{1,3}(?:,[0-9]{3}){1,3}(?![0-9])(?:\.[0-9]{1,6})?|[0-9]{1,13}(?:\.[0-9]{1,6})?)"
    r" ?(?:" + "|".join(f"(?P<{unit.name}>{words})" for unit, words in _UNITS) + ")?",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})期?(?![0-9])"
    r"|([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?(?![0-9])"
    r"|([0-9]{4}) ?年(?: ?([0-9]{1,2}) ?月份?(?: ?([0-9]{1,2}) ?日)?)?"
    r"|()([0-9]{1,2}) ?月份?(?: ?([0-9]{1,2}) ?日)?"
)
_HAN = "零一二三四五六七八九"
_OF_HUNDRED = re.compile(
    rf"百分之(?:(?P<digits>[0-9]+(?:\.[0-9]+)?)|(?P<han>[{_HAN}十百]{{1,5}}(?:点[{_HAN}]{{1,6}})?))"
)
LONGEST_NUMBER = 12
#: A word, a number or a sign of a text with spaces: names that hold a comma are read as texts are.
_WORD = re.compile(r"[^\W\d_]+(?:['’/&-][^\W\d_]+)*|[0-9]+|[^\s]")


def folded(text: str) -> str:
    """Return a text with digits, signs and letters of the usual width: as long as it was."""
    return text.translate(_FULL)


def number_at(text: str, at: int) -> Number | None:
    """Return the number that begins at a place of a folded text, None where none does."""
    if text.startswith("百分之", at):
        return _of_hundred(text, at)
    match = _NUMBER.match(text, at)
    if match is None or len(match["number"]) > LONGEST_NUMBER:
        return None
    written = match["number"].replace(",", "")
    sign = match["sign"]
    unit = next((unit for unit, _words in _UNITS if match[unit.name]), Unit.NONE)
    return Number(
        size=Decimal(written),
        decimals=len(written.partition(".")[2]),
        sign=0 if sign is None else 1 if sign == "+" else -1,
        unit=unit,
        span=Span(match.start(), match.end("number")),
        end=match.end() if unit else match.end("number"),
    )


def _of_hundred(text: str, at: int) -> Number | None:
    match = _OF_HUNDRED.match(text, at)
    if match is None:
        return None
    written = match["digits"] or _in_digits(match["han"])
    decimals = len(written.partition(".")[2])
    return Number(Decimal(written), decimals, 0, Unit.PERCENT, Span(match.start(), match.end()), match.end())


def _in_digits(words: str) -> str:
    """Return a number in Chinese words, below a thousand, in digits."""
    whole, point, rest = words.partition("点")
    value = part = 0
    for sign in whole:
        if sign in "十百":
            value += (part or 1) * (10 if sign == "十" else 100)
            part = 0
        else:
            part = _HAN.index(sign)
    return f"{value + part}{'.' if point else ''}{''.join(str(_HAN.index(sign)) for sign in rest)}"


def period_at(text: str, at: int) -> Token | None:
    """Return the period that is written in digits at a place of a folded text, None where none is."""
    match = _PERIOD.match(text, at)
    if match is None:
        return None
    written = match.groups()
    first = next(place for place in range(0, 12, 3) if written[place] is not None)
    return Token(Kind.PERIOD, at, match.end(), tuple(int(part or 0) for part in written[first : first + 3]))


class Phrases:
    """Phrases by their beginning: the longest that stands at a place is what counts."""

    def __init__(self, *entries: Entries, words: bool) -> None:
        #: By the first word or sign, the longest first: (the whole phrase, its words or signs, its kind, its value).
        self.by_head: dict[str, list[tuple[tuple[str, ...], Kind, Any]]] = {}
        known: dict[tuple[str, ...], tuple[Kind, Any]] = {}
        for some in entries:
            for phrase, (kind, value) in some.items():
                parts = tuple(_WORD.findall(phrase.lower()) if words else phrase.lower())
                if parts:
                    known.setdefault(parts, (kind, value))
        for parts, (kind, value) in known.items():
            self.by_head.setdefault(parts[0], []).append((parts, kind, value))
        for some_parts in self.by_head.values():
            some_parts.sort(key=lambda one: -len(one[0]))
        self._signs = {
            head: [("".join(parts), kind, value) for parts, kind, value in some]
            for head, some in self.by_head.items()
            if not words
        }

    def at(self, parts: Sequence[str], place: int) -> tuple[int, Kind, Any] | None:
        """Return (how many words it takes, its kind, its value) of the longest phrase at a place among words."""
        some = self.by_head.get(parts[place])
        if some is None:
            return None
        following = parts[place + 1] if place + 1 < len(parts) else ""
        for phrase, kind, value in some:
            length = len(phrase)
            if length == 1 or (phrase[1] == following and tuple(parts[place : place + length]) == phrase):
                return length, kind, value
        return None

    def in_signs(self, text: str, place: int) -> tuple[int, Kind, Any] | None:
        """Return (how many signs it takes, its kind, its value) of the longest phrase at a place of a text in small letters."""
        for phrase, kind, value in self._signs.get(text[place], ()):
            if text.startswith(phrase, place):
                return len(phrase), kind, value
        return None


def tokens_of_words(text: str, phrases: Phrases) -> Iterator[Token]:
    """Yield the tokens of a text in a language that puts spaces between words."""
    text = folded(text)
    pieces = [(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(text)]
    parts = [piece[0].replace("’", "'") for piece in pieces]
    place = 0
    while place < len(pieces):
        _word, start, end = pieces[place]
        token = _token_in_digits(text, start) or _phrase(phrases, parts, place, pieces)
        if token is None:
            token = Token(Kind.UNKNOWN, start, end)
        yield token
        while place < len(pieces) and pieces[place][1] < token.end:
            place += 1


def _phrase(
    phrases: Phrases, parts: Sequence[str], place: int, pieces: Sequence[tuple[str, int, int]]
) -> Token | None:
    found = phrases.at(parts, place)
    if found is None:
        return None
    length, kind, value = found
    return Token(kind, pieces[place][1], pieces[place + length - 1][2], value)


def tokens_of_signs(text: str, phrases: Phrases) -> Iterator[Token]:
    """Yield the tokens of a text in a language without spaces between words; what is unknown comes in one piece."""
    text = folded(text)
    small = text.lower() if len(text.lower()) == len(text) else text
    place = unknown = 0
    while place < len(text):
        token = _token_in_digits(text, place)
        if token is None and (found := phrases.in_signs(small, place)):
            length, kind, value = found
            token = Token(kind, place, place + length, value)
        if token is None and text[place].isspace():
            token = Token(Kind.FILL, place, place + 1)
        if token is None:
            place += 1
            continue
        if unknown < place:
            yield Token(Kind.UNKNOWN, unknown, place)
        yield token
        place = unknown = token.end
    if unknown < len(text):
        yield Token(Kind.UNKNOWN, unknown, len(text))


def _token_in_digits(text: str, at: int) -> Token | None:
    sign = text[at]
    if sign == LIVE:
        return Token(Kind.LIVE, at, at + 1)
    if not (sign.isascii() and sign.isdigit()) and sign not in "+-–—百":
        return None
    if at and sign.isdigit() and text[at - 1].isdigit():
        return None  # the rest of a number that is too long
    if sign.isdigit() and (period := period_at(text, at)):
        return period
    number = number_at(text, at)
    return Token(Kind.NUMBER, at, number.end, number) if number else None


def plain(name: str) -> str:
    """Return a name as phrases are looked up: of the usual width."""
    return unicodedata.normalize("NFKC", name).strip()
