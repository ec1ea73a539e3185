"""The sentences about figures that cannot be taken, at their cells."""

from django.utils.translation import gettext as _

from indexdata.arithmetic.periods import period_code
from indexdata.enums import Family

from .comparing import OF_A_FIGURE, OF_AN_ISSUE, Judge, Wrong
from .remarks import MOST_KEPT, Remark, Remarks
from .staging import Staging
from .values import as_stored


def refuse(staging: Staging, judge: Judge, errors: Remarks) -> None:
    """Add what is wrong with staged figures: what holds for an issue once in a row, at the cell of the issue."""
    of_an_issue = (
        f"SELECT kind, sheet, at_row, at_period, issue FROM figures_staged WHERE kind IN ({_listed(OF_AN_ISSUE)}) "
        "GROUP BY kind, sheet, at_row, at_period, issue"
    )
    rows = staging.rows(f"{of_an_issue} ORDER BY sheet, at_row, at_period, issue LIMIT %s", MOST_KEPT)
    total = len(rows)
    if total == MOST_KEPT:
        total = staging.one(f"SELECT count(*) FROM ({of_an_issue}) wrong")
    errors.take_in(
        [
            Remark(staging.sheets[sheet], row, at, _of_an_issue(kind, *staging.issue_named(issue), judge))
            for kind, sheet, row, at, issue in rows
        ],
        total,
    )
    of_a_figure = f"FROM figures_staged WHERE kind IN ({_listed(OF_A_FIGURE)})"
    rows = staging.rows(
        f"SELECT kind, sheet, at_row, at_column, held_value {of_a_figure} ORDER BY sheet, at_row, at_column LIMIT %s",
        MOST_KEPT,
    )
    total = len(rows)
    if total == MOST_KEPT:
        total = staging.one(f"SELECT count(*) {of_a_figure}")
    errors.take_in(
        [
            Remark(staging.sheets[sheet], row, at, _of_a_figure(kind, held))
            for kind, sheet, row, at, held in rows
        ],
        total,
    )


def _listed(kinds):
    return ", ".join(f"'{kind}'" for kind in kinds)


def _of_an_issue(kind, family, period, judge):
    frequency = Family(family).frequency
    if kind == Wrong.LATE:
        return _("%(issue)s lies after the next release of this family, %(next)s.") % {
            "issue": period_code(period, frequency),
            "next": period_code(judge.last[family], frequency),
        }
    if kind == Wrong.FUTURE:
        return _("%(issue)s lies in the future.") % {"issue": period_code(period, frequency)}
    return {
        Wrong.NO_ISSUE: _("This issue is recorded as not having come out."),
        Wrong.UNPUBLISHED: _("This issue is not published yet."),
        Wrong.CLOSED: _(
            "Figures of this issue were released here: what it lacks is brought in as a correction, not as published before."
        ),
        Wrong.UNANNOUNCED: _(
            "No release of this issue is announced: announce it first, or bring the figures in as published."
        ),
    }[kind]


def _of_a_figure(kind, held):
    if kind == Wrong.WAITS:
        return _("A correction of this figure is waiting already.")
    return _("The archive holds %(held)s: a published figure is corrected, not brought in again.") % {
        "held": "–" if held is None else as_stored(held)
    }
