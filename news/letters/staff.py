"""Letters to the staff: an article waits for review, was approved or sent back, or somebody left a note on it.

Nobody is written about what they did themselves, nor about what they chose not to hear of (`LetterChoices`).
"""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from foundation.people import name_of
from news.editing.models import PassageNote

from .models import OFFICE_LANGUAGE, LetterChoices
from .sending import send_letter

SUBMITTED, APPROVED, SENT_BACK, NOTED = "submitted", "approved", "sent_back", "noted"
#: Whoever saved an article within this time is still at work on it.
AT_WORK = timedelta(days=30)
PERMISSIONS_KEPT_BY = "django.contrib.auth.backends.ModelBackend"


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
    root = site.rstrip("/")
    context = {
        "article": article,
        "by": name_of(by),
        "text": note.text if note else text,
        "quote": note.quote if note else "",
        "address": f"{root}{reverse('admin:news_article_change', args=[article.pk])}",
        "choices": f"{root}{reverse('admin:news_letterchoices_changelist')}",
    }
    return send_letter(
        person.email, f"article_{kind}", language, context, once_for=[event, article.pk, person.pk]
    )


def staff_who_may(permission):
    """Return the active members of the staff with a permission of the newsroom and an e-mail address; one query."""
    people = get_user_model().objects.with_perm(f"news.{permission}", backend=PERMISSIONS_KEPT_BY)
    return people.filter(is_staff=True).exclude(email="").order_by("pk")


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


def with_choices(people, topic, language=OFFICE_LANGUAGE):
    """Return (person, `LetterChoices`) of those who want letters about a topic; two queries.

    `topic` is the name of a field of `LetterChoices`; `language` that of whoever has chosen none.
    """
    chosen = LetterChoices.objects.in_bulk([person.pk for person in people])
    pairs = [
        (person, chosen.get(person.pk) or LetterChoices(user=person, language=language)) for person in people
    ]
    return [(person, choices) for person, choices in pairs if getattr(choices, topic)]
