"""The claim of a cell of a table: the head of its row names the index, that of its column what is told of it."""

from collections.abc import Callable

from .claim import Claim, Measure, Passage, Reference
from .tokens import Kind, Token

#: What heads a column of levels.
_LEVELS = frozenset([
    "points", "point", "level", "value", "index", "index points", "closing level", "this issue",
    "点位", "点", "指数", "数值", "本期", "本期点位", "指数值", "收报",
])  # fmt: skip


def claims_of_cell(passage: Passage, tokens_of: Callable[[str], list[Token]]) -> list[Claim]:
    """Return what a cell says: one number at most. Heads, and cells with words beside the number, say nothing here."""
    cell = passage.cell
    if cell is None or not cell.row or not cell.column:
        return []
    tokens = tokens_of(passage.text)
    numbers = [token for token in tokens if token.kind is Kind.NUMBER]
    if len(numbers) != 1 or any(token.kind not in (Kind.NUMBER, Kind.FILL) for token in tokens):
        return []
    number = numbers[0].value
    measure = _measure(cell.column, tokens_of(cell.column))
    if measure is None:
        return [Claim(passage, Measure.LEVEL, number=number)] if number.unit else []
    names = [token.value for token in tokens_of(cell.row) if token.kind not in (Kind.FILL, Kind.ARTICLE)]
    known = len(names) == 1 and isinstance(names[0], tuple) and names[0] and isinstance(names[0][0], str)
    return [Claim(passage, measure, tuple(names[0]) if known else (), number=number)]


def _measure(head: str, tokens: list[Token]) -> Reference | None:
    for token in tokens:
        if token.kind is Kind.REFERENCE:
            return Measure(token.value)
    return Measure.LEVEL if head.strip().lower().strip("（()） ") in _LEVELS else None
