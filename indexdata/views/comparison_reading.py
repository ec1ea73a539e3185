"""A comparison as an address asks for it: which indices, over which span, on which scale. The same for the page and its files."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from indexdata.arithmetic.ages import is_stale
from indexdata.models import Index, Observation
from indexdata.series.comparison import MOST, Comparison
from indexdata.series.comparison import compare as put_together
from indexdata.series.rows import stored_series, years_before

DEFAULT_YEARS = 5


@dataclass(frozen=True)
class ComparisonReading:
    """The indices that can be compared (`offered`), those asked for and found, those taken, and what is shown of them.

    `unknown` are the words that name none of them, `absent` those taken of which nothing was public; `first` is where the span
    begins.
    """

    offered: list[Index]
    unknown: list[str]
    found: list[Index]
    chosen: list[Index]
    shown: list[Index]
    rebase: bool
    first: date | None
    comparison: Comparison

    @property
    def absent(self):
        return [index for index in self.chosen if index not in self.shown]

    @property
    def too_many(self) -> bool:
        return len(self.found) > MOST


def read_comparison(query, parameters, *, invented: bool) -> ComparisonReading:
    """Read what a query (`request.GET`) compares; `invented` tells whether demonstration figures are in where it says nothing."""
    offered = list(comparable_indices())
    wanted = list(dict.fromkeys(query.getlist("s")))
    by_path = {index.path: index for index in offered}
    found = [by_path[path] for path in wanted if path in by_path]
    chosen = found[:MOST]
    stored = stored_series(chosen, parameters.at) if chosen else {}
    stored = {pk: parameters.chosen(one, invented=invented) for pk, one in stored.items()}
    shown = [index for index in chosen if stored[index.pk].newest]
    series = [stored[index.pk] for index in shown]
    rebase = query.get("rebase") == "1"
    first = parameters.first if parameters.spanned else default_start(series)
    return ComparisonReading(
        offered=offered,
        unknown=[path for path in wanted if path not in by_path],
        found=found,
        chosen=chosen,
        shown=shown,
        rebase=rebase,
        first=first,
        comparison=put_together(series, first, parameters.last, rebase),
    )


def comparable_indices(at=None):
    """Return the indices that have public figures, in tree order."""
    figures = Observation.objects.public(at).with_values().filter(index=OuterRef("pk")).order_by()
    return Index.objects.filter(Exists(figures)).in_tree_order()


def default_start(series):
    """Return where the chart begins when no span is asked for: five years before the newest figure.

    Where no figure is that new any more, or hardly any, everything is shown.
    """
    newest = max((one.newest.period for one in series if one.newest), default=None)
    if newest is None or any(is_stale(one.newest.period, one.frequency) for one in series):
        return None
    return years_before(newest, DEFAULT_YEARS)
