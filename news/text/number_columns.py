"""Columns of numbers in tables of stored text: their cells are told, so that figures stand under one another."""

import re
from itertools import zip_longest

from .elements import Element, elements

CLASS = ' class="is-number"'
#: A cell longer than this is a text, whatever it begins with.
LONGEST = 22
_TAGS = re.compile("<[^>]*>")
_NUMBER = re.compile(
    r"^(?:[a-z]+ ){0,2}[+\-−±≈]?\d[\d,]*(?:\.\d+)?\s*(?:%|点|points?|万|亿)?$", re.IGNORECASE
)


def with_number_columns(element: Element, inside: str) -> str | None:
    """Tell the cells of columns of numbers in a table (a `Rule` of `news.text.elements`); None where there are none.

    A column is one of numbers where at least half of its cells below the head are numbers and none is long. Tables with
    cells that reach over others stay as they are.
    """
    cells = [elements(row.inside, "th", "td") for row in elements(inside, "tr")]
    if any({"colspan", "rowspan", "class"} & set(cell.attributes) for row in cells for cell in row):
        return None
    body = [row for row in cells if any(cell.name == "td" for cell in row)]
    columns = list(zip_longest(*body))
    numbers = {at for at, column in enumerate(columns) if _holds_numbers(column)}
    if not numbers:
        return None
    place = -1

    def told(match: re.Match[str]) -> str:
        nonlocal place
        if match[1] == "tr":
            place = -1
            return match[0]
        place += 1
        return f"<{match[1]}{CLASS}{match[2]}" if place in numbers else match[0]

    return element.with_inside(re.sub(r"<(tr|th|td)(?=[\s>])([^>]*>)", told, inside))


def _holds_numbers(column: tuple[Element | None, ...]) -> bool:
    texts = [_TAGS.sub("", cell.inside).strip() for cell in column if cell is not None]
    if any(cell is not None and cell.name == "th" for cell in column):
        return False
    said = [text for text in texts if text not in ("", "—", "–", "-")]
    numbers = sum(bool(_NUMBER.match(text)) for text in said)
    return bool(numbers) and numbers * 2 >= len(said) and all(len(text) <= LONGEST for text in said)
