"""Series as they stood at several moments at once, for texts that hold figures of today and of the day they were written."""

from collections import defaultdict
from datetime import date, datetime
from typing import TypeAlias

from django.utils import timezone

from indexdata.arithmetic.changes import Held, ObservedValue
from indexdata.models import Index, Observation
from indexdata.models.observation import HELD_FIELDS

from .newest import recorded_gaps
from .rows import ObservationAttributes, SeriesAsOf, mark_of

#: Which series is meant, and when; None is now.
PathAndMoment: TypeAlias = tuple[str, datetime | None]

MOMENTS = ("release__public_at", "published_at", "superseded_at")


def stored_at(paths, moments) -> dict:
    """Return `{(path, moment): SeriesAsOf}` for the indices at `paths` and each moment; three queries whatever their number.

    None among the moments is now; a moment later than now counts as now (embargo). An index that does not exist is
    left out.
    """
    now = timezone.now()
    indices = {index.pk: index for index in Index.objects.filter(path__in=paths)}
    if not indices:
        return {}
    held: dict[PathAndMoment, Held] = {
        (index.path, moment): {} for index in indices.values() for moment in moments
    }
    marks: defaultdict[PathAndMoment, dict[date, ObservationAttributes]] = defaultdict(dict)
    real = set()  # where a published figure makes an invented one give way
    rows = (
        Observation.objects.filter(index__in=indices, release__no_issue=False, release__public_at__lte=now)
        .order_by()
        .values_list("index_id", *HELD_FIELDS, "status", "vintage", *MOMENTS)
    )
    for pk, *row in rows:
        figure = ObservedValue(*row[: len(HELD_FIELDS)])
        status, vintage, released, published, superseded = row[len(HELD_FIELDS) :]
        for moment in moments:
            at = min(moment or now, now)
            if (
                released <= at
                and (published is None or published <= at)
                and (superseded is None or superseded > at)
            ):
                key = (indices[pk].path, moment)
                if figure.demonstration and (key, figure.period) in real:
                    continue
                if not figure.demonstration:
                    real.add((key, figure.period))
                    held[key].pop(figure.period, None)
                if figure.value is not None:
                    held[key][figure.period] = figure
                marks[key][figure.period] = mark_of(status, vintage, published)
    gaps = recorded_gaps({index.family for index in indices.values()})
    by_path = {index.path: index for index in indices.values()}
    return {
        (path, moment): SeriesAsOf(by_path[path], figures, marks[path, moment], gaps[by_path[path].family])
        for (path, moment), figures in held.items()
    }
