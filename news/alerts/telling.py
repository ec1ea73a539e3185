"""Telling readers that figures are out: releases that became public, and the week on Fridays. Handed in once, in batches.

Releases become public by their moment, without any work that could tell of it, so a chore looks each minute for those that
did. Only the newest published release of a family is news: an older one that is brought in later is not, nor is a
correction.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.background.mishaps import TITLES, note_mishap, settle
from foundation.background.work import hand_in, in_background
from indexdata.models import Release
from news.comments.models import Reader
from news.letters.sending import LETTER_SECONDS
from news.permissions import MAY_MODERATE

from .figures import news_of
from .letters import write_letter
from .models import Alert, Rhythm, TellingRound

#: A release is told of so long after it came out: what an outage of a weekend held back still goes.
NEWS_FOR = timedelta(days=4)
A_WEEK = timedelta(days=7)
FRIDAY, WEEKLY_AT = 4, time(17)
BATCH = 200
MISHAP = "alert-release"
TITLES[MISHAP] = _("Letters about a release")


def newest_published(at=None):
    """Return the newest published release of each family that has come out; demonstration figures are none."""
    public = Release.objects.public(at).filter(demonstration=False)
    newest = public.filter(family=OuterRef("family")).order_by("-period").values("pk")[:1]
    return public.filter(pk=Subquery(newest))


def tell_of_releases(at=None):
    """Have letters sent about releases that came out and were not told of; return how many. One failure is one release's."""
    now = at or timezone.now()
    fresh = list(newest_published(now).filter(public_at__gt=now - NEWS_FOR))
    names = {f"release-{release.pk}": release for release in fresh}
    told = set(TellingRound.objects.filter(name__in=names).values_list("name", flat=True))
    number = 0
    for name, release in names.items():
        if name in told:
            continue
        try:
            number += _begin(name, now, tell_batch, release.pk, 0)
        except Exception as error:
            note_mishap(
                MISHAP, str(release.pk), error, label=_label(release), link=release.get_absolute_url(),
                concerns=MAY_MODERATE, urgent=True, pauses=(timedelta(minutes=1),),
            )  # fmt: skip
        else:
            settle(MISHAP, str(release.pk))
    return number


def tell_of_the_week(at=None):
    """Have the weekly letters sent, once after five o'clock on each Friday; return whether it was done now.

    Called often: whoever comes first after that moment does it, also on a later day when no machine was on.
    """
    now = at or timezone.now()
    friday = last_friday(now)
    name = f"week-{friday:%Y-%m-%d}"
    if now - friday > NEWS_FOR or TellingRound.objects.filter(name=name).exists():
        return 0
    return _begin(name, now, tell_week_batch, friday.isoformat(), 0)


def last_friday(now):
    """Return the last moment of the weekly letters that has passed, by the office's clock."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day = now.astimezone(zone).date()
    friday = datetime.combine(day - timedelta(days=(day.weekday() - FRIDAY) % 7), WEEKLY_AT, zone)
    return friday if friday <= now else friday - A_WEEK


@transaction.atomic
def _begin(name, now, task, *arguments):
    """Claim a round and hand in its first batch, both or neither; return 1, or 0 when another worker has claimed it."""
    _round, mine = TellingRound.objects.get_or_create(name=name, defaults={"begun_at": now})
    if mine:
        hand_in(task, *arguments)
    return int(mine)


def _label(release):
    return f"{release.get_family_display()} {release.code}"


def _describe(release_id, *_more):
    release = Release.objects.get(pk=release_id)
    return _label(release), release.get_absolute_url()


@in_background("alert-batch", _("Letters about a release"), concerns=MAY_MODERATE, describe=_describe)
def tell_batch(release_id, after):
    """Hand in a letter for each of the next readers who want one about a release; return how many."""
    return _hand_in_letters(
        _published(release_id), Rhythm.RELEASE, after, send_alert_letter, tell_batch, release_id
    )


@in_background("alert-week-batch", _("Weekly letters about figures"), concerns=MAY_MODERATE)
def tell_week_batch(friday, after):
    """Hand in the weekly letter for each of the next readers who want one; return how many."""
    return _hand_in_letters(
        _of_the_week(friday), Rhythm.WEEKLY, after, send_weekly_letter, tell_week_batch, friday
    )


def _published(release_id):
    return Release.objects.public().filter(pk=release_id, demonstration=False)


def _of_the_week(friday):
    moment = datetime.fromisoformat(friday)
    return newest_published(moment).filter(public_at__gt=moment - A_WEEK, public_at__lte=moment)


def _hand_in_letters(releases, rhythm, after, letter, batch, argument):
    """Hand in `letter(argument, reader)` for a batch of readers after one, and the next batch; return how many letters.

    What is read costs the same whatever the number of readers. Run again after a crash it hands in the same letters, and
    each goes once all the same (`write_letter`).
    """
    news = news_of(releases)
    alerts = Alert.objects.confirmed().filter(rhythm=rhythm, family__in=[one.release.family for one in news])
    readers = list(
        Reader.objects.filter(pk__gt=after, pk__in=alerts.values("reader"))
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    )
    wanting = {
        alert.reader_id
        for alert in alerts.filter(reader__in=readers)
        if any(one.tells(alert) for one in news)
    }
    for key in sorted(wanting):
        letter.enqueue(argument, key)
    if len(readers) == BATCH:
        batch.enqueue(argument, readers[-1])
    return len(wanting)


@in_background(
    "alert-letter",
    _("A letter about a release"),
    concerns=MAY_MODERATE,
    seconds=LETTER_SECONDS,
    describe=_describe,
)
def send_alert_letter(release_id, reader_id):
    """Send a reader the letter about a release, unless nothing of it is wanted meanwhile; return whether it went."""
    return write_letter(_published(release_id), Rhythm.RELEASE, reader_id, "alert", release_id)


@in_background(
    "alert-week-letter", _("A weekly letter about figures"), concerns=MAY_MODERATE, seconds=LETTER_SECONDS
)
def send_weekly_letter(friday, reader_id):
    """Send a reader the weekly letter, unless nothing of it is wanted meanwhile; return whether it went."""
    return write_letter(_of_the_week(friday), Rhythm.WEEKLY, reader_id, "alert_week", friday[:10])
