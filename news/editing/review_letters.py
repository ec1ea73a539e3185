"""Letters to the staff: a thing waits for review, was approved or sent back, or somebody left a note on it.

Nobody is written about what they did themselves, nor about what they chose not to hear of (`LetterChoices`).
"""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.background.work import in_background
from foundation.people import name_of
from news.drafting.rows import beside, model_named
from news.letters.addresses import address_in
from news.letters.sending import LETTER_SECONDS, new_event, send_letter
from news.letters.staff import staff_who_may, with_choices
from news.linking.uses import edit_address
from news.permissions import MAY_WRITE

from .schedule import FIRST

SUBMITTED, APPROVED, SENT_BACK, NOTED = "submitted", "approved", "sent_back", "noted"
#: Whoever saved a thing within this time is still at work on it.
AT_WORK = timedelta(days=30)


def receivers_of(kind, thing, by, note=None):
    """Return (person, language) of those whom something done to a thing concerns, never whoever did it.

    `kind` is one of the four above, `by` who did it, `note` the note on a passage that was left.
    """
    people = staff_who_may("approve_article") if kind == SUBMITTED else writers_of(thing, note)
    topic = "about_notes" if kind == NOTED else "about_review"
    return [(person, chosen.language) for person, chosen in with_choices(people.exclude(pk=by.pk), topic)]


def write_to(person, language, kind, thing, by, note, site, text, event):
    """Send one letter about a thing and return whether it went; `event` tells this occasion from all others.

    `site` is the root of links ("https://host/"), `text` says what has to change in a thing that was sent back.
    """
    context = {
        "thing": thing,
        "by": name_of(by),
        "text": note.text if note else text,
        "quote": note.quote if note else "",
        "address": address_in(language, site, f"admin:news_{thing._meta.model_name}_change", thing.pk),
        "choices": address_in(language, site, "admin:news_letterchoices_changelist"),
    }
    return send_letter(
        person.email, f"article_{kind}", language, context, once_for=[event, thing.pk, person.pk]
    )


def writers_of(thing, note=None):
    """Return who works on a thing and has an e-mail address: its author, whoever saved it lately, and, about a note,
    whoever wrote in its thread."""
    lately = timezone.now() - AT_WORK
    concerned = Q(pk=thing.author_id) | Q(
        pk__in=thing.revisions.filter(created_at__gte=lately).order_by().values("author")
    )
    if note is not None:
        thread = note.reply_to_id or note.pk
        concerned |= Q(
            pk__in=thing.notes.filter(Q(pk=thread) | Q(reply_to=thread)).order_by().values("author")
        )
    return staff_who_may(f"change_{thing._meta.model_name}").filter(concerned)


def _thing(kind, key, *rest):
    name = rest[-1] if rest and model_named(rest[-1]) else FIRST
    thing = model_named(name).objects.filter(pk=key).first()
    return (str(thing), edit_address(thing)) if thing else ("", "")


@in_background("staff-letters", _("Letters about a draft"), concerns=MAY_WRITE, describe=_thing)
def send_staff_letters(kind, key, by_id, site, text="", note_id=None, event="", name=FIRST):
    """Hand in the letters to the staff about a thing (`receivers_of`), whose model is called `name`; what is gone meanwhile needs none.

    Return how many.
    """
    about = _about(name, key, by_id, note_id)
    people = receivers_of(kind, *about) if about else []
    for person, language in people:
        send_staff_letter.enqueue(
            kind, key, by_id, site, text, note_id, event or new_event(), person.pk, language, name
        )
    return len(people)


@in_background(
    "staff-letter",
    _("A letter about a draft"),
    concerns=MAY_WRITE,
    describe=_thing,
    seconds=LETTER_SECONDS,
)
def send_staff_letter(kind, key, by_id, site, text, note_id, event, person_id, language, name=FIRST):
    """Send one member of the staff a letter about a thing."""
    about = _about(name, key, by_id, note_id)
    person = get_user_model().objects.filter(pk=person_id, is_active=True).exclude(email="").first()
    if about is None or person is None:
        return False
    thing, by, note = about
    return write_to(person, language, kind, thing, by, note, site, text, event)


def _about(name, key, by_id, note_id):
    """Return (thing, who did it, note), or None when something of it is gone."""
    model = model_named(name)
    thing = model.objects.filter(pk=key).first()
    by = get_user_model().objects.filter(pk=by_id).first()
    note = beside(model, "notes").objects.filter(pk=note_id).first() if note_id else None
    return None if thing is None or by is None or (note_id and note is None) else (thing, by, note)
