"""A comparison as an address asks for it: which indices, over which span, on which scale. The same for the page and its files."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from indexdata.arithmetic.ages import is_stale
from indexdata.models import Index, Observation
from indexdata.series.comparison import MOST, Comparison, Scale
from indexdata.series.comparison import compare as put_together
from indexdata.series.rows import stored_series, years_before

DEFAULT_YEARS = 5
#: What `rebase` may say.
SCALES = {
    "auto": Scale.AUTO, "1": Scale.REBASED, "on": Scale.REBASED, "0": Scale.PUBLISHED, "off": Scale.PUBLISHED,
}  # fmt: skip


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
    scale: Scale
    first: date | None
    comparison: Comparison

    @property
    def extent(self) -> tuple[date, date]:
        """Return the oldest and the newest period that can be drawn of what is shown."""
        periods = [period for one in self.comparison.series for period in one.held]
        return min(periods), max(periods)

    @property
    def absent(self):
        return [index for index in self.chosen if index not in self.shown]

    @property
    def too_many(self) -> bool:
        return len(self.found) > MOST


def read_comparison(
    query, parameters, *, invented: bool, scale: Scale = Scale.PUBLISHED
) -> ComparisonReading:
    """Read what a query (`request.GET`) compares.

    Where it says nothing, `invented` tells whether demonstration figures are in, and `scale` on which scale indices stand.
    """
    offered = list(comparable_indices())
    wanted = list(dict.fromkeys(query.getlist("s")))
    by_path = {index.path: index for index in offered}
    found = [by_path[path] for path in wanted if path in by_path]
    chosen = found[:MOST]
    stored = stored_series(chosen, parameters.at) if chosen else {}
    stored = {pk: parameters.chosen(one, invented=invented) for pk, one in stored.items()}
    shown = [index for index in chosen if stored[index.pk].newest]
    series = [stored[index.pk] for index in shown]
    scale = scale_of(query.get("rebase", ""), scale)
    first = parameters.first if parameters.spanned else default_start(series)
    return ComparisonReading(
        offered=offered,
        unknown=[path for path in wanted if path not in by_path],
        found=found,
        chosen=chosen,
        shown=shown,
        scale=scale,
        first=first,
        comparison=put_together(series, first, parameters.last, scale),
    )


def scale_of(text, unsaid: Scale) -> Scale:
    """Return the scale that `rebase` asks for, `unsaid` where it says nothing, or nothing that is known (see `SCALES`)."""
    return SCALES.get(text.strip().lower(), unsaid)


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
