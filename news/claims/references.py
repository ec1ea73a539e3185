"""Periods that a text names, and what a change is told against."""

from datetime import date

from indexdata.arithmetic.periods import Period, last_period_of_year, previous_period, year_ago
from indexdata.enums import Frequency

from .claim import Measure, Reference
from .clauses import CLAUSE_ENDS, Issue
from .tokens import Kind, Token


def dated(token: Token, issue: Issue) -> tuple[Period | None, bool]:
    """Return the period that a date means, None where it names no issue; and whether it is another time, not told exactly."""
    year, month, day = token.value
    own = issue.period
    if not month:
        return None, bool(year) and year != own.year
    try:
        found = date(year or own.year, month, day or 1)
    except ValueError:
        return None, False
    if issue.frequency == Frequency.WEEKLY and not day:
        return None, (found.year, found.month) != (own.year, own.month)
    if issue.frequency == Frequency.MONTHLY:
        found = found.replace(day=1)
    return (found.replace(year=own.year - 1) if not year and found > own else found), False


def told_against(found: Period, issue: Issue) -> Reference:
    """Return the reference that a period is for an issue."""
    own, frequency = issue.period, issue.frequency
    if found == previous_period(own, frequency):
        return Measure.PREVIOUS
    if found == year_ago(own, frequency):
        return Measure.YEAR_AGO
    return Measure.YEAR_START if found == last_period_of_year(own.year - 1, frequency) else found


def reference_in(behind: list[Token], issue: Issue) -> Reference:
    """Return what a change is told against by the words behind its number: the issue before where they say nothing."""
    for token in behind:
        if token.kind in (Kind.REFERENCE, Kind.ELSEWHEN) and token.value is not None:
            return Measure(token.value)
        if token.kind is Kind.AGAINST:
            found, _vague = dated(token, issue)
            return (
                Measure.PREVIOUS
                if found in (None, issue.period)
                else told_against(found or issue.period, issue)
            )
        if token.kind in CLAUSE_ENDS:
            break
    return Measure.PREVIOUS


def says_reference(behind: list[Token]) -> bool:
    """Tell whether the words behind a number say what it is told against."""
    for token in behind:
        if token.kind in (Kind.REFERENCE, Kind.AGAINST):
            return True
        if token.kind in CLAUSE_ENDS:
            return False
    return False
