"""A series with its years over one another: one line for each year, by its weeks or months."""

from collections import defaultdict
from datetime import date, timedelta

from django.utils.translation import get_language, gettext

from indexdata.arithmetic.periods import MONTHS
from indexdata.enums import Frequency
from indexdata.series.rows import SeriesAsOf, SeriesRow, SeriesWindow

from . import Chart, Line
from .of_series import CHANGE_FORMAT, LEVEL_FORMAT, is_estimate, shown_title, unit_of_span

#: So many years are drawn, the newest ones.
MOST_YEARS = 8
#: The year that all of them are laid on: it begins with a Monday, as weeks do.
GROUND = date(2018, 1, 1)


def year_and_place(period: date, frequency: Frequency) -> tuple[int, date]:
    """Return the year of a period and its place in the year: weeks go by ISO 8601, which counts 52 or 53 of them."""
    if frequency == Frequency.WEEKLY:
        year, week, _day = period.isocalendar()
        return year, GROUND + timedelta(weeks=week - 1)
    return period.year, GROUND.replace(month=period.month)


def place_label(place: date, frequency: Frequency) -> str:
    """Return a place in the year in words: a week by its number, or a month."""
    if frequency == Frequency.WEEKLY:
        return gettext("Week %(number)d") % {"number": (place - GROUND).days // 7 + 1}
    return f"{place.month}月" if get_language().startswith("zh") else MONTHS[place.month - 1]


def rows_by_year(stored: SeriesAsOf, span: SeriesWindow) -> dict[int, dict[date, SeriesRow]]:
    """Return `{year: {place: row}}` of the figures of a span, the newest year first, at most `MOST_YEARS`."""
    years: defaultdict[int, dict[date, SeriesRow]] = defaultdict(dict)
    for row in span.rows:
        if row.held:
            year, place = year_and_place(row.period, stored.frequency)
            years[year][place] = row
    return {year: years[year] for year in sorted(years, reverse=True)[:MOST_YEARS]}


def years_chart(stored: SeriesAsOf, span: SeriesWindow, description: str = "") -> Chart:
    """Return the chart of one series, a line for each year; the newest is the first."""
    pauses = defaultdict(set)
    for gap in stored.gaps:
        year, place = year_and_place(gap, stored.frequency)
        pauses[year].add(place)
    lines = [
        Line(
            str(year),
            [(place, row.shown, row.demonstration) for place, row in sorted(rows.items())],
            stored.index.path,
            pauses[year],
            {place for place, row in rows.items() if is_estimate(row)},
        )
        for year, rows in rows_by_year(stored, span).items()
    ]
    return Chart(
        lines=lines,
        frequency=stored.frequency,
        language=get_language(),
        title=gettext("%(index)s, year by year") % {"index": shown_title(stored, span)},
        description=description,
        unit=unit_of_span(stored, span),
        y_format=CHANGE_FORMAT if span.transform.is_signed else LEVEL_FORMAT,
        by_year=True,
    )
