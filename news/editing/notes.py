"""Notes on passages: editors tell each other what they see in a text, answer, and resolve."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note as note_in_history

LONGEST_NOTE, LONGEST_QUOTE = 2000, 500


def threads_of(thing, resolved=False):
    """Return the notes of a thing that start a thread, open ones (or resolved ones), with their replies at hand."""
    return (
        thing.notes.filter(reply_to=None, resolved_at__isnull=not resolved)
        .select_related("author", "resolved_by")
        .prefetch_related("replies__author")
    )


def add(thing, by, text, field="", quote="", reply_to=None):
    """Add a note on a passage, or a reply to one; refuse an empty text, an unknown field or a reply to nothing."""
    text, quote = text.replace("\0", "").strip(), quote.replace("\0", "")
    if not text or len(text) > LONGEST_NOTE:
        raise ValidationError(_("Write a note of at most %(number)s characters.") % {"number": LONGEST_NOTE})
    parent = None
    if reply_to:
        parent = thing.notes.filter(pk=reply_to, reply_to=None).first()
        if parent is None:
            raise ValidationError(_("The note you answer is gone."))
        field, quote = parent.field, ""
    if field not in thing.described.text_fields():
        raise ValidationError(_("Choose a passage in one of the texts."))
    return thing.notes.create(
        author=by,
        text=text,
        field=field,
        quote=quote.strip()[:LONGEST_QUOTE],
        reply_to=parent,
    )


@transaction.atomic
def resolve(thing, key, by, resolved=True):
    """Resolve a note, or open it again; a line stays in the history."""
    note = thing.notes.select_for_update().filter(pk=key, reply_to=None).first()
    if note is None:
        raise ValidationError(_("The note is gone."))
    note.resolved_at, note.resolved_by = (timezone.now(), by) if resolved else (None, None)
    note.save(update_fields=["resolved_at", "resolved_by"])
    closed, opened = (
        gettext_noop("Resolved the note “%(text)s”."),
        gettext_noop("Opened the note “%(text)s” again."),
    )
    note_in_history(by, [thing], closed if resolved else opened, text=note)
    return note
