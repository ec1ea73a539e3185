"""Letters about releases: to those whose turn it is, whose work was approved or sent back, and when a release is delayed.

Nobody is written about what they did themselves, nor about what they chose not to hear of (`LetterChoices`). A letter names
the release and leads to it; it holds no figure, and nothing that somebody typed, which may name one.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foundation.background.once import once
from foundation.background.work import hand_in, in_background
from foundation.people import name_of
from indexdata.enums import ContentState, Standing, Track
from indexdata.models import Release
from indexdata.releases.approving import preparers
from indexdata.releases.occasions import Occasion, happened
from news.letters.addresses import address_in, site_of_settings
from news.letters.sending import LETTER_SECONDS, send_letter
from news.letters.staff import staff_who_may, with_choices

MAY_RELEASE = "indexdata.release_figures"
#: A release that is late for longer is told of no more.
LATE_AT_MOST = timedelta(days=30)


def watch():
    """Have letters written about what happens to releases."""
    happened.connect(_hand_in_letters, dispatch_uid="letters-about-releases")


def tell_of_delays():
    """Have everybody concerned written to about each release that was not approved at its second, once; return how many."""
    now = timezone.now()
    told = 0
    for release in Release.objects.delayed(now - LATE_AT_MOST, now):
        event = f"{Occasion.DELAYED}-{release.released_at:%Y%m%d%H%M%S}"
        told += once(
            "release-delayed", [release.pk, event],
            lambda release=release, event=event: hand_in(
                send_release_letters, Occasion.DELAYED.value, release.pk, None, event
            ),
        )  # fmt: skip
    return told


def receivers_of(occasion, release, by_id):
    """Return (person, language) of those whom something done to a release concerns, never whoever did it.

    Whoever may approve hears of what waits and of what is late, those who worked on the figures of what became of them.
    """
    people = staff_who_may(MAY_RELEASE).exclude(pk=by_id)
    if occasion == Occasion.HANDED_OVER and not settings.ONE_PERSON_RELEASES:
        people = people.exclude(pk__in=preparers(release))
    elif occasion in {Occasion.APPROVED, Occasion.SENT_BACK, Occasion.UNDONE}:
        people = people.filter(pk__in=_workers(release))
    return [(person, chosen.language) for person, chosen in with_choices(people, "about_releases")]


def _workers(release):
    """Return the ids of those who entered figures of a release, handed them over or approved them."""
    steps = release.changes.filter(track=Track.CONTENT, by__isnull=False).exclude(after=ContentState.DRAFT)
    return preparers(release) | set(steps.order_by().values_list("by", flat=True))


def _is_still_so(occasion, release):
    """Tell whether there is still something to write about: figures that were handed over are not approved meanwhile."""
    match occasion:
        case Occasion.HANDED_OVER:
            return release.content_state == ContentState.CHECKED
        case Occasion.DELAYED:
            return release.standing() == Standing.DELAYED
        case Occasion.CORRECTION:
            return release.draft_vintages.waiting().exists()
    return True


def _hand_in_letters(occasion, release_id, by_id, event, **kwargs):
    hand_in(send_release_letters, str(occasion), release_id, by_id, event)


def _described(_occasion, release_id, *_rest):
    release = Release.objects.filter(pk=release_id).first()
    return (
        (str(release), reverse("admin:indexdata_release_change", args=[release_id])) if release else ("", "")
    )


@in_background("release-letters", _("Letters about a release"), concerns=MAY_RELEASE, describe=_described)
def send_release_letters(occasion, release_id, by_id, event):
    """Hand in the letters about an occasion of a release (`receivers_of`); return how many."""
    release = Release.objects.filter(pk=release_id).first()
    if release is None or not site_of_settings() or not _is_still_so(occasion, release):
        return 0
    people = receivers_of(occasion, release, by_id)
    for person, language in people:
        send_release_letter.enqueue(occasion, release_id, by_id, event, person.pk, language)
    return len(people)


@in_background(
    "release-letter",
    _("A letter about a release"),
    concerns=MAY_RELEASE,
    describe=_described,
    seconds=LETTER_SECONDS,
)
def send_release_letter(occasion, release_id, by_id, event, person_id, language):
    """Send one member of the staff a letter about a release; return whether it went."""
    release = Release.objects.filter(pk=release_id).first()
    person = staff_who_may(MAY_RELEASE).filter(pk=person_id).first()
    if release is None or person is None or not _is_still_so(occasion, release):
        return False
    by = get_user_model().objects.filter(pk=by_id).first() if by_id else None
    page = "admin:indexdata_draftvintage_changelist" if occasion == Occasion.CORRECTION else None
    site = site_of_settings()
    with override(language):
        context = {
            "family": release.get_family_display(), "issue": release.label(language), "moment": release.released_at,
            "by": name_of(by) if by else "–",
            "address": address_in(language, site, page) if page
            else address_in(language, site, "admin:indexdata_release_change", release.pk),
            "choices": address_in(language, site, "admin:news_letterchoices_changelist"),
        }  # fmt: skip
    kind = f"release_{occasion.replace('-', '_')}"
    return send_letter(person.email, kind, language, context, once_for=[event, release.pk, person.pk])
