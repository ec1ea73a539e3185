"""Tables of pasted texts: those that only arrange a page are none, a first row in bold is a head."""

from lxml.html import HtmlElement

from .words import is_bold


def put_tables_right(root: HtmlElement) -> None:
    """Take apart tables of one cell and tables around tables; name the cells that head a table."""
    for table in list(root.iter("table")):
        cells = list(table.iter("td", "th"))
        if len(cells) == 1 or any(inner is not table for inner in table.iter("table")):
            _take_apart(table)
        elif not cells:
            table.tag = "div"
    for table in root.iter("table"):
        row = next(table.iter("tr"), None)
        heads = [cell for cell in row if cell.tag in ("td", "th")] if row is not None else []
        if len(heads) > 1 and all(cell.tag == "td" and _all_bold(cell) for cell in heads):
            for cell in heads:
                cell.tag = "th"


def _take_apart(table: HtmlElement) -> None:
    """Make divisions of a table and its rows and cells; what lies in tables within stays."""
    waiting = [table]
    while waiting:
        element = waiting.pop()
        waiting += [
            inner
            for inner in element
            if inner.tag in ("thead", "tbody", "tfoot", "tr", "td", "th", "caption")
        ]
        element.tag = "div"
        element.attrib.clear()


def _all_bold(cell: HtmlElement) -> bool:
    """Tell whether all words in a cell are bold, and there are any."""
    if not "".join(cell.itertext()).strip():
        return False
    waiting = [cell]
    while waiting:
        element = waiting.pop()
        bold = is_bold(element)
        if bold is True:
            continue
        if (element.text or "").strip():
            return False
        for inner in element:
            if (inner.tail or "").strip():
                return False
            waiting.append(inner)
    return True
