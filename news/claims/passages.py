"""Texts cut into passages: a title is one, of rich text each block and each cell of a table."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from news.text.comparing import BLOCKS
from news.text.elements import tags

from .claim import Cell, LiveFigure, Passage

#: Stands for a live figure in the words of a passage, in the editor's script too (static/js/admin/claims.js).
LIVE = "\ufffc"


def plain_passages(name: str, text: str) -> list[Passage]:
    """Return the passages of a text without elements: its lines."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return list(_counted(Passage(name, line) for line in lines if line))


def rich_passages(name: str, html: str) -> list[Passage]:
    """Return the passages of rich text; a cell knows the heads of its row and column."""
    reader = _Cutter(name)
    for before, element, attributes in tags(html):
        reader.take(before, element, attributes)
    reader.flush()
    return list(_counted(reader.found))


def _counted(passages: Iterator[Passage] | list[Passage]) -> Iterator[Passage]:
    seen: Counter[str] = Counter()
    for passage in passages:
        yield replace(passage, occurrence=seen[passage.text])
        seen[passage.text] += 1


@dataclass
class _Table:
    """The table that is being read: its heads, and where in it the reading is."""

    heads: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    rows: int = 0
    column: int = -1


class _Cutter:
    """The passages that were read of a text so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Passage] = []
        self._words: list[str] = []
        self._live: list[tuple[str, str]] = []
        self._hidden: list[str] = []
        self._table: _Table | None = None

    def take(self, before: str, element: str, attributes: dict[str, str] | None) -> None:
        if not self._hidden:
            self._words.append(before)
        if element in BLOCKS or element == "table":
            self.flush()
            self._structure(element, attributes is not None)
        elif element == "br":
            self._words.append(" ")
        elif (
            attributes and not self._hidden and ("data-figure" in attributes or "data-footnote" in attributes)
        ):
            if "data-figure" in attributes:
                self._words.append(LIVE)
                self._live.append((attributes["data-figure"], attributes.get("data-show", "value")))
            self._hidden.append(element)
        elif attributes is None and self._hidden == [element]:
            self._hidden.pop()

    def _structure(self, element: str, opens: bool) -> None:
        if element == "table":
            self._table = _Table() if opens else None
        elif self._table is not None and opens and element == "tr":
            self._table.rows += 1
            self._table.column, self._table.row = -1, []
        elif self._table is not None and opens and element in ("td", "th"):
            self._table.column += 1

    def flush(self) -> None:
        """Keep the words since the last block as a passage."""
        text = " ".join("".join(self._words).split())
        places = (at for at, sign in enumerate(text) if sign == LIVE)
        live = tuple(LiveFigure(at, *one) for at, one in zip(places, self._live, strict=False))
        self._words.clear()
        self._live.clear()
        if text:
            self.found.append(Passage(self.name, text, live=live, cell=self._cell(text)))

    def _cell(self, text: str) -> Cell | None:
        table = self._table
        if table is None or table.column < 0:
            return None
        if table.rows == 1:
            table.heads.extend([""] * (table.column + 1 - len(table.heads)))
            table.heads[table.column] = text
        if table.column == 0:
            table.row = [text]
        heads = table.heads
        column = heads[table.column] if table.column < len(heads) and table.rows > 1 else ""
        return Cell(table.row[0] if table.row and table.column else "", column)
