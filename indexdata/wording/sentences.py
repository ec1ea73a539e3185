"""Sentences made from numbers, so that direction and number always agree."""

from decimal import Decimal

from django.utils.translation import get_language, gettext, pgettext

from indexdata.arithmetic.changes import Change
from indexdata.arithmetic.periods import period_label
from indexdata.enums import Frequency
from indexdata.series.newest import Latest

from .numbers import direction_sentence, figure


def figure_sentence(latest: Latest) -> str:
    """Return the newest figure and its changes in one sentence."""
    frequency, language = latest.frequency, get_language()
    weekly = Frequency(frequency) == Frequency.WEEKLY
    clauses = [
        change_clause(latest.changes.previous, "previous", latest.index),
        change_clause(latest.changes.year_start, "year-start", latest.index),
        change_clause(latest.changes.year_ago, "year-ago", latest.index),
    ]
    clauses = [clause for clause in clauses if clause]
    facts = {
        "index": name_in_sentence(latest.index.name),
        "value": figure(latest.held.value),
        "period": period_label(latest.period, frequency, language),
        "changes": pgettext("between the changes of a figure", ", ").join(clauses),
    }
    if weekly and clauses:
        return gettext("The %(index)s stood at %(value)s in the issue of %(period)s: %(changes)s.") % facts
    if weekly:
        return gettext("The %(index)s stood at %(value)s in the issue of %(period)s.") % facts
    if clauses:
        return gettext("The %(index)s stood at %(value)s in %(period)s: %(changes)s.") % facts
    return gettext("The %(index)s stood at %(value)s in %(period)s.") % facts


def issue_sentence(total: Latest, classes: list[Latest]) -> str:
    """Return what the newest issue brought in one sentence: the total, and which of several classes of that issue moved most."""
    period = period_label(total.period, total.frequency, get_language())
    change = total.changes.previous
    percent = change.percent or Decimal()
    facts = {
        "index": name_in_sentence(total.index.name),
        "value": figure(total.held.value),
        "period": period,
        "size": f"{abs(percent):.2f}%",
    }
    said = _level_sentence(total, change.available and percent) % facts
    moved = [one for one in classes if one.period == total.period and one.changes.previous.direction]
    if len(moved) > 1:
        most = max(moved, key=lambda one: abs(one.changes.previous.percent or Decimal()))
        more = {
            "sentence": said,
            "name": name_in_sentence(most.index.name, alone=True),
            "change": direction_sentence(most.changes.previous, most.index),
        }
        sentence = gettext("%(sentence)s; %(name)s moved most, %(change)s") % more
    else:
        sentence = said
    if total.held.demonstration:
        sentence = gettext("Demonstration: %(sentence)s") % {"sentence": sentence}
    return sentence


def _level_sentence(total: Latest, percent) -> str:
    """Return the sentence that tells level and change of a figure, to be filled; `percent` is False where there is no change.

    Chinese has other words for prosperity than for prices.
    """
    if Frequency(total.frequency) == Frequency.WEEKLY:
        known = {
            None: gettext("The %(index)s stood at %(value)s in the issue of %(period)s"),
            1: gettext("The %(index)s rose %(size)s to %(value)s in the issue of %(period)s"),
            -1: gettext("The %(index)s fell %(size)s to %(value)s in the issue of %(period)s"),
            0: gettext("The %(index)s was unchanged at %(value)s in the issue of %(period)s"),
        }
    elif "prosperity" in total.index.path.split("/"):
        known = {
            None: gettext("The %(index)s stood at %(value)s in %(period)s"),
            1: pgettext("prosperity", "The %(index)s rose %(size)s to %(value)s in %(period)s"),
            -1: pgettext("prosperity", "The %(index)s fell %(size)s to %(value)s in %(period)s"),
            0: gettext("The %(index)s was unchanged at %(value)s in %(period)s"),
        }
    else:
        known = {
            None: gettext("The %(index)s stood at %(value)s in %(period)s"),
            1: gettext("The %(index)s rose %(size)s to %(value)s in %(period)s"),
            -1: gettext("The %(index)s fell %(size)s to %(value)s in %(period)s"),
            0: gettext("The %(index)s was unchanged at %(value)s in %(period)s"),
        }
    return known[None if percent is False else (percent > 0) - (percent < 0)]


def name_in_sentence(name: str, alone: bool = False) -> str:
    """Return the name of an index as it stands in a sentence: “Raw materials” is “raw materials index” in English.

    `alone` leaves the word index out: “raw materials”.
    """
    if (
        pgettext("how an index is named in the middle of a sentence: “lower” or “as it is”", "lower")
        != "lower"
    ):
        return name
    if name[1:2].islower():
        name = name[:1].lower() + name[1:]
    says_so = alone or name.endswith(("index", "indices"))
    return name if says_so else pgettext("a name that does not say so", "%(name)s index") % {"name": name}


def measure_sentence(index, period, show: str, value, change: Change | None = None) -> str:
    """Return what one figure of an index says, in one sentence: its level, or one of its changes."""
    if change is None:
        told = gettext("%(value)s points") % {"value": figure(value)}
    else:
        told = told_against(direction_sentence(change, index), show)
    return gettext("%(index)s, %(period)s: %(told)s.") % {
        "index": index.name,
        "period": period_label(period, index.frequency, get_language()),
        "told": told,
    }


def told_against(change: str, show: str) -> str:
    """Return a change in words with what it is told against: “up 0.26% on the previous issue”."""
    said = {
        "previous": gettext("%(change)s on the previous issue"),
        "year-start": gettext("%(change)s since the start of the year"),
        "year-ago": gettext("%(change)s on a year ago"),
    }[show]
    return said % {"change": change}


def change_clause(change: Change, kind: str, index) -> str:
    """Return one change of an index in words with the issue it compares with; empty when it is not available."""
    if not change.available:
        return ""
    words = {"change": direction_sentence(change, index)}
    if change.compared_with is None:
        return told_against(words["change"], kind)
    words["issue"] = period_label(change.compared_with, index.frequency, get_language())
    return {
        "previous": gettext("%(change)s on %(issue)s"),
        "year-start": gettext("%(change)s since the start of the year (%(issue)s)"),
        "year-ago": gettext("%(change)s on a year ago (%(issue)s)"),
    }[kind] % words
