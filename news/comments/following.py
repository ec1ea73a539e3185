"""Letters about replies: asked for, confirmed by a letter, ended by one click."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.background.work import hand_in, in_background
from news.enums import CommentStatus
from news.letters.addresses import address_in, page_in
from news.letters.sending import LETTER_SECONDS, send_letter
from news.permissions import MAY_MODERATE

from .models import Comment, Reader, Subscription

CONFIRM_WITHIN = timedelta(days=7)
#: So many letters that ask for a confirmation go to one address in a day: nobody's box is filled through us.
MOST_UNCONFIRMED = 3
_CONFIRM = signing.TimestampSigner(salt="news.comments.confirm")
_END = signing.Signer(salt="news.comments.unfollow")


def thread_of(comment):
    """Return the comment that began the thread a comment is in."""
    return comment if comment.parent_id is None else comment.parent


def follow(email, thread, language, site, at=None):
    """Note that somebody wants letters about a thread, and have the letter sent that asks for a confirmation.

    Returns the `Subscription`, or None when the address has been asked often enough today. Whoever has confirmed this
    subscription before gets no second letter. `site` is the root of the links, as "https://host/".
    """
    now = at or timezone.now()
    with transaction.atomic():
        reader = reader_with(email)
        waiting = reader.subscriptions.filter(
            confirmed_at=None, created_at__gt=now - timedelta(days=1)
        ).count()
        if waiting >= MOST_UNCONFIRMED:
            return None
        subscription, new = Subscription.objects.get_or_create(
            reader=reader, thread=thread, defaults={"language": language, "site": site}
        )
        if new:
            hand_in(send_confirm_letter, subscription.pk)
    return subscription


@in_background(
    "confirm-letter",
    _("A letter that asks for a confirmation"),
    concerns=MAY_MODERATE,
    seconds=LETTER_SECONDS,
)
def send_confirm_letter(subscription_id):
    """Send the letter that asks whether a reader wants letters about replies; none when it is confirmed or gone."""
    waiting = Subscription.objects.select_related("reader", "thread__article__section").filter(
        confirmed_at=None
    )
    subscription = waiting.filter(pk=subscription_id).first()
    return bool(subscription) and write_confirm_letter(subscription)


def write_confirm_letter(subscription):
    """Send the letter that asks for a confirmation; return whether it went."""
    address = _address("news:confirm-reader", _CONFIRM.sign(str(subscription.pk)), subscription)
    return send_letter(
        subscription.reader.email, "confirm", subscription.language,
        {"thread": subscription.thread, "confirm": address, "unfollow": unfollow_address(subscription)},
        once_for=[subscription.pk],
    )  # fmt: skip


def reader_with(email):
    """Return the reader with an address, made if need be and locked; letter case does not matter.

    To be called inside a transaction. Of two that meet a new address at once one makes the reader, and both get it; until
    the transaction ends nobody forgets the reader.
    """
    locked = Reader.objects.with_address(email).select_for_update()
    while (reader := locked.first()) is None:
        Reader.objects.bulk_create([Reader(email=email)], ignore_conflicts=True)
    return reader


def subscription_to_confirm(token):
    """Return the subscription a letter asks to confirm, or None for a token that is not ours, too old or gone."""
    try:
        number = _CONFIRM.unsign(token, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    return _stored(number)


def subscription_to_end(token):
    """Return the subscription that a letter offers to end, None for one that has ended; such links never grow old.

    BadSignature for what no letter of ours holds, as a link that was cut off on its way.
    """
    return _stored(_END.unsign(token))


def confirm(subscription, at=None):
    """Note that the owner of the address has answered; return whether this was the first answer to the letter."""
    now = at or timezone.now()
    first = Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(confirmed_at=now)
    Reader.objects.filter(pk=subscription.reader_id, confirmed_at=None).update(confirmed_at=now)
    return bool(first)


@transaction.atomic
def unfollow(subscription):
    """End a subscription; a reader of whom nothing else is known is forgotten with the last one."""
    reader = Reader.objects.select_for_update().filter(pk=subscription.reader_id).first()
    Subscription.objects.filter(pk=subscription.pk).delete()
    if reader:
        forget_idle(reader)


def forget_idle(reader):
    """Forget a locked reader who wants no letters any longer."""
    if not (reader.subscriptions.exists() or reader.alerts.exists()):
        reader.delete()


def tell_followers(comment):
    """Have letters sent about a reply that has just become public, once."""
    if comment.parent_id is None:
        return
    if comment.decisions.filter(new=CommentStatus.APPROVED).count() > 1:
        return
    hand_in(send_reply_letters, comment.pk)


def followers_of(comment):
    """Return the ids of the subscriptions of everybody who follows the thread of a reply, its author excepted."""
    return list(
        Subscription.objects.filter(thread=comment.parent_id, confirmed_at__isnull=False)
        .exclude(reader__email__iexact=comment.email or "-")
        .values_list("pk", flat=True)
    )


@in_background("reply-letters", _("Letters about a reply"), concerns=MAY_MODERATE)
def send_reply_letters(comment_id):
    """Hand in a letter about a reply for everybody who follows its thread; return how many.

    One that is gone or hidden meanwhile needs none.
    """
    comment = Comment.objects.visible().select_related("parent").filter(pk=comment_id).first()
    keys = followers_of(comment) if comment else []
    for key in keys:
        send_reply_letter.enqueue(comment_id, key)
    return len(keys)


@in_background("reply-letter", _("A letter about a reply"), concerns=MAY_MODERATE, seconds=LETTER_SECONDS)
def send_reply_letter(comment_id, subscription_id):
    """Send one follower the letter about a reply, unless either is gone meanwhile."""
    comment = (
        Comment.objects.visible().select_related("article__section", "parent").filter(pk=comment_id).first()
    )
    subscription = Subscription.objects.select_related("reader").filter(pk=subscription_id).first()
    return bool(comment and subscription) and write_reply_letter(comment, subscription)


def write_reply_letter(comment, subscription):
    """Send one follower the letter about a reply; return whether it went."""
    link = page_in(subscription.language, subscription.site, comment)
    unfollow_link = unfollow_address(subscription)
    return send_letter(
        subscription.reader.email, "reply", subscription.language,
        {"comment": comment, "link": link, "unfollow": unfollow_link},
        headers={"List-Unsubscribe": f"<{unfollow_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        once_for=[comment.pk, subscription.pk],
    )  # fmt: skip


def unfollow_address(subscription):
    """Return the address that ends a subscription."""
    return _address("news:unfollow", _END.sign(str(subscription.pk)), subscription)


def _address(name, token, subscription):
    return address_in(subscription.language, subscription.site, name, token)


def _stored(number):
    rows = Subscription.objects.select_related("reader", "thread__article__section")
    return rows.filter(pk=number).first() if number.isdigit() else None
