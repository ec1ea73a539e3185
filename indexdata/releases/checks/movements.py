"""Checks of movements: stated changes against levels, jumps beyond what is usual, and a total against its parts."""

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indexdata.arithmetic.changes import changes_of, stated_bases
from indexdata.arithmetic.jumps import (
    changes_between,
    is_another_power,
    issues_between,
    percent_of,
    usual_span,
    widened,
)
from indexdata.arithmetic.periods import period_label
from indexdata.enums import ObservationStatus
from indexdata.wording.numbers import figure as written
from indexdata.wording.numbers import signed

from .completeness import listed
from .facts import ReleaseFacts
from .findings import Finding, Gravity

NAMES = {
    "stated_previous": gettext_lazy("on the previous issue"),
    "stated_year_start": gettext_lazy("since the start of the year"),
    "stated_year_ago": gettext_lazy("on a year ago"),
}
#: The values that a level and a change written with two decimals may stand for lie so far around them.
HALF = Decimal("0.005")
#: Some sources state one decimal.
HALF_OF_TENTH = Decimal("0.05")


def check_stated(facts: ReleaseFacts):
    """Yield stated changes that the levels contradict, rounding aside; after a break of the series nothing is compared."""
    for figure in facts.figures:
        if figure.value is None or figure.status == ObservationStatus.BREAK:
            continue
        held = facts.history[figure.index_id]
        for name, bases in stated_bases(figure.held, held, facts.gaps, facts.release.frequency).items():
            stated = getattr(figure, name)
            if stated is None or not bases or any(_agrees(stated, figure.value, one.value) for one in bases):
                continue

            def says(figure=figure, name=name, stated=stated, base=bases[0]):
                return _(
                    "%(index)s: a change of %(stated)s %(kind)s is stated, but from %(base)s (%(issue)s) to %(value)s it is %(change)s."
                ) % {
                    "index": figure.index, "stated": signed(stated), "kind": NAMES[name], "base": written(base.value),
                    "issue": _label(facts, base.period), "value": written(figure.value),
                    "change": signed(percent_of(figure.value, base.value)),
                }  # fmt: skip

            yield Finding(
                "stated",
                Gravity.SERIOUS,
                says,
                _page(figure),
                (figure.index.code, name, stated, figure.value),
            )


def check_jumps(facts: ReleaseFacts):
    """Yield values of another power of ten than the one before, and changes that are not usual for the index."""
    tolerance, release = facts.tolerance, facts.release
    own = {
        figure.index_id: changes_between(facts.history[figure.index_id], release.period)
        for figure in facts.figures
    }
    together = [change for changes in own.values() for change in changes]
    for figure in facts.figures:
        before = facts.before(figure)
        if figure.value is None or before is None:
            continue
        if is_another_power(figure.value, before.value):
            yield power_of_ten(figure.index, figure.value, before.value, _page(figure))
            continue
        span = usual_span(own[figure.index_id], together, tolerance.times, tolerance.least, tolerance.unknown)
        issues = issues_between(before.period, release.period, release.frequency, facts.gaps)
        span, change = widened(span, issues), percent_of(figure.value, before.value)
        if span.holds(change):
            continue

        def says(figure=figure, before=before, span=span, change=change):
            words = {
                "index": figure.index, "change": signed(change), "before": written(before.value),
                "issue": _label(facts, before.period), "value": written(figure.value), "low": signed(span.low),
                "high": signed(span.high), "count": span.learned_from,
            }  # fmt: skip
            if not span.learned_from:
                return (
                    _(
                        "%(index)s moves by %(change)s, from %(before)s (%(issue)s) to %(value)s; too little is held to say what is "
                        "usual, and beyond %(low)s to %(high)s it must be explained."
                    )
                    % words
                )
            return _(
                "%(index)s moves by %(change)s, from %(before)s (%(issue)s) to %(value)s; its %(count)s changes before make "
                "%(low)s to %(high)s usual."
            ) % words  # fmt: skip

        key = (figure.index.code, figure.value, before.period, before.value)
        yield Finding("jump", Gravity.ASKED, says, _page(figure), key)


def power_of_ten(index, value, before, page):
    """Return the finding that a value is of another power of ten than the one before; confirmed at import, it is not asked again."""

    def says():
        words = {"index": index, "value": written(value), "before": written(before)}
        if value > before:
            words["times"] = f"{value / before:.1f}"
            return _("%(index)s: %(value)s is %(times)s times the value before, %(before)s.") % words
        words["times"] = f"{before / value:.1f}"
        return _("%(index)s: the value before, %(before)s, is %(times)s times %(value)s.") % words

    facts = (index.code, f"{value:.2f}", f"{before:.2f}")
    return Finding("power-of-ten", Gravity.ASKED, says, page, facts)


def check_directions(facts: ReleaseFacts):
    """Yield totals that rise while all their parts fall, or fall while all rise."""
    moved = {figure.index_id: _change(facts, figure) for figure in facts.figures}
    parts = defaultdict(list)
    for figure in facts.figures:
        if figure.index.parent_id is not None:
            parts[figure.index.parent_id].append(figure)
    for total in facts.figures:
        own, below = moved[total.index_id], parts[total.index_id]
        changes = [moved[part.index_id] for part in below]
        if len(below) < 2 or not own or None in changes:
            continue
        if not all(change * own < 0 for change in changes):
            continue

        def says(total=total, own=own, below=below):
            words = {
                "total": total.index, "change": signed(own), "count": len(below),
                "parts": listed(f"{part.index} {signed(moved[part.index_id])}" for part in below),
            }  # fmt: skip
            if own > 0:
                return (
                    _("%(total)s rises (%(change)s) while all %(count)s of its parts fall: %(parts)s.")
                    % words
                )
            return _("%(total)s falls (%(change)s) while all %(count)s of its parts rise: %(parts)s.") % words

        values = [f"{one.index.code}={one.value}:{moved[one.index_id]}" for one in (total, *below)]
        yield Finding("against-parts", Gravity.ASKED, says, _page(total), tuple(values))


def _change(facts, figure):
    """Return the change of a figure on the previous issue, from the levels; None where none can be had."""
    if figure.value is None:
        return None
    held = figure.held._replace(stated_previous=None, stated_year_start=None, stated_year_ago=None)
    history = facts.history[figure.index_id]
    return changes_of(held, history, facts.gaps, facts.release.frequency).previous.percent


def _agrees(stated, value, base):
    exact = percent_of(value, base)
    rounding = HALF_OF_TENTH if stated == stated.quantize(Decimal("0.1")) else HALF
    levels = 100 * HALF / base * (1 + value / base)
    return abs(stated - exact) <= rounding + levels


def _label(facts, period):
    return period_label(period, facts.release.frequency, get_language())


def _page(figure):
    return "admin:indexdata_observation_change", figure.pk
