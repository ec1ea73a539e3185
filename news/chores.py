"""The newsroom's chores: what it does by the clock (`foundation.background.chores`)."""

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.background.chores import daily, every, register_chore
from foundation.background.mishaps import TITLES

from .addresses.link_checking import ask_addresses, due, outside_addresses
from .addresses.models import LinkCheck
from .alerts.mailbox import read_bounces
from .alerts.subscribing import forget_alerts
from .alerts.telling import tell_of_releases, tell_of_the_week
from .comments.digest import send_digest
from .comments.forgetting import forget
from .editing.due import take_due
from .editing.working_copies import forget_old
from .letters.addresses import site_of_settings
from .letters.models import OFFICE_LANGUAGE
from .releases.release_letters import tell_of_delays

ADDRESSES_A_TASK, MOST_ADDRESSES = 20, 500


def register():
    """Register every chore of the newsroom."""
    TITLES["picture-looks"] = _("Noting how pictures look")
    register_chore("due-changes", _("Putting live what is due"), every(minutes=1), put_due_live)
    register_chore(
        "forget-old-work", _("Forgetting texts that nobody saved"), daily("03:10"), forget_old_work
    )
    register_chore(
        "forget-readers", _("Forgetting what is needed no longer of readers"), daily("03:20"), forget_readers
    )
    register_chore("check-links", _("Asking outside addresses"), daily("03:30"), check_links)
    register_chore("refresh-library", _("Noting how pictures look"), daily("04:00"), refresh_library)
    register_chore("delayed-releases", _("Telling of delayed releases"), every(minutes=1), tell_of_delays)
    register_chore("release-letters", _("Telling readers of releases"), every(minutes=1), tell_of_releases)
    register_chore("weekly-letters", _("Telling readers of the week"), every(minutes=10), tell_of_the_week)
    if settings.BOUNCES_URL:
        register_chore("read-bounces", _("Reading letters that came back"), daily("05:00"), take_bounces)
    register_chore("comment-digest", _("The moderators' daily letter"), daily("08:00"), write_digest)


def put_due_live():
    """Put scheduled changes live that no visitor's request has, and try those again that failed."""
    return take_due()


def forget_old_work():
    """Forget working copies that nobody has come back to."""
    return forget_old()


def forget_readers():
    """Forget what is needed no longer of readers who commented or wanted letters."""
    forgotten = {"alerts": forget_alerts(), **forget()}
    return ", ".join(f"{name} {number}" for name, number in forgotten.items() if number)


def check_links():
    """Hand in the outside addresses that are due, some a task, so that other work gets its turn between them."""
    addresses = outside_addresses()
    LinkCheck.objects.exclude(url__in=addresses).delete()
    wanted = due(addresses)[:MOST_ADDRESSES]
    for first in range(0, len(wanted), ADDRESSES_A_TASK):
        ask_addresses.enqueue(*wanted[first : first + ADDRESSES_A_TASK])
    return len(wanted)


def refresh_library():
    """Fill in how pictures look where it is missing."""
    call_command("refresh_library", verbosity=0)


def take_bounces():
    """Read the mailbox that letters come back to, and end letters about figures to addresses that are gone."""
    return ", ".join(f"{name} {number}" for name, number in read_bounces(settings.BOUNCES_URL).items())


def write_digest():
    """Have moderators written to about what waits; once a day each, whatever happens."""
    site = site_of_settings()
    if not site:
        return "ALLOWED_HOSTS names no host."
    return send_digest(site, OFFICE_LANGUAGE, event=f"{timezone.localdate():%Y-%m-%d}")
