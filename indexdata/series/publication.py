"""Publication of figures as files and the API tell it: in which vintage, since when, revised when and why."""

from dataclasses import dataclass, field
from datetime import datetime

from foundation.languages import in_languages
from indexdata.models import Release, Revision

#: Up to so many periods are asked for by name, of more the whole family.
FEW_PERIODS = 200


@dataclass(frozen=True)
class Publication:
    """A figure's vintage, the moment its first value was public (None: not recorded, or invented), and its last revision.

    `reasons` maps the names of the reason's fields in all languages to texts; None where a language has none.
    """

    vintage: int | None = None
    published_at: datetime | None = None
    revised_at: datetime | None = None
    reasons: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(in_languages("reason")))


@dataclass(frozen=True)
class _Step:
    """One revision of a figure: its moment, whether its release lacked the figure before, and the reasons as above."""

    at: datetime
    is_addition: bool
    reasons: dict[str, str | None]


NO_PUBLICATION = Publication()


def publications_of(rows, at=None) -> dict[tuple, Publication]:
    """Return `{(index id, period): Publication}` of rows of series (`SeriesRow`), in one query, two where some were revised."""
    rows = [row for row in rows if row.is_figure and not row.stored.is_derived]
    if not rows:
        return {}
    released = _released({row.stored.index.family for row in rows}, {row.period for row in rows}, at)
    revisions = _revisions([row for row in rows if row.mark.corrected_at], at)
    found = {}
    for row in rows:
        index, mark = row.stored.index, row.mark
        steps = revisions.get((index.pk, row.period), ())
        first = None if row.demonstration else released.get((index.family, row.period))
        if steps and steps[0].is_addition:
            first = steps[0].at
        last = steps[-1] if steps and mark.vintage > 1 else None
        reasons = steps[-1].reasons if steps else NO_PUBLICATION.reasons
        found[index.pk, row.period] = Publication(mark.vintage, first, last and last.at, reasons)
    return found


def _released(families, periods, at):
    """Return `{(family, period): moment}` of public releases whose moment is recorded."""
    releases = Release.objects.public(at).filter(family__in=families, moment_recorded=True).order_by()
    if len(periods) <= FEW_PERIODS:
        releases = releases.filter(period__in=periods)
    return {
        (family, period): moment
        for family, period, moment in releases.values_list("family", "period", "public_at")
    }


def _revisions(rows, at):
    """Return `{(index id, period): steps, the oldest first}` of rows that were revised."""
    found: dict[tuple, list[_Step]] = {}
    if not rows:
        return found
    names = in_languages("reason")
    asked = Revision.objects.public(at).filter(observation__index__in={row.stored.index.pk for row in rows})
    periods = {row.period for row in rows}
    if len(periods) <= FEW_PERIODS:
        asked = asked.filter(observation__period__in=periods)
    fields = ("index_id", "observation__period", "at", "replaced_id", *names)
    for index, period, moment, replaced, *texts in asked.order_by("at", "pk").values_list(*fields):
        reasons = {name: text or None for name, text in zip(names, texts, strict=True)}
        found.setdefault((index, period), []).append(_Step(moment, replaced is None, reasons))
    return found
