"""A reader's own data: sent to whoever can read letters to the address, and erased at their word."""

import hashlib
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.background.work import hand_in, in_background
from foundation.tally import count
from news.enums import CommentStatus
from news.letters.addresses import address_in
from news.letters.sending import LETTER_SECONDS, new_event, send_letter
from news.permissions import MAY_MODERATE

from .models import Ban, Comment, FigureReport, Reader, Subscription
from .moderating import take_place

#: Letters to one address, and from one network, in an hour.
MOST_ASKED = 3
LINK_GOOD_FOR = timedelta(days=2)
ERASED = "–"
_SIGNER = signing.TimestampSigner(salt="news.comments.my-data")


def send_data_link(email, language, site):
    """Have a link sent to what we hold of an address. Nobody is told whether we hold anything: the same is done for all."""
    hand_in(send_data_letter, email, language, site, new_event())


@in_background(
    "data-letter",
    _("A letter with a reader's own data"),
    concerns=MAY_MODERATE,
    private=True,
    seconds=LETTER_SECONDS,
)
def send_data_letter(email, language, site, event):
    """Send a link to what we hold of an address, if we hold anything: whether we do is looked up here, not in the request."""
    return write_data_letter(email, language, site, event)


def write_data_letter(email, language, site, event):
    """Send the link if we hold anything of the address; return whether it went."""
    if not holds_anything(email):
        return False
    token = _token(email, _oldest_held(email))
    link = address_in(language, site, "news:my-data-of", token)
    return send_letter(email, "my_data", language, {"link": link}, once_for=[event])


def asked_too_often(email, origin):
    """Tell whether an address has been asked for, or a network has asked, too often in an hour; counts this time."""
    asked = [
        f"my-data:{hashlib.sha256(email.lower().encode()).hexdigest()[:32]}",
        f"my-data:{origin.network}",
    ]
    return max([count(key, 3600) for key in asked]) > MOST_ASKED


def holds_anything(email):
    """Tell whether a comment, a subscription, letters about figures or a reported error names an address."""
    asked = (
        Comment.objects.by_email(email),
        Reader.objects.with_address(email),
        FigureReport.objects.by_email(email),
    )
    return any(rows.exists() for rows in asked)


def email_of(token):
    """Return the address a link was sent to, or "" for a token that is not ours, too old, or used up by erasing."""
    try:
        written = signing.b64_decode(_SIGNER.unsign(token, max_age=LINK_GOOD_FOR).encode()).decode()
    except (signing.BadSignature, ValueError):
        return ""
    held, _space, email = written.partition(" ")
    return email if email and _oldest_held(email) & set(held.split(",")) else ""


def data_of(email):
    """Return what we hold of an address as a dictionary that JSON can hold."""
    comments = Comment.objects.by_email(email).order_by("created_at", "pk").select_related("article")
    followed = Subscription.objects.filter(reader__in=Reader.objects.with_address(email)).order_by(
        "created_at"
    )
    return {
        "email": email,
        "comments": [
            {
                "id": comment.pk, "article": comment.article_id, "name": comment.name, "text": comment.body,
                "language": comment.language, "status": comment.status, "written": comment.created_at.isoformat(),
            }
            for comment in comments.iterator(chunk_size=500)
        ],
        "subscriptions": [
            {"thread": one.thread_id, "since": one.created_at.isoformat(), "confirmed": bool(one.confirmed_at)}
            for one in followed
        ],
        "letters_about_figures": [
            alert.told()
            for reader in Reader.objects.with_address(email)
            for alert in reader.alerts.select_related("index").order_by("created_at")
        ],
        "reported_errors": [
            {"index": one.index.path, "issue": one.release.code, "text": one.text, "sent": one.created_at.isoformat(),
             "state": one.state}
            for one in FigureReport.objects.by_email(email).select_related("index", "release").order_by("created_at")
        ],
    }  # fmt: skip


@transaction.atomic
def erase(email, at=None):
    """Erase what we hold of an address; return how many comments.

    A comment that others answered leaves an empty place, so that their thread stays readable. A ban in force keeps
    what it needs until it ends.
    """
    now = at or timezone.now()
    # Whoever begins to follow a thread with this address meanwhile has its reader locked: both are waited for.
    list(Reader.objects.with_address(email).select_for_update())
    comments = list(Comment.objects.by_email(email).select_related(None))
    for comment in comments:
        if comment.replies.exists():
            Comment.objects.filter(pk=comment.pk).update(
                status=CommentStatus.REMOVED, name=ERASED, body=ERASED, email="", network="", browser="",
                likeness=None, signals=[], suspicion=None, learned_as="", erased_at=now,
            )  # fmt: skip
            take_place(comment)
        else:
            parent = comment.parent
            comment.delete()
            if parent:
                take_place(parent)
    Reader.objects.with_address(email).delete()
    FigureReport.objects.by_email(email).delete()
    Ban.objects.ended(now).filter(email__iexact=email).delete()
    return len(comments)


def _token(email, held):
    return _SIGNER.sign(signing.b64_encode(f"{','.join(sorted(held))} {email}".encode()).decode())


def _oldest_held(email):
    """Return words for the oldest comment, reader and report of an address: erasing leaves none, whatever comes later."""
    comments = Comment.objects.by_email(email).order_by("pk").values_list("pk", flat=True)[:1]
    readers = Reader.objects.with_address(email).order_by("pk").values_list("pk", flat=True)[:1]
    reports = FigureReport.objects.by_email(email).order_by("pk").values_list("pk", flat=True)[:1]
    return {f"c{pk}" for pk in comments} | {f"r{pk}" for pk in readers} | {f"f{pk}" for pk in reports}
