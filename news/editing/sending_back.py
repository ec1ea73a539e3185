"""The note with which a thing is sent back: kept until the author has acted on it."""

from news.drafting.rows import beside
from news.enums import ArticleStatus


def keep(thing, by, text):
    """Keep what has to change in a thing that is sent back, in the place of an earlier note."""
    notes = beside(thing, "sent_back").objects
    notes.filter(thing=thing).delete()
    return notes.create(thing=thing, by=by, text=text, revision_id=thing.latest_revision_id)


def forget(thing):
    """Forget the note: the thing goes to its reviewers again."""
    beside(thing, "sent_back").objects.filter(thing=thing).delete()


def note_of(thing):
    """Return the note about the newest text of a thing, or None. What waits for review, or is live, has none."""
    if (thing.draft_status or thing.status) != ArticleStatus.DRAFT:
        return None
    return beside(thing, "sent_back").objects.in_force().select_related("by").filter(thing=thing.pk).first()
