"""Checks of the calendar: the period is one of the family, its moment fits it, and no issue before it is left out."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indexdata.arithmetic.jumps import skipped
from indexdata.arithmetic.periods import issue_of, next_period, period_label
from indexdata.enums import Frequency

from .completeness import listed
from .facts import ReleaseFacts
from .findings import Finding, Gravity

#: So many issues that were left out are named; a hole of more is the archive's.
MOST_SKIPPED = 8


def check_period(facts: ReleaseFacts):
    """Yield that the period is none of the family, that a figure is of another, or that the moment does not fit it."""
    release = facts.release
    frequency, period, moment = release.frequency, release.period, release.released_at
    right = issue_of(period, frequency)

    def label(day):
        return period_label(day, frequency, get_language())

    def day_of(day):
        return date_format(day, "l") + " " + day.isoformat()

    if right != period:

        def not_of_family():
            return _("%(day)s names no issue of this family: it would be %(right)s.") % {
                "day": day_of(period), "right": day_of(right),
            }  # fmt: skip

        yield Finding("period", Gravity.SERIOUS, not_of_family, facts.page, (period,))
    for figure in (one for one in facts.figures if one.period != period):

        def of_another(figure=figure):
            return _("%(index)s %(value)s is a figure of %(other)s, the release one of %(issue)s.") % {
                "index": figure.index, "value": figure.value, "other": label(figure.period), "issue": label(period),
            }  # fmt: skip

        page = ("admin:indexdata_observation_change", figure.pk)
        yield Finding("other-period", Gravity.SERIOUS, of_another, page, (figure.index.code, figure.period))
    if moment is None:
        return
    day = localtime(moment).date()
    following = next_period(right, frequency)
    latest = following if frequency == Frequency.WEEKLY else next_period(following, frequency)
    if day < right:

        def early():
            return _(
                "The issue of %(issue)s comes out on %(day)s, before its period has begun. Is it the right issue?"
            ) % {"issue": label(period), "day": day_of(day)}

        yield Finding("moment", Gravity.ASKED, early, facts.page, (period, day))
    elif day >= latest and not release.date_changes:

        def late():
            return _(
                "The issue of %(issue)s comes out on %(day)s, when the one of %(next)s is due. Is it the right issue?"
            ) % {"issue": label(period), "day": day_of(day), "next": label(following)}

        yield Finding("moment", Gravity.ASKED, late, facts.page, (period, day))


def check_left_out(facts: ReleaseFacts):
    """Yield the issues between the last one and this that neither came nor are recorded as having no issue."""
    if facts.last is None:
        return
    last, release = facts.last, facts.release
    between = skipped(last.period, release.period, release.frequency, MOST_SKIPPED + 1)
    left_out = [period for period in between if period not in facts.gaps]
    if not left_out or len(between) > MOST_SKIPPED:
        return

    def says():
        language = get_language()
        names = listed(period_label(period, release.frequency, language) for period in left_out)
        return _("The last issue with figures is %(last)s; nothing came of %(issues)s, and no gap is recorded.") % {
            "last": last.label(language), "issues": names,
        }  # fmt: skip

    yield Finding("left-out", Gravity.ASKED, says, facts.page, (last.period, *left_out))
