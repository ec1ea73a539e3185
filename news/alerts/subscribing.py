"""Asking for letters about figures, confirming them, ending them. The same is done and said for every address."""

import hashlib
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.background.work import hand_in, in_background
from foundation.batches import delete_in_batches
from foundation.tally import count
from news.comments.following import CONFIRM_WITHIN, MOST_UNCONFIRMED, forget_idle, reader_with
from news.comments.models import Reader
from news.letters.addresses import address_in
from news.letters.sending import LETTER_SECONDS, send_letter
from news.permissions import MAY_MODERATE

from .models import Alert, TellingRound

#: So many forms from one network, and about one address, in an hour.
MOST_ASKED = 10
#: So many things one address follows: more than anybody reads.
MOST_ALERTS = 40
#: A round is of use no longer once its letters cannot be handed in again.
ROUNDS_FOR = timedelta(days=90)
_CONFIRM = signing.TimestampSigner(salt="news.alerts.confirm")
_LETTERS = signing.Signer(salt="news.alerts.letters")


def asked_too_often(email, origin):
    """Tell whether an address has been given, or a network has asked, too often in an hour; counts this time."""
    address = hashlib.sha256(email.lower().encode()).hexdigest()[:32]
    counted = [count(f"follow:{address}", 3600), count(f"follow:{origin.network}", 3600)]
    return max(counted) > MOST_ASKED


def follow_figures(email, wanted, language, site, at=None):
    """Note that somebody wants letters about figures, and have the letter sent that asks for a confirmation.

    `wanted` is a dictionary of `family`, `index`, `threshold` and `rhythm`. Returns the `Alert`, or None when the address
    has been asked often enough today or follows enough. What is wanted already, word for word, is not asked for again.
    """
    now = at or timezone.now()
    with transaction.atomic():
        reader = reader_with(email)
        kept = list(reader.alerts.all())
        waiting = [
            one for one in kept if one.confirmed_at is None and one.created_at > now - timedelta(days=1)
        ]
        if len(waiting) >= MOST_UNCONFIRMED or len(kept) >= MOST_ALERTS:
            return None
        alert, new = Alert.objects.get_or_create(
            reader=reader, language=language, **wanted, defaults={"site": site, "created_at": now}
        )
        if new:
            hand_in(send_confirmation, alert.pk)
    return alert


@in_background(
    "alert-confirm-letter",
    _("A letter that asks for a confirmation"),
    concerns=MAY_MODERATE,
    seconds=LETTER_SECONDS,
)
def send_confirmation(alert_id):
    """Send the letter that asks whether a reader wants letters about figures; none when it is confirmed or gone."""
    alert = Alert.objects.with_what().filter(pk=alert_id, confirmed_at=None).first()
    if alert is None:
        return False
    confirm = address_in(alert.language, alert.site, "news:follow-confirm", confirm_token(alert))
    letters = letters_address(alert.reader_id, alert.language, alert.site)
    return send_letter(
        alert.reader.email, "alert_confirm", alert.language,
        {"alert": alert, "confirm": confirm, "letters": letters}, once_for=[alert.pk],
    )  # fmt: skip


def confirm_token(alert):
    """Return the key of the address at which an alert is confirmed; good for seven days."""
    return _CONFIRM.sign(str(alert.pk))


def letters_token(reader_id):
    """Return the key of the address at which a reader ends letters; it never grows old."""
    return _LETTERS.sign(str(reader_id))


def letters_address(reader_id, language, site):
    """Return the address at which a reader sees and ends letters."""
    return address_in(language, site, "news:follow-letters", letters_token(reader_id))


def alert_to_confirm(token):
    """Return the alert a letter asks to confirm, or None for a token that is not ours, too old or gone."""
    try:
        number = _CONFIRM.unsign(token, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    return Alert.objects.with_what().filter(pk=number).first() if number.isdigit() else None


def reader_of(token):
    """Return the reader whose letters an address is about, None for one whose letters have ended.

    BadSignature for what no letter of ours holds, as a link that was cut off on its way.
    """
    number = _LETTERS.unsign(token)
    return Reader.objects.filter(pk=number).first() if number.isdigit() else None


@transaction.atomic
def confirm(alert, at=None):
    """Note that the owner of the address has answered; return whether this was the first answer to the letter.

    What was wanted before about the same thing ends: the newest word of its reader counts.
    """
    now = at or timezone.now()
    first = Alert.objects.filter(pk=alert.pk, confirmed_at=None).update(confirmed_at=now)
    if first:
        Reader.objects.filter(pk=alert.reader_id, confirmed_at=None).update(confirmed_at=now)
        same = Alert.objects.filter(reader=alert.reader_id, family=alert.family, index=alert.index_id)
        same.exclude(pk=alert.pk).delete()
    return bool(first)


@transaction.atomic
def end(reader, number=None):
    """End one of a reader's alerts by its number, or all of them; return how many.

    A reader of whom nothing else is known is forgotten with the last one.
    """
    locked = Reader.objects.select_for_update().filter(pk=reader.pk).first()
    alerts = Alert.objects.filter(reader=reader.pk)
    if number is not None:
        alerts = alerts.filter(pk=number)
    ended, _of_each = alerts.delete()
    if locked:
        forget_idle(locked)
    return ended


def forget_alerts(at=None, write=True):
    """Forget alerts that nobody confirmed, and rounds of long ago; return how many alerts. With `write=False` it only counts."""
    now = at or timezone.now()
    unanswered = Alert.objects.filter(confirmed_at=None, created_at__lte=now - CONFIRM_WITHIN)
    number = unanswered.count()
    if write:
        delete_in_batches(unanswered)
        delete_in_batches(TellingRound.objects.filter(begun_at__lte=now - ROUNDS_FOR))
    return number
