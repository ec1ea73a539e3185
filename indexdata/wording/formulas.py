"""The calculation of what is shown of a series, in sentences: page and files say the same (docs/method.md says all of it)."""

from django.utils.translation import get_language, gettext, ngettext, pgettext

from indexdata.arithmetic.periods import period_label
from indexdata.enums import Frequency, Monthly, Transform
from indexdata.series.monthly import MonthlySeries
from indexdata.series.rows import SeriesAsOf, SeriesWindow

#: So many of the months left out are named, of more the first ones.
MONTHS_NAMED = 24


def formulas_of(stored: SeriesAsOf, span: SeriesWindow) -> list[str]:
    """Return how the values of a span are calculated; none where they are shown as published."""
    sentences = []
    if isinstance(stored, MonthlySeries):
        sentences += _by_months(stored, span)
    if formula := _formula(stored, span):
        sentences.append(formula)
    return sentences


def _formula(stored, span):
    match span.transform:
        case Transform.POINTS:
            return gettext(
                "Change in points = value − value of the previous issue, where that issue is held."
            )
        case Transform.PREVIOUS:
            return gettext(
                "Change in % = 100 × (value − value of the previous issue) ÷ value of the previous issue; what the source states"
                " is shown as stated."
            )
        case Transform.YEAR_START:
            return gettext(
                "Change in % = 100 × (value − last value of the year before) ÷ last value of the year before; what the source"
                " states is shown as stated."
            )
        case Transform.YEAR_AGO if stored.frequency == Frequency.WEEKLY:
            return gettext(
                "Change in % = 100 × (value − value a year ago) ÷ value a year ago, of the issue nearest to 52 weeks earlier; what"
                " the source states is shown as stated."
            )
        case Transform.YEAR_AGO:
            return gettext(
                "Change in % = 100 × (value − value of the same month a year ago) ÷ value of the same month a year ago; what the"
                " source states is shown as stated."
            )
        case Transform.REBASED if span.base:
            return gettext("Rebased value = 100 × value ÷ value of %(period)s.") % {
                "period": period_label(span.base, stored.frequency, get_language())
            }
        case Transform.REBASED:
            return gettext("Rebased value = 100 × value ÷ first published value shown.")
    return ""


def _by_months(stored, span):
    """Return what stands for a month, which months count, and which are left out."""
    if stored.how == Monthly.AVERAGE:
        yield gettext("Monthly average = sum of the month’s issues ÷ their number.")
    else:
        yield gettext("A month has the value of its last issue.")
    left_out = stored.left_out_between(span.first, span.last)
    if not left_out:
        yield gettext("A month counts when every Monday of it is held or recorded as having no issue.")
        return
    language = get_language()
    names = [period_label(month, Frequency.MONTHLY, language) for month in left_out[:MONTHS_NAMED]]
    if len(left_out) > MONTHS_NAMED:
        names.append("…")
    sentence = ngettext(
        "A month counts when every Monday of it is held or recorded as having no issue; %(count)d month is left out: %(months)s.",
        "A month counts when every Monday of it is held or recorded as having no issue; %(count)d months are left out: %(months)s.",
        len(left_out),
    ) % {"count": len(left_out), "months": pgettext("between the months left out", ", ").join(names)}
    yield sentence.replace("….", "…")
