"""The figures of a release typed as a grid: a row for each index that came last time or is entered, saved together or not at all."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.languages import in_languages
from indexdata.arithmetic.changes import ObservedValue
from indexdata.arithmetic.jumps import percent_of
from indexdata.enums import MISSING_STATUSES, ObservationStatus
from indexdata.models import Index, Observation, Release

from .checks.facts import gather
from .entering import enter, leave_out
from .states import ReleasingError


@dataclass
class GridRow:
    """One index: what was held last, what is entered, and what was typed and is wrong with it.

    `seen` is what the form showed, so that what somebody else enters meanwhile is not overwritten.
    """

    index: Index
    last: ObservedValue | None
    figure: Observation | None = None
    value: Decimal | str = ""
    status: str = ObservationStatus.NORMAL
    error: str = ""

    @property
    def seen(self) -> str:
        return _shown(self.figure)

    @property
    def names(self) -> list[str]:
        """Return the names by which a pasted sheet may call the index."""
        return [*(getattr(self.index, name) or "" for name in in_languages("name")), self.index.code]

    @property
    def percent(self) -> Decimal | None:
        """Return the change of what is entered on the last value, in percent."""
        if self.figure is None or self.figure.value is None or self.last is None:
            return None
        return percent_of(self.figure.value, self.last.value).quantize(Decimal("0.01"))


def rows_of(release) -> list[GridRow]:
    """Return the rows of a release in tree order; where the family never had a release, all its indices with a series."""
    facts = gather([release])[release.pk]
    figures = {figure.index_id: figure for figure in facts.figures}
    indices = {figure.index_id: figure.index for figure in facts.figures} | {
        one.pk: one for one in facts.missing
    }
    if not facts.last_indices:
        others = Index.objects.filter(family=release.family, is_grouping=False).in_tree_order()
        indices |= {one.pk: one for one in others if one.pk not in indices}
    rows = []
    for index in sorted(indices.values(), key=lambda one: (one.tree_order, one.path)):
        figure = figures.get(index.pk)
        row = GridRow(index, facts.last_value(index.pk), figure)
        if figure is not None:
            row.value, row.status = "" if figure.value is None else figure.value, figure.status
        rows.append(row)
    return rows


@transaction.atomic
def save_rows(release, rows, by, seen) -> int:
    """Enter what is new or other in some rows, whose `value` (text or number) and `status` were typed; return how many.

    `seen` is {index id: what the form showed}. A value that was emptied, with the status of one, is left out again. Raises
    `ReleasingError` when anything is refused: nothing is written then, and the rows say what is wrong.
    """
    stored = Release.objects.select_for_update().get(pk=release.pk)
    coming = Release.objects.next_of(stored.family)
    if coming and stored.period > coming.period:
        sentence = _("The next release of this family is %(release)s; figures after it are not entered yet.")
        raise ReleasingError(sentence % {"release": coming}, code="refused")
    now = {row.index.pk: row.figure for row in rows_of(stored)}
    for row in rows:
        row.figure = now.get(row.index.pk)
    wanted = [(row, _wanted(row)) for row in rows]
    changed = [(row, new) for row, new in wanted if not row.error and new != _held(row.figure)]
    for row, _new in changed:
        if seen.get(row.index.pk, row.seen) != row.seen:
            row.error = _("Somebody else entered %(value)s meanwhile.") % {"value": row.seen or "–"}
    if any(row.error for row in rows):
        raise ReleasingError(_("Some figures are wrong: nothing was saved."), code="refused")
    for row, new in changed:
        if new is None:
            row.figure.release = stored
            leave_out(row.figure, by)
            continue
        figure = row.figure or Observation(index=row.index, period=stored.period)
        figure.release = stored
        figure.value, figure.status = new
        enter(figure, by)
    return len(changed)


def _wanted(row):
    """Return (value, status) of what was typed in a row, None for nothing; what is wrong becomes its error."""
    if row.status not in ObservationStatus.values:
        row.error = _("There is no such status.")
    elif row.value in (None, ""):
        return (None, row.status) if row.status in MISSING_STATUSES else None
    elif row.status in MISSING_STATUSES:
        row.error = _("This status says that there is no value.")
    return row.value, row.status


def _held(figure):
    return None if figure is None else (figure.value, figure.status)


def _shown(figure):
    return "" if figure is None else f"{'' if figure.value is None else figure.value} {figure.status}"
