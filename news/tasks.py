"""The newsroom's background work. One letter is one task, so that one failure is one letter's.

Letters go at most once (`foundation.background.once`); renditions and link checks may be done again at any time.
"""

import secrets

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.background.work import in_background
from news.comments.digest import write_digest
from news.comments.erasing import write_data_letter
from news.comments.following import followers_of, write_confirm_letter, write_reply_letter

from .addresses import link_checking
from .articles.models import Article
from .comments.models import Comment, Subscription
from .editing.due import address_of_article, take_one
from .editing.models import PassageNote
from .editing.publishing import DUE_CHANGE
from .letters.staff import receivers_of, write_to
from .library import rendition_files
from .library.models import Picture

MODERATORS, WRITERS = "news.moderate_comment", "news.change_article"
LETTER_SECONDS = 60


def new_event():
    """Return a word that tells one occasion from all others: the same article may be submitted twice."""
    return secrets.token_hex(6)


def _picture(picture_id):
    picture = Picture.objects.filter(pk=picture_id).first()
    return (str(picture), reverse("admin:news_picture_change", args=[picture_id])) if picture else ("", "")


def _article(kind, article_id, *_rest):
    article = Article.objects.filter(pk=article_id).first()
    return (str(article), address_of_article(article_id)) if article else ("", "")


@in_background(
    DUE_CHANGE, _("A scheduled change of an article"), concerns="news.publish_article", urgent=True, pauses=()
)
def take_due_change(article_id):
    """Try again to put the due draft of an article live; a failure is noted where it happens."""
    return take_one(article_id)


@in_background("renditions", _("The sizes of a picture"), concerns=WRITERS, describe=_picture)
def make_renditions(picture_id):
    """Make the missing renditions of a picture; one that has been deleted meanwhile needs none. Return how many."""
    picture = Picture.objects.filter(pk=picture_id).first()
    return rendition_files.make_missing(picture) if picture else 0


@in_background("link-check", _("Asking outside addresses"), concerns=WRITERS, priority=-20)
def ask_addresses(*addresses):
    """Ask some outside addresses whether they still answer, and note it. Return how many do not."""
    return sum(bool(reason) for _url, reason in link_checking.check(list(addresses)))


@in_background(
    "confirm-letter", _("A letter that asks for a confirmation"), concerns=MODERATORS, seconds=LETTER_SECONDS
)
def send_confirm_letter(subscription_id):
    """Send the letter that asks whether a reader wants letters about replies; none when it is confirmed or gone."""
    waiting = Subscription.objects.select_related("reader", "thread__article__section").filter(
        confirmed_at=None
    )
    subscription = waiting.filter(pk=subscription_id).first()
    return bool(subscription) and write_confirm_letter(subscription)


@in_background("reply-letters", _("Letters about a reply"), concerns=MODERATORS)
def send_reply_letters(comment_id):
    """Hand in a letter about a reply for everybody who follows its thread; return how many.

    One that is gone or hidden meanwhile needs none.
    """
    comment = Comment.objects.visible().select_related("parent").filter(pk=comment_id).first()
    keys = followers_of(comment) if comment else []
    for key in keys:
        send_reply_letter.enqueue(comment_id, key)
    return len(keys)


@in_background("reply-letter", _("A letter about a reply"), concerns=MODERATORS, seconds=LETTER_SECONDS)
def send_reply_letter(comment_id, subscription_id):
    """Send one follower the letter about a reply, unless either is gone meanwhile."""
    comment = (
        Comment.objects.visible().select_related("article__section", "parent").filter(pk=comment_id).first()
    )
    subscription = Subscription.objects.select_related("reader").filter(pk=subscription_id).first()
    return bool(comment and subscription) and write_reply_letter(comment, subscription)


@in_background(
    "data-letter",
    _("A letter with a reader's own data"),
    concerns=MODERATORS,
    private=True,
    seconds=LETTER_SECONDS,
)
def send_data_letter(email, language, site, event):
    """Send a link to what we hold of an address, if we hold anything: whether we do is looked up here, not in the request."""
    return write_data_letter(email, language, site, event)


@in_background(
    "digest-letter", _("The moderators' daily letter"), concerns=MODERATORS, seconds=LETTER_SECONDS
)
def send_digest_letter(user_id, language, site, event):
    """Send one moderator the letter about what waits, if anything does."""
    moderator = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    return bool(moderator) and write_digest(moderator, language, site, event)


@in_background("staff-letters", _("Letters about an article"), concerns=WRITERS, describe=_article)
def send_staff_letters(kind, article_id, by_id, site, text="", note_id=None, event=""):
    """Hand in the letters to the staff about an article (`news.letters.staff`); what is gone meanwhile needs none.

    Return how many.
    """
    about = _about(article_id, by_id, note_id)
    people = receivers_of(kind, *about) if about else []
    for person, language in people:
        send_staff_letter.enqueue(
            kind, article_id, by_id, site, text, note_id, event or new_event(), person.pk, language
        )
    return len(people)


@in_background(
    "staff-letter",
    _("A letter about an article"),
    concerns=WRITERS,
    describe=_article,
    seconds=LETTER_SECONDS,
)
def send_staff_letter(kind, article_id, by_id, site, text, note_id, event, person_id, language):
    """Send one member of the staff a letter about an article."""
    about = _about(article_id, by_id, note_id)
    person = get_user_model().objects.filter(pk=person_id, is_active=True).exclude(email="").first()
    return bool(about and person) and write_to(person, language, kind, *about, site, text, event)


def _about(article_id, by_id, note_id):
    """Return (article, who did it, note), or None when something of it is gone."""
    article = Article.objects.select_related("section").filter(pk=article_id).first()
    by = get_user_model().objects.filter(pk=by_id).first()
    note = PassageNote.objects.filter(pk=note_id).first() if note_id else None
    return None if article is None or by is None or (note_id and note is None) else (article, by, note)
