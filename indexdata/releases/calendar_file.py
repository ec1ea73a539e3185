"""The release calendar as an iCalendar file."""

from datetime import UTC, timedelta

from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, Event

#: Part of every event's identity for ever: it must not change with the host the portal runs on.
NAMESPACE = "releases.keqiao-textile-index"
LENGTH = timedelta(minutes=15)


def calendar_text(releases, request, language) -> bytes:
    """Return releases as a calendar in one language; it says when figures come out, never what they are."""
    calendar = Calendar()
    calendar.add("prodid", "-//China Textile City Index//Release calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", gettext("China Textile City Index: releases"))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for release in releases:
        calendar.add_component(_event(release, request, language))
    return calendar.to_ical()


def _event(release, request, language):
    event = Event()
    title = gettext("%(family)s, %(period)s") % {
        "family": release.get_family_display(),
        "period": release.label(language),
    }
    if release.demonstration:
        title = gettext("%(title)s (demonstration)") % {"title": title}
    event.add("uid", f"{release.family}-{release.code}@{NAMESPACE}")
    event.add("dtstamp", release.released_at.astimezone(UTC))
    if release.moment_recorded:
        event.add("dtstart", release.released_at.astimezone(UTC))
        event.add("dtend", (release.released_at + LENGTH).astimezone(UTC))
    else:
        event.add("dtstart", timezone.localtime(release.released_at).date())
    event.add("summary", title)
    event.add("url", request.build_absolute_uri(release.get_absolute_url()))
    event.add("transp", "TRANSPARENT")
    return event
