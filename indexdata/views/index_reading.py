"""The figures on the page of one index. Nothing is read before it is asked for."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext

from foundation.composed import Composed
from indexdata.arithmetic.ages import age_in_words, is_stale
from indexdata.charts import draw_both
from indexdata.charts.of_series import chart_of, named, points_of, shown_title
from indexdata.charts.years import MOST_YEARS, years_chart
from indexdata.enums import Frequency, Monthly, Transform
from indexdata.models import Index
from indexdata.pictures.addresses import picture_of_page
from indexdata.pictures.asked import canonical
from indexdata.series.events import events_of
from indexdata.series.forms import formed, objections
from indexdata.series.monthly import MonthlySeries
from indexdata.series.newest import Latest, with_changes
from indexdata.series.parameters import Parameters
from indexdata.series.revisions import TOLD_FOR, told_lately
from indexdata.series.rows import (
    YEARS_READ_FIRST,
    span_of,
    stored_with_newest,
    tells_the_default,
    with_older,
    years_before,
)
from indexdata.wording.cards import card_sentence
from indexdata.wording.formulas import formulas_of
from indexdata.wording.sentences import figure_sentence
from indexdata.wording.spans import span_sentence

from .chart_links import ChartLinks

ROWS_AT_FIRST, ROWS_PER_PAGE = 12, 60
REVISIONS_TOLD = 3
EVENTS_OPEN = 3


@Composed
def _with_children(path):
    return Index.objects.filter(Q(path=path) | Q(parent__path=path)).in_tree_order()


@dataclass(frozen=True)
class IndexReading:
    """The index at a path under the parameters of a visitor, with the indices right below it.

    It reads everything itself, so that whoever keeps what is made of it knows what it depends on.
    """

    path: str
    query: QueryDict
    parameters: Parameters

    @cached_property
    def _family(self):
        return list(_with_children(path=self.path))

    @cached_property
    def index(self):
        """Return the index itself."""
        return next(node for node in self._family if node.path == self.path)

    @cached_property
    def _stored(self):
        children = [node for node in self._family if node.path != self.path]
        asked = self.parameters
        if self.query or asked.spanned or asked.as_of:
            return children, *stored_with_newest(self.index, children, asked.at, published=asked.published)
        recent = years_before(timezone.localdate(), YEARS_READ_FIRST[self.index.frequency])
        stored, newest, gaps = stored_with_newest(
            self.index, children, since=recent, lately=timezone.now() - TOLD_FOR
        )
        if not tells_the_default(stored, recent):
            stored = with_older(stored, recent)
        return children, stored, newest, gaps

    @property
    def stored(self):
        """Return its series (`indexdata.series.rows.SeriesAsOf`)."""
        return self._stored[1]

    @cached_property
    def components(self):
        """Return (index, newest figure or None) of the indices right below."""
        children, _stored, newest, gaps = self._stored
        found = with_changes(children, newest, self.parameters.at, gaps)
        return [(child, found.get(child.pk)) for child in children]

    @property
    def invented_components(self):
        """Tell whether a figure of an index below is invented."""
        return any(latest and latest.held.demonstration for _index, latest in self.components)

    @cached_property
    def newest(self):
        """Return the newest figure with its changes, or None."""
        held = self.stored.newest
        return held and Latest(self.index, held, self.stored.changes(held.period), self.stored.frequency)

    @cached_property
    def revised_lately(self):
        """Return what was revised in the last 90 days, the newest first: a few, and whether there are more."""
        told_from = (self.parameters.at or timezone.now()) - TOLD_FOR
        if not any(
            mark.corrected_at and mark.corrected_at > told_from for mark in self.stored.marks.values()
        ):
            return [], False
        told = list(told_lately(self.index, self.parameters.at)[: REVISIONS_TOLD + 1])
        return told[:REVISIONS_TOLD], len(told) > REVISIONS_TOLD

    @property
    def published(self):
        """Return the newest published figure where the newest one is demonstration, else None."""
        return None if self.stored.newest_published is self.stored.newest else self.stored.newest_published

    @property
    def cited(self):
        """Return the newest published figure, None where there is none."""
        return self.stored.newest_published

    @property
    def published_age(self):
        return age_in_words(self.published.period)

    @property
    def stale(self):
        return is_stale(self.newest.period, self.stored.frequency)

    @property
    def age(self):
        return age_in_words(self.newest.period)

    @cached_property
    def sentence(self):
        """Return the newest figure and its changes in one sentence; empty without figures."""
        return figure_sentence(self.newest) if self.newest else ""

    @property
    def card_sentence(self):
        """Return what the link to the page says; empty without figures."""
        return card_sentence(self.newest) if self.newest else ""

    @property
    def picture(self):
        """Return the address of the chart as a picture."""
        return picture_of_page(self.path, self.parameters, self.drawn.frequency)

    @property
    def picture_square(self):
        return picture_of_page(self.path, self.parameters, self.drawn.frequency, "square")

    @property
    def picture_slide(self):
        return picture_of_page(self.path, self.parameters, self.drawn.frequency, "slide")

    @property
    def page_query(self):
        """Return the query of what is shown, in one form: for addresses that are passed on."""
        query = canonical({}, self.parameters, self.drawn.frequency, ())
        return f"?{query}" if query else ""

    @cached_property
    def drawn(self):
        """Return the series that chart and table show: by months where they were asked for."""
        return formed(self.stored, self.parameters)

    @property
    def by_months(self):
        """Tell whether a weekly index is shown by months."""
        return isinstance(self.drawn, MonthlySeries)

    @cached_property
    def span(self):
        """Return the rows that are shown (`indexdata.series.rows.SeriesWindow`)."""
        return span_of(self.drawn, self.parameters)

    @cached_property
    def events(self):
        """Return the events that the chart marks, oldest first; years over one another have none."""
        if self.parameters.by_year:
            return []
        return events_of(self.drawn, self.span)

    @property
    def years_left_out(self):
        """Tell whether the span has more years than are drawn over one another."""
        held = [row for row in self.span.rows if row.held]
        return (
            self.parameters.by_year
            and bool(held)
            and held[-1].period.year - held[0].period.year >= MOST_YEARS
        )

    @property
    def events_open(self):
        """Tell whether they are so few that their list stands open."""
        return len(self.events) <= EVENTS_OPEN

    @property
    def formulas(self):
        """Return how what is shown is calculated: sentences."""
        return formulas_of(self.drawn, self.span)

    @property
    def base_error(self):
        """Return why the series is not 100 at the day asked for; empty where it is, or where none was asked for."""
        if self.parameters.transform != Transform.REBASED:
            return ""
        return objections(self.drawn, self.span, self.parameters).get("base", "")

    @property
    def chart(self):
        """Draw the chart, wide and narrow."""
        if self.parameters.by_year:
            return draw_both(years_chart(self.drawn, self.span, span_sentence(self.drawn, self.span)))
        return draw_both(chart_of(self.drawn, self.span, span_sentence(self.drawn, self.span), self.events))

    @property
    def chart_title(self):
        return shown_title(self.drawn, self.span)

    @property
    def names(self):
        """Return the names of the lines."""
        return [named(self.drawn)]

    @property
    def points(self):
        """Return the points of the chart for its script: (period, values, demonstration)."""
        return [
            (period, (value,), demonstration) for period, value, demonstration in points_of(self.span.rows)
        ]

    @cached_property
    def page_obj(self):
        """Return one page of the rows, newest first: a few of them until all are asked for."""
        rows = ROWS_AT_FIRST if self.more_rows else ROWS_PER_PAGE
        return Paginator(self.span.rows[::-1], rows).get_page(self.query.get("page"))

    @property
    def more_rows(self):
        """Tell whether the table shows the newest rows alone."""
        asked = "page" in self.query or self.query.get("rows") == "all"
        return not asked and self.row_count > ROWS_AT_FIRST

    @property
    def row_count(self):
        """Return how many rows the span has."""
        return len(self.span.rows)

    @property
    def holds_demonstration(self):
        return any(row.demonstration for row in self.span.rows)

    @property
    def transforms(self):
        return Transform.choices

    @property
    def months(self):
        """Return the ways to show a weekly index by months; none of a monthly one."""
        return Monthly.choices if self.index.frequency == Frequency.WEEKLY else []

    @property
    def shown_heading(self):
        """Return the head of the column of what is shown beside the values, where it is none of those that stand there anyway."""
        return {
            Transform.REBASED: gettext("Rebased"),
            Transform.POINTS: gettext("In points"),
        }.get(self.span.transform, "")

    @property
    def shown_from(self):
        first = self.parameters.first or self.span.first
        return first.isoformat() if first else ""

    @cached_property
    def links(self):
        """Return the links around the chart (`ChartLinks`)."""
        return ChartLinks(self)

    @property
    def extent(self):
        """Return the oldest and the newest period drawn; the oldest is None where older figures may not have been read."""
        whole = self.query or self.parameters.spanned or self.parameters.as_of
        held = self.drawn.held or self.stored.held
        return min(held) if whole else None, max(held)

    @property
    def file_query(self):
        """Return the page's query for the files, which have no pages and refuse what could not be understood.

        Files hold what the page shows: invented figures too where it shows some.
        """
        query = self.query.copy()
        wrong = objections(self.drawn, self.span, self.parameters)
        for name in ("page", "rows", "view", *self.parameters.errors, *wrong):
            query.pop(name, None)
        if not self.by_months:
            query.pop("monthly", None)
        if self.holds_demonstration:
            query["demonstration"] = "include"
        return f"?{query.urlencode()}" if query else ""
