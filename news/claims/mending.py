"""Mending what contradicts the figures: as little as puts it right, in the words that stand there."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .claim import Measure, Move, Number, Span, Unit
from .comparing import Contradiction, Why

#: Words for what did not move, and for a movement whose size is told, by language.
_UNCHANGED = {"en": "unchanged", "zh-hans": "持平"}
_MOVED = {"en": {1: "up {}%", -1: "down {}%"}, "zh-hans": {1: "上涨{}%", -1: "下跌{}%"}}
_UNITS = {
    "en": {Unit.PERCENT: "%", Unit.POINTS: " points"},
    "zh-hans": {Unit.PERCENT: "%", Unit.POINTS: "点"},
}
_MINUS = "−"
#: English says “up” of what it also says “unchanged” of; after a verb it takes one more word.
_ADVERBS = frozenset(["up", "down", "higher", "lower", "dearer", "cheaper"])


@dataclass(frozen=True)
class Mending:
    """A stretch of a passage and what to write there."""

    span: Span
    text: str


def mending_of(found: Contradiction, language: str) -> Mending:
    """Return what puts a contradiction right."""
    claim = found.claim
    text, number, move = claim.passage.text, claim.number, claim.move
    if number is None:
        assert move is not None  # one of the two says something
        return Mending(move.span, _instead(move, text, found.right, language))
    if move is None or not _word_is_wrong(found, move):
        return _of_number(found, number, move, language)
    if found.right == 0 or move.direction == 0:
        span = Span(min(move.span.start, number.span.start), max(move.span.end, number.end))
        return Mending(span, _instead(move, text, found.right, language))
    put = _of_number(found, number, move, language)
    word = _like(text[move.span.start : move.span.end], move.opposite)
    if found.why is Why.DIRECTION and not number.sign:
        return Mending(move.span, word)
    if move.span.start < put.span.start:
        between = text[move.span.end : put.span.start]
        return Mending(Span(move.span.start, put.span.end), f"{word}{between}{put.text}")
    between = text[put.span.end : move.span.start]
    return Mending(Span(put.span.start, move.span.end), f"{put.text}{between}{word}")


def _word_is_wrong(found: Contradiction, move: Move) -> bool:
    way = (found.right > 0) - (found.right < 0)
    return move.negated or move.direction != way


def _instead(move: Move, text: str, right: Decimal, language: str) -> str:
    """Return what says the direction that is right where a word of direction stands."""
    written = text[move.span.start : move.span.end]
    way = (right > 0) - (right < 0)
    if move.negated and move.opposite:
        return _like(written, move.opposite)
    if move.direction and way == -move.direction and move.opposite:
        return _like(written, move.opposite)
    if way == 0:
        unchanged = _UNCHANGED[language]
        verb = language == "en" and written.lower() not in _ADVERBS
        return _like(written, f"was {unchanged}" if verb else unchanged)
    return _like(written, _MOVED[language][way].format(_written(right, 2)))


def _of_number(found: Contradiction, number: Number, move: Move | None, language: str) -> Mending:
    text = found.claim.passage.text
    is_level = found.claim.measure is Measure.LEVEL
    unit = Unit.POINTS if is_level else Unit.PERCENT
    wrong_unit = number.unit not in (Unit.NONE, unit)
    decimals = max(number.decimals, 2)
    size = _written(found.right, decimals, "," in text[number.span.start : number.span.end])
    sign = ""
    if number.sign and not (move is not None and found.right and not is_level and move.direction):
        sign = _sign(found.right, text[number.span.start])
    if text.startswith("百分之", number.span.start):
        return Mending(number.span, f"{size}%")
    if not wrong_unit:
        return Mending(number.span, sign + size)
    return Mending(Span(number.span.start, number.end), sign + size + _UNITS[language][unit])


def _sign(right: Decimal, written: str) -> str:
    if right == 0:
        return ""
    if right > 0:
        return "+"
    return _MINUS if written == "+" else written


def _written(right: Decimal, decimals: int, grouped: bool = False) -> str:
    size = abs(right).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{size:,}" if grouped else f"{size}"


def _like(before: str, after: str) -> str:
    """Return words with a capital where those before them had one."""
    return after[:1].upper() + after[1:] if before[:1].isupper() else after
