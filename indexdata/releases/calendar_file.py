"""The release calendar as an iCalendar file."""

from datetime import UTC, timedelta

from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, Event

from indexdata.arithmetic.periods import next_period
from indexdata.enums import Frequency, Standing
from indexdata.wording.dates import change_sentence

#: Part of every event's identity for ever: it must not change with the host the portal runs on.
NAMESPACE = "releases.keqiao-textile-index"
LENGTH = timedelta(minutes=15)
STATUS = {
    Standing.PROVISIONAL: "TENTATIVE",
    Standing.POSTPONED: "TENTATIVE",
    Standing.CANCELLED: "CANCELLED",
}
#: What a title says besides: a plain announcement says nothing.
TOLD = {*STATUS, Standing.DELAYED}


def calendar_text(releases, request, language) -> bytes:
    """Return releases as a calendar in one language; it says when figures come out, never what they are."""
    calendar = Calendar()
    calendar.add("prodid", "-//China Textile City Index//Release calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", gettext("China Textile City Index: releases"))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for release in releases:
        if event := _event(release, request, language):
            calendar.add_component(event)
    return calendar.to_ical()


def _event(release, request, language):
    """Return the event of a release whose changes of date are at hand (`with_date_changes`), or None without any day to show.

    Its UID stays for ever; SEQUENCE and DTSTAMP grow with each change of date, so that calendars take the newest.
    """
    event, standing = Event(), release.standing()
    title = gettext("%(family)s, %(period)s") % {
        "family": release.get_family_display(),
        "period": release.label(language),
    }
    if release.demonstration:
        title = gettext("%(title)s (demonstration)") % {"title": title}
    event.add("uid", f"{release.family}-{release.code}@{NAMESPACE}")
    moment = release.released_at or next(
        (change.moment_before for change in release.told_changes if change.moment_before), None
    )
    if stamp := release.date_changed_at or moment:
        event.add("dtstamp", stamp.astimezone(UTC))
    event.add("sequence", release.date_changes)
    event.add("status", STATUS.get(standing, "CONFIRMED"))
    if release.expected_month and not release.released_at:
        event.add("dtstart", release.expected_month)
        event.add("dtend", next_period(release.expected_month, Frequency.MONTHLY))
    elif moment is None:
        return None
    elif release.moment_recorded:
        event.add("dtstart", moment.astimezone(UTC))
        event.add("dtend", (moment + LENGTH).astimezone(UTC))
    else:
        event.add("dtstart", timezone.localtime(moment).date())
    if standing in TOLD:
        title = gettext("%(state)s: %(title)s") % {"state": standing.label, "title": title}
    event.add("summary", title)
    if release.told_changes:
        event.add("description", "\n".join(change_sentence(change) for change in release.told_changes))
    event.add("url", request.build_absolute_uri(release.get_absolute_url()))
    event.add("transp", "TRANSPARENT")
    return event
