"""Dates of releases in words: when one comes out, and how its date has changed."""

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foundation.moments import moment
from indexdata.enums import DateState, Standing


def to_be_announced(release):
    """Return the sentence about a day that is not announced: with its month where that is known."""
    if release.expected_month is None:
        return _("Day to be announced")
    return _("%(month)s, day to be announced") % {
        "month": date_format(release.expected_month, "YEAR_MONTH_FORMAT")
    }


def date_of(release):
    """Return when a release comes or came out, as HTML: its moment with what is to be said of it, or that the day is open."""
    standing = release.standing()
    if standing in {Standing.PROVISIONAL, Standing.POSTPONED}:
        words = to_be_announced(release)
        return f"{standing.label}: {words}" if standing == Standing.POSTPONED else words
    shown = moment(release.came_out_at, "DATETIME_FORMAT") if release.came_out_at else ""
    if standing == Standing.DELAYED:
        return format_html(_("Delayed; announced for {}"), shown)
    if standing == Standing.CANCELLED:
        return standing.label  # its change of date beside it says for when it was announced
    if standing == Standing.PUBLIC and release.public_at != release.released_at:
        return format_html(_("{}, announced for {}"), shown, moment(release.released_at, "DATETIME_FORMAT"))
    return shown


def change_sentence(change):
    """Return a change of a date as readers are told it, with its reason in their language where there is one."""
    words = {
        name: _written(value)
        for name, value in (("before", change.moment_before), ("after", change.moment_after))
    }
    sentence = _sentence(change) % words
    return f"{sentence} {change.reason.strip()}" if change.reason else sentence


def _sentence(change):
    if change.after == DateState.CANCELLED:
        return _("Cancelled; it was announced for %(before)s.") if change.moment_before else _("Cancelled.")
    if change.after == DateState.POSTPONED:
        return _("Postponed from %(before)s; the new day is to be announced.")
    if change.after == DateState.PROVISIONAL:
        return _("Announced anew; the day is to be announced.")
    if change.before == DateState.CONFIRMED:
        return _("Moved from %(before)s to %(after)s.")
    if change.before == DateState.CANCELLED:
        return _("Announced anew for %(after)s.")
    return _("Announced for %(after)s.")


def _written(value):
    return date_format(localtime(value), "DATETIME_FORMAT") if value else ""
