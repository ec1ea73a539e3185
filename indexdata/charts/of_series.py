"""From the rows of a series to the chart that pages and files draw."""

from collections.abc import Sequence

from django.utils.translation import get_language, gettext

from indexdata.arithmetic.periods import period_label
from indexdata.enums import ObservationStatus, Transform
from indexdata.models import Event
from indexdata.series.monthly import MonthlySeries
from indexdata.series.rows import SeriesAsOf, SeriesRow, SeriesWindow

from . import Chart, Line, Mark
from .model import Reading

LEVEL_FORMAT, CHANGE_FORMAT = ".2f", "+.2f"


def chart_of(
    stored: SeriesAsOf, span: SeriesWindow, description: str = "", events: Sequence[Event] = ()
) -> Chart:
    """Return the chart of one series in one span with the events of it, in the language of the page."""
    return Chart(
        lines=[
            Line(
                named(stored),
                points_of(span.rows),
                stored.index.path,
                estimated={row.period for row in span.rows if is_estimate(row)},
            )
        ],
        frequency=stored.frequency,
        language=get_language(),
        title=shown_title(stored, span),
        description=description,
        unit=unit_of_span(stored, span),
        y_format=CHANGE_FORMAT if span.transform.is_signed else LEVEL_FORMAT,
        no_issue=stored.gaps,
        marks=[Mark(event.start, event.end, event.name) for event in events],
    )


def points_of(rows: Sequence[SeriesRow]) -> list[Reading]:
    """Return rows as the points of a line."""
    return [(row.period, row.shown, row.demonstration) for row in rows]


def is_estimate(row: SeriesRow) -> bool:
    """Tell whether the value of a row is an estimate."""
    return row.status == ObservationStatus.ESTIMATED


def named(stored: SeriesAsOf) -> str:
    """Return the name of a series; one by months says so."""
    if isinstance(stored, MonthlySeries):
        return gettext("%(index)s (%(how)s)") % {"index": stored.index.name, "how": stored.how.label}
    return stored.index.name


def shown_title(stored: SeriesAsOf, span: SeriesWindow) -> str:
    """Return the name of a series with what a span of it shows."""
    return chart_title(named(stored), span.transform)


def unit_of_span(stored: SeriesAsOf, span: SeriesWindow) -> str:
    """Return what the numbers of a span are; rebased at a day that was asked for, they name the issue that is 100."""
    if span.base:
        return gettext("%(period)s = 100") % {
            "period": period_label(span.base, stored.frequency, get_language())
        }
    return unit_of(span.transform, span.rows)


def chart_title(name: str, transform: Transform) -> str:
    """Return the name of a series with what is shown of it."""
    if transform == Transform.LEVEL:
        return name
    return gettext("%(index)s: %(transform)s") % {"index": name, "transform": transform.label}


def unit_of(transform: Transform, rows: Sequence[SeriesRow] = ()) -> str:
    """Return what the numbers on the axis are; a percentage begins with its sign.

    `rows` are those shown: rebased ones say which of them is 100 (see `transforms.rebased`).
    """
    if transform in (Transform.LEVEL, Transform.POINTS):
        return gettext("Index points")
    if transform == Transform.REBASED:
        kinds = [row.demonstration for row in rows if row.held]
        if kinds and kinds[0] and not all(kinds):
            return gettext("First published value shown = 100")
        return gettext("First shown value = 100")
    return f"% · {transform.label}"
