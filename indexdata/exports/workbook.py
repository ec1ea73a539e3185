"""Excel workbooks of a table: typed cells, a native chart, and notes. Written row by row, whatever the size.

Text is written as text: no cell holds a formula or a link, and no text becomes a number. Numbers are numbers, negative ones
too; periods and moments are dates. The same table gives the same bytes.
"""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext

from indexdata.enums import Frequency

from .meanings import meaning_of, statuses
from .tables import Plot, Table

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
MOMENTS = ("published_at", "revised_at")
DAY, MONTH, MOMENT = "yyyy-mm-dd", "yyyy-mm", "yyyy-mm-dd hh:mm:ss"
#: All workbooks say the same moment of making, so that the same figures make the same bytes.
MADE = datetime(2000, 1, 1)
WIDE, NARROW = 24, 13
LONGEST_TEXT = 32_767
#: Up to so many points a line shows each of them.
FEW_POINTS = 120
#: The colours of lines on white paper, the first the indigo of the site.
COLOURS = ("#2A3F8F", "#A33B2C", "#2F7A5B", "#8A6A12", "#6B3A78", "#1F7A8C", "#555555", "#B0551D")


def workbook_bytes(table: Table) -> bytes:
    """Return a table as a workbook: the sheets data, chart (where it has one) and notes."""
    import xlsxwriter  # heavy: for the few who ask for a workbook

    file = BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"title": table.plot.title if table.plot else table.stem, "created": MADE})
    writer = _Writer(book, table.frequency)
    data = book.add_worksheet("data")
    writer.table(data, table.columns, table.rows)
    if table.plot and any(points for _name, points in table.plot.lines):
        _chart(book, writer, table.plot)
    _notes(book, writer, table)
    book.close()
    return file.getvalue()


class _Writer:
    """Writes values into cells by their types, never by what they look like."""

    def __init__(self, book, frequency):
        self._monthly = frequency == Frequency.MONTHLY
        made = {name: book.add_format({"num_format": name}) for name in (DAY, MONTH, MOMENT, "0.00")}
        self._period = made[MONTH if self._monthly else DAY]
        self._moment, self._number = made[MOMENT], made["0.00"]
        self.heading = book.add_format({"bold": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def table(self, sheet, columns, rows):
        """Write a line of names and the rows below it."""
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(columns):
            sheet.set_column(column, column, WIDE if name in MOMENTS or "name" in name else NARROW)
        for column, name in enumerate(columns):
            sheet.write_string(0, column, name, self.heading)
        for line, row in enumerate(rows, 1):
            for column, (name, value) in enumerate(zip(columns, row, strict=True)):
                self.cell(sheet, line, column, value, name)

    def cell(self, sheet, line, column, value, name=""):
        """Write one value; what is missing stays an empty cell."""
        if value is None:
            return
        if isinstance(value, Decimal | float):  # most are
            sheet.write_number(line, column, float(value), self._number)
        elif name == "period":
            sheet.write_datetime(line, column, day_of(value), self._period)
        elif name in MOMENTS:
            sheet.write_datetime(
                line, column, datetime.fromisoformat(value).replace(tzinfo=None), self._moment
            )
        elif isinstance(value, bool):
            sheet.write_boolean(line, column, value)
        elif isinstance(value, int):
            sheet.write_number(line, column, value)
        else:
            sheet.write_string(line, column, str(value)[:LONGEST_TEXT])


def day_of(code: str) -> date:
    """Return a period's code as the date that a spreadsheet calculates with: a month is its first day."""
    return date.fromisoformat(code if len(code) > len("2025-06") else f"{code}-01")


def _chart(book, writer, plot: Plot):
    """Write what is drawn into a sheet of its own, published and invented values apart, and the chart beside it."""
    sheet = book.add_worksheet("chart")
    sheet.set_column(0, 0, WIDE if plot.bars else NARROW)
    labels = list(dict.fromkeys(label for _name, points in plot.lines for label, _value, _mark in points))
    columns = []
    for number, (name, points) in enumerate(plot.lines):
        for invented in (False, True):
            values = {label: value for label, value, mark in points if bool(mark) is invented}
            if any(value is not None for value in values.values()):
                columns.append((_named(name, invented), values, number, invented))
    sheet.write_string(0, 0, gettext("Index") if plot.bars else gettext("Period"), writer.heading)
    for column, (name, *_rest) in enumerate(columns, 1):
        sheet.write_string(0, column, name, writer.heading)
    for line, label in enumerate(labels, 1):
        writer.cell(sheet, line, 0, label, "" if plot.bars else "period")
        for column, (_name, values, *_rest) in enumerate(columns, 1):
            writer.cell(sheet, line, column, values.get(label))
    chart = book.add_chart({"type": "bar" if plot.bars else "line"})
    for column, (_name, _values, number, invented) in enumerate(columns, 1):
        colour = COLOURS[number % len(COLOURS)]
        stroke = {"color": colour, "width": 1.5, **({"dash_type": "dash"} if invented else {})}
        look: dict[str, dict] = {"fill": {"color": colour}} if plot.bars else {"line": stroke}
        if not plot.bars and len(labels) <= FEW_POINTS:
            look["marker"] = {
                "type": "circle",
                "size": 4,
                "fill": {"color": colour},
                "border": {"color": colour},
            }
        chart.add_series(
            {
                "name": ["chart", 0, column],
                "categories": ["chart", 1, 0, len(labels), 0],
                "values": ["chart", 1, column, len(labels), column],
                **look,
            }
        )
    chart.set_title({"name": _text(plot.title), "overlay": False, "name_font": {"size": 12}})
    if plot.bars:
        chart.set_y_axis({"reverse": True, "label_position": "low"})
        chart.set_x_axis({"name": _text(plot.unit)})
    else:
        chart.set_x_axis({"date_axis": True, "num_format": MONTH, "label_position": "low"})
        chart.set_y_axis({"name": _text(plot.unit)})
    chart.set_legend({"position": "bottom"} if len(columns) > 1 else {"none": True})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 900, "height": 480 + (16 * max(0, len(labels) - 12) if plot.bars else 0)})
    sheet.insert_chart(1, len(columns) + 2, chart)


def _text(title):
    """Return a title that nobody takes for a reference to a cell: none has a plain exclamation mark."""
    return title.replace("!", "\N{FULLWIDTH EXCLAMATION MARK}")


def _named(name, invented):
    return gettext("%(title)s (demonstration)") % {"title": name} if invented else name


def _notes(book, writer, table: Table):
    """Write what the figures are, what the columns hold, and what the statuses mean."""
    sheet = book.add_worksheet("notes")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    line = 0
    columns = [(name, meaning_of(name)) for name in table.columns]
    for heading, pairs in (
        (gettext("What this file holds"), table.facts),
        (gettext("Columns of the sheet “data”"), columns),
        (gettext("Statuses of observations (SDMX CL_OBS_STATUS)"), statuses()),
    ):
        sheet.write_string(line, 0, heading, writer.heading)
        for label, text in pairs:
            line += 1
            sheet.write_string(line, 0, str(label), writer.wrapped)
            sheet.write_string(line, 1, str(text)[:LONGEST_TEXT], writer.wrapped)
        line += 2
