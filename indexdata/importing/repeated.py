"""Figures that a file states more than once: the first statement counts, what differs from it is an error."""

from itertools import groupby

from django.utils.translation import gettext as _

from indexdata.arithmetic.periods import period_code
from indexdata.models import Index

from .remarks import Remark, cell_name
from .staging import Staging
from .stated import Understood
from .values import as_stored

#: So many repeated figures are looked at one by one; of the rest it is counted in how many rows they stand.
MOST_LOOKED_AT = 10_000
_FIRST = "(SELECT index_id, period, min(seq) AS seq FROM figures_staged GROUP BY index_id, period HAVING count(*) > 1)"
_PAIRS = (
    f"FROM {_FIRST} first JOIN figures_staged kept ON kept.seq = first.seq "
    "JOIN figures_staged later ON later.index_id = first.index_id AND later.period = first.period "
    "AND later.seq <> first.seq"
)
_DIFFERS = "(COALESCE(kept.value, 0) <> COALESCE(later.value, 0) OR kept.status <> later.status)"


def settle_repeated(staging: Staging, found: Understood) -> None:
    """Keep the first statement of each figure; tell what is repeated, refuse what differs."""
    if not staging.rows(f"SELECT 1 FROM {_FIRST} first LIMIT 1"):
        return
    pairs = staging.rows(
        "SELECT later.sheet, later.at_row, later.at_column, later.at_period, later.value, later.index_id, later.issue, "
        f"kept.sheet, kept.at_row, kept.at_column, kept.value, {_DIFFERS} {_PAIRS} "
        "ORDER BY later.sheet, later.at_row, later.seq LIMIT %s",
        MOST_LOOKED_AT,
    )
    indices = Index.objects.in_bulk({pair[5] for pair in pairs})
    errors: list[Remark] = []
    told: list[Remark] = []
    for (sheet, row), group in groupby(pairs, key=lambda pair: pair[:2]):
        kept = list(group)
        differing = [pair for pair in kept if pair[-1]]
        remarks, sentence = (errors, _different) if differing else (told, _same)
        at = _column(kept, differing)
        remarks.append(Remark(staging.sheets[sheet], row, at, sentence(staging, indices, differing or kept)))
    counted = len(errors), len(told)
    if len(pairs) == MOST_LOOKED_AT:
        counted = _counted(staging)
    found.errors.take_in(errors, counted[0])
    found.told.take_in(told, counted[1])
    staging.run(
        "DELETE FROM figures_staged WHERE seq NOT IN (SELECT min(seq) FROM figures_staged GROUP BY index_id, period)"
    )


def _column(pairs, differing):
    """A row of one figure is wrong at its value, a row of an issue at the issue."""
    _sheet, _row, column, period_column, *_rest = (differing or pairs)[0]
    return column if len(pairs) == 1 and pairs[0][9] == column else period_column


def _different(staging, indices, pairs):
    facts = ", ".join(
        _("%(index)s %(value)s against %(other)s in %(cell)s")
        % {
            "index": indices[index].name,
            "value": as_stored(value),
            "other": as_stored(other),
            "cell": f"{staging.sheets[sheet]} {cell_name(row, column)}".strip(),
        }
        for *_at, value, index, _number, sheet, row, column, other, _differs in pairs
    )
    return _("%(issue)s is stated twice, and differently: %(facts)s.") % {
        "issue": _issue(indices, staging, pairs),
        "facts": facts,
    }


def _same(staging, indices, pairs):
    return _("%(issue)s is stated again with the same value.") % {"issue": _issue(indices, staging, pairs)}


def _issue(indices, staging, pairs):
    *_at, index, issue, _sheet, _row, _column, _value, _differs = pairs[0]
    return period_code(staging.issue_named(issue)[1], indices[index].frequency)


def _counted(staging):
    """Return in how many rows something differs, and in how many all is the same."""
    rows = f"SELECT later.sheet, later.at_row, max(CASE WHEN {_DIFFERS} THEN 1 ELSE 0 END) AS wrong {_PAIRS} GROUP BY 1, 2"
    wrong, all_rows = staging.rows(f"SELECT COALESCE(sum(wrong), 0), count(*) FROM ({rows}) counted")[0]
    return wrong, all_rows - wrong
