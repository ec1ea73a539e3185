"""Occasions that people are told of: what is done to a release or a correction. Rooms above the figures listen and write the letters."""

from django.db.models import TextChoices
from django.dispatch import Signal


class Occasion(TextChoices):
    """The occasions; each names a release, and a correction where it is about one."""

    HANDED_OVER = "handed-over"
    APPROVED = "approved"
    SENT_BACK = "sent-back"
    UNDONE = "undone"
    DELAYED = "delayed"
    CORRECTION = "correction"


#: Sent inside the transaction of what was done: `occasion`, `release_id`, `by_id` (None: nobody, the clock), and `event`, a
#: word that tells this occasion from all others.
happened = Signal()


def tell(occasion, release_id, by_id, event):
    """Tell whoever listens of an occasion; it is no longer one when the transaction around it fails."""
    happened.send(sender=Occasion, occasion=occasion, release_id=release_id, by_id=by_id, event=event)
