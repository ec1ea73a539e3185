"""Forgetting what is needed no longer: networks after 30 days, keys with them, addresses of
what was not wanted and of reports that were answered, old spam, ended bans, unanswered letters."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from foundation.batches import delete_in_batches, update_in_batches
from foundation.narrowing import seen_by_nobody
from foundation.tally import forget_tallies
from news.enums import CommentStatus

from .figure_reports import forget_senders
from .following import CONFIRM_WITHIN
from .models import Ban, Comment, CommentReport, LearnedWord, NetworkKey, Reader, Subscription
from .networks import KEPT_FOR, USED_FOR

#: Spam that nobody answered is of no use after so long.
SPAM_FOR = timedelta(days=90)
#: A word seen once and not again in this time tells nothing.
RARE_WORDS_FOR = timedelta(days=180)


def forget(at=None, write=True):
    """Forget what is needed no longer; return `{what: how many}`. With `write=False` it only counts."""
    now = at or timezone.now()
    old = now - KEPT_FOR
    stale = Comment.objects.filter(created_at__lte=old).exclude(network="", browser="")
    ended = Ban.objects.ended(now)
    forgotten = {
        "comments": stale.count(),
        "reports": CommentReport.objects.filter(created_at__lte=old).exclude(network="").count(),
        "bans": ended.count(),
    }
    if write:
        if forgotten["comments"]:
            update_in_batches(stale, network="", browser="")
        reported = CommentReport.objects.filter(created_at__lte=old).exclude(network="")
        update_in_batches(reported, network="")
        delete_in_batches(ended)
    unwanted = Comment.objects.filter(
        status__in=[CommentStatus.REJECTED, CommentStatus.SPAM], created_at__lte=old
    ).exclude(email="")
    spam = Comment.objects.filter(status=CommentStatus.SPAM, reply_count=0, created_at__lte=now - SPAM_FOR)
    forgotten |= {"emails": unwanted.count(), "spam": spam.count()}
    if write:
        update_in_batches(unwanted, email="")
        with seen_by_nobody():
            delete_in_batches(spam)
    # A key made nothing after it was replaced; it goes 30 days after that, unless a ban in force needs it.
    keys = NetworkKey.objects.filter(created_at__lte=old - USED_FOR).exclude(
        pk__in=Ban.objects.in_force(now).filter(key__isnull=False).values("key")
    )
    unanswered = Subscription.objects.filter(confirmed_at=None, created_at__lte=now - CONFIRM_WITHIN)
    forgotten |= {"keys": keys.count(), "subscriptions": unanswered.count()}
    if write:
        delete_in_batches(keys)
        delete_in_batches(unanswered)
    forgotten["figure reports"] = forget_senders(now, write)
    readers = Reader.objects.filter(
        subscriptions=None, alerts=None, confirmed_at=None, created_at__lte=now - CONFIRM_WITHIN
    )
    words = (
        LearnedWord.objects.filter(seen_at__lte=now - RARE_WORDS_FOR)
        .filter(Q(approved=0, spam=0) | Q(approved=1, spam=0) | Q(approved=0, spam=1))
        .exclude(word="")
    )
    forgotten |= {"readers": readers.count(), "words": words.count()}
    if write:
        delete_in_batches(readers)
        delete_in_batches(words)
        forget_tallies(now)
    return forgotten
