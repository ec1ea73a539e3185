"""Sanitised rich text put in order: elements that stand for nothing go, tables get their headers. Pure.

In comes what nh3 let through, out comes the text as it is stored (`news.text.sanitising`).
"""

import re

from .elements import Element, Rule, elements, rewritten

#: From where to where of a text, and what is put there.
Edit = tuple[int, int, str]
NOTHING = re.compile(r"(?:\s|&nbsp;|<br>)*")


def tidied(html: str) -> str:
    """Return sanitised rich text in order; a text without any content becomes the empty string."""
    captions: list[tuple[int, str]] = []

    def caption(element: Element, inside: str) -> str:
        put = _cell(element, inside) or element.with_inside(inside)
        captions.append((element.start, put))
        return put

    def figure(element: Element, _inside: str) -> str | None:
        if "data-chart" not in element.attributes:
            return None
        within = []
        while captions and captions[-1][0] > element.start:
            within.append(captions.pop())
        return element.with_inside(min(within)[1] if within else "")

    rules = {**_RULES, "figcaption": caption, "figure": figure}
    return _without_empty_end(_with_headers(rewritten(html, rules)))


def _picture(element: Element, _inside: str) -> str | None:
    """Drop a picture without a file."""
    return None if {"src", "data-picture"} & element.attributes.keys() else ""


def _span(element: Element, inside: str) -> str | None:
    """Leave of a span that asks for no figure its words alone."""
    return None if "data-figure" in element.attributes else inside


def _footnote(element: Element, _inside: str) -> str | None:
    """Put the sign of a footnote in place of whatever stands in it."""
    return element.with_inside("*") if "data-footnote" in element.attributes else None


def _cell(element: Element, inside: str) -> str | None:
    """Put the words of a cell, list item or caption in it without the one paragraph around them."""
    is_lonely = inside.startswith("<p>") and inside.find("</p>") == len(inside) - len("</p>")
    return element.with_inside(inside[3:-4]) if is_lonely else None


def _with_headers(html: str) -> str:
    """Make a first row of header cells the head of its table, and say of each header cell what it heads."""
    if "<table" not in html:
        return html
    edits: list[Edit] = []
    tables: list[list[Element]] = []
    for one in elements(html, "table", "thead", "tbody", "tr", "th", "td"):
        while tables and tables[-1][0].end <= one.start:
            edits += _edits(tables.pop())
        if one.name == "table":
            tables.append([one])
        elif tables:
            tables[-1].append(one)
    for table in tables:
        edits += _edits(table)
    pieces: list[str] = []
    at = 0
    for start, end, put in sorted(edits):
        pieces += html[at:start], put
        at = end
    return "".join([*pieces, html[at:]])


def _edits(table: list[Element]) -> list[Edit]:
    """Return as (start, end, text) what changes in a table, given as a list of itself, its parts, rows and cells."""
    html = table[0].html
    rows = [one for one in table if one.name == "tr"]
    edits = [
        (one.opened - 1, one.opened - 1, f' scope="{"col" if one.start < rows[0].end else "row"}"')
        for one in table
        if one.name == "th" and "scope" not in one.attributes
    ]
    body = next((one for one in table if one.name == "tbody"), None)
    has_head = any(one.name == "thead" for one in table)
    if body and rows and not has_head and body.start < rows[0].start < body.end:
        row = rows[0]
        cells = [one for one in table if one.name in ("th", "td") and row.start < one.start < row.end]
        if cells and all(one.name == "th" for one in cells):
            edits.append((body.start, row.start, "<thead>"))
            if html[row.end : body.closing].strip():
                edits.append((row.end, row.end, "</thead><tbody>"))
            else:
                edits.append((row.end, body.end, "</thead>"))
    return edits


def _without_empty_end(html: str) -> str:
    """Return the text without the empty paragraphs that editors leave at its end."""
    end = len(html.rstrip())
    while html.endswith("</p>", 0, end):
        start = html.rfind("<p>", 0, end)
        if start < 0 or not NOTHING.fullmatch(html, start + 3, end - 4):
            break
        end = start
        while end and html[end - 1].isspace():
            end -= 1
    return html[:end].lstrip()


_RULES: dict[str, Rule] = {
    "img": _picture,
    "span": _span,
    "sup": _footnote,
    **dict.fromkeys(("li", "td", "th"), _cell),
}
