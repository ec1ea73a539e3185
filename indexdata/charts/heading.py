"""The lines above the plot: title (in a file of its own), newest value (narrow), unit and legend."""

from .labels import newest_blocks
from .lines import line_class, mark_class
from .shapes import Marker, Path, TextRow
from .sheet import Sheet
from .text import measure, wrapped


def draw_heading(sheet: Sheet, y: float) -> float:
    """Draw the heading from `y` down; return where the plot may begin."""
    if sheet.standalone:
        for text in wrapped(sheet.chart.title, sheet.width - 2 * sheet.margin, 19, 2):
            sheet.text(sheet.margin, y + 18, text, "kc-title")
            y += 26
    if sheet.points and sheet.newest_in_heading:
        for block in newest_blocks(sheet, sheet.lines[0]):
            tall = max(size for *_, size in block.rows)
            row = [(text, css) for text, css, _ in block.rows]
            sheet.add(TextRow(sheet.margin, y + tall * 0.85, row))
            y += tall + 6
    return _draw_legend(sheet, y)


def _draw_legend(sheet: Sheet, y: float) -> float:
    x: float = sheet.margin
    entries = _legend(sheet)
    for text, stroke, mark in entries:
        sample = 28 if stroke else 0
        needed = sample + measure(text, 12.5)
        if x > sheet.margin and x + needed > sheet.width - sheet.margin:
            x, y = sheet.margin, y + 19
        if stroke:
            sheet.add(Path([[(x, y + 10), (x + 22, y + 10)]], stroke))
        if mark:
            sheet.add(Marker(x + 11, y + 10, mark, mark_class(mark)))
        sheet.text(x + sample, y + 14, text, "kc-legend" if stroke else "kc-unit")
        x += needed + 20
    return y + (30 if entries else 10)


def _legend(sheet: Sheet) -> list[tuple[str, str, int]]:
    """Entries (text, class of a sample stroke, number of a mark), the unit first."""
    entries = [(sheet.chart.unit, "", 0)] if sheet.chart.unit else []
    if sheet.several and sheet.narrow:
        room = sheet.width - 2 * sheet.margin - 30
        entries += [
            (wrapped(line.label, room, 12.5, 1)[0], f"kc-line {line_class(line.number)}", line.number)
            for line in sheet.lines
        ]
    kinds = {point.demonstration for point in sheet.points}
    estimates = any(line.holds_estimates for line in sheet.lines)
    if not sheet.several and False in kinds and (True in kinds or estimates):
        entries.append((sheet.words["published"], "kc-line kc-line--1", 0))
    if estimates:
        entries.append((sheet.words["estimated"], "kc-line kc-line--1 kc-estimate", 0))
    if True in kinds:
        entries.append((sheet.words["demonstration"], "kc-line kc-line--1 kc-demo", 0))
    return entries
