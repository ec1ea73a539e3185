"""Letters to the staff: an article waits for review, was approved or sent back, or somebody left a note on it.

Nobody is written about what they did themselves, nor about what they chose not to hear of (`LetterChoices`).
"""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.background.work import in_background
from foundation.people import name_of
from news.articles.models import Article
from news.letters.addresses import address_in
from news.letters.sending import LETTER_SECONDS, new_event, send_letter
from news.letters.staff import staff_who_may, with_choices
from news.permissions import MAY_WRITE

from .due import address_of_article
from .models import PassageNote

SUBMITTED, APPROVED, SENT_BACK, NOTED = "submitted", "approved", "sent_back", "noted"
#: Whoever saved an article within this time is still at work on it.
AT_WORK = timedelta(days=30)


def receivers_of(kind, article, by, note=None):
    """Return (person, language) of those whom something done to an article concerns, never whoever did it.

    `kind` is one of the four above, `by` who did it, `note` the `PassageNote` that was left.
    """
    people = staff_who_may("approve_article") if kind == SUBMITTED else writers_of(article, note)
    topic = "about_notes" if kind == NOTED else "about_review"
    return [(person, chosen.language) for person, chosen in with_choices(people.exclude(pk=by.pk), topic)]


def write_to(person, language, kind, article, by, note, site, text, event):
    """Send one letter about an article and return whether it went; `event` tells this occasion from all others.

    `site` is the root of links ("https://host/"), `text` says what has to change in an article that was sent back.
    """
    context = {
        "article": article,
        "by": name_of(by),
        "text": note.text if note else text,
        "quote": note.quote if note else "",
        "address": address_in(language, site, "admin:news_article_change", article.pk),
        "choices": address_in(language, site, "admin:news_letterchoices_changelist"),
    }
    return send_letter(
        person.email, f"article_{kind}", language, context, once_for=[event, article.pk, person.pk]
    )


def writers_of(article, note=None):
    """Return who works on an article and has an e-mail address: its author, whoever saved it lately, and, about a note,
    whoever wrote in its thread."""
    lately = timezone.now() - AT_WORK
    concerned = Q(pk=article.author_id) | Q(
        pk__in=article.revisions.filter(created_at__gte=lately).order_by().values("author")
    )
    if note is not None:
        thread = note.reply_to_id or note.pk
        concerned |= Q(
            pk__in=PassageNote.objects.filter(Q(pk=thread) | Q(reply_to=thread)).order_by().values("author")
        )
    return staff_who_may("change_article").filter(concerned)


def _article(kind, article_id, *_rest):
    article = Article.objects.filter(pk=article_id).first()
    return (str(article), address_of_article(article_id)) if article else ("", "")


@in_background("staff-letters", _("Letters about an article"), concerns=MAY_WRITE, describe=_article)
def send_staff_letters(kind, article_id, by_id, site, text="", note_id=None, event=""):
    """Hand in the letters to the staff about an article (`receivers_of`); what is gone meanwhile needs none.

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
    concerns=MAY_WRITE,
    describe=_article,
    seconds=LETTER_SECONDS,
)
def send_staff_letter(kind, article_id, by_id, site, text, note_id, event, person_id, language):
    """Send one member of the staff a letter about an article."""
    about = _about(article_id, by_id, note_id)
    person = get_user_model().objects.filter(pk=person_id, is_active=True).exclude(email="").first()
    if about is None or person is None:
        return False
    article, by, note = about
    return write_to(person, language, kind, article, by, note, site, text, event)


def _about(article_id, by_id, note_id):
    """Return (article, who did it, note), or None when something of it is gone."""
    article = Article.objects.select_related("section").filter(pk=article_id).first()
    by = get_user_model().objects.filter(pk=by_id).first()
    note = PassageNote.objects.filter(pk=note_id).first() if note_id else None
    return None if article is None or by is None or (note_id and note is None) else (article, by, note)
