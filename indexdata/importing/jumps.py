"""Values of another power of ten than the one before, which somebody has to confirm by name: a comma stands wrong."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indexdata.arithmetic.jumps import is_another_power
from indexdata.models import Index

from .comparing import HELD
from .samples import samples_by_seq
from .staging import Staging
from .stated import Stated, figure_code
from .values import as_day, stored

#: So many are shown with their names; more are no slip but another unit.
MOST_JUMPS = 200


@dataclass
class Jump:
    """A value of another power of ten than the one before."""

    stated: Stated
    value: Decimal
    before: Decimal
    confirmed: bool

    @property
    def sentence(self) -> str:
        if self.value > self.before:
            times = f"{self.value / self.before:.1f}"
            return _("%(value)s is %(times)s times the value before, %(before)s.") % {
                "value": self.value, "times": times, "before": self.before,
            }  # fmt: skip
        return _("%(value)s is a small part of the value before, %(before)s.") % {
            "value": self.value,
            "before": self.before,
        }


#: The values of each index in the order of their issues: those of the file, and what is held before and between them.
_VALUES = (
    "SELECT index_id, period, value, seq FROM figures_staged WHERE value IS NOT NULL{of_some} UNION ALL "
    "SELECT o.index_id, o.period, o.value, NULL FROM (SELECT index_id, min(period) AS first, max(period) AS last "
    "FROM figures_staged WHERE value IS NOT NULL{of_some} GROUP BY index_id) f JOIN indexdata_observation o "
    "ON o.index_id = f.index_id AND o.period < f.last AND o.superseded_at IS NULL AND o.demonstration = false "
    "AND o.value IS NOT NULL AND o.period >= COALESCE((SELECT max(b.period) FROM indexdata_observation b "
    "WHERE b.index_id = f.index_id AND b.period < f.first AND b.superseded_at IS NULL AND b.demonstration = false "
    "AND b.value IS NOT NULL), f.first) "
    f"WHERE NOT EXISTS (SELECT 1 FROM figures_staged s WHERE {HELD})"
)


def jumps_in(staging: Staging, confirmed: Container[str]) -> tuple[list[Jump], int]:
    """Return the jumps of a file, those that are confirmed and the first ones of the others, and how many these are."""
    found: list[tuple[int, Decimal, Decimal, bool]] = []
    unconfirmed = 0
    for seq, code, value, before in _jumps(staging):
        is_confirmed = code in confirmed
        unconfirmed += not is_confirmed
        if is_confirmed or unconfirmed <= MOST_JUMPS:
            found.append((seq, value, before, is_confirmed))
    figures = {sample.seq: sample.stated for sample in samples_by_seq(staging, [one[0] for one in found])}
    jumps = [Jump(figures[seq], value, before, is_confirmed) for seq, value, before, is_confirmed in found]
    return jumps, unconfirmed


def _jumps(staging) -> Iterator[tuple[int, str, Decimal, Decimal]]:
    """Yield (number of the figure, its name, value, value before): after a jump the next is compared with what stood before it."""
    keys = _where_something_jumps(staging)
    indices = Index.objects.in_bulk(keys)
    for pk in keys:
        index = indices[pk]
        last: Decimal | None = None
        for period, value, seq in staging.rows(
            f"SELECT period, value, seq FROM ({_VALUES.format(of_some=' AND index_id = %s')}) v ORDER BY 1",
            pk,
            pk,
        ):
            number = stored(value)
            if seq is not None and last is not None and is_another_power(number, last):
                yield seq, figure_code(index, as_day(period)), number, last
            else:
                last = number


def _where_something_jumps(staging):
    """Return the indices in which a value of the file is far from the one right before it, in the order of the file."""
    rows = staging.rows(
        "SELECT index_id, min(seq) FROM (SELECT index_id, seq, value, lag(value) OVER "
        f"(PARTITION BY index_id ORDER BY period) AS before FROM ({_VALUES.format(of_some='')}) v) w "
        "WHERE seq IS NOT NULL AND (value * 4.99 <= before OR value >= before * 4.99) GROUP BY index_id ORDER BY 2"
    )
    return [pk for pk, _seq in rows]
