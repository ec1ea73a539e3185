"""A thing appears, changes and goes by itself: the moments of it, for the form, the list and the desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.languages import LANGUAGE_CODES, names_of
from news.drafting.contents import GONE, moment_of
from news.enums import ArticleStatus

from .schedule import scheduled_fields, scheduled_languages


class Happening(models.TextChoices):
    """A thing's change by itself."""

    APPEARS = "appears", _("appears")
    CHANGES = "changes", _("changes appear")
    GOES = "goes", _("is taken down")


@dataclass(frozen=True)
class Event:
    """A moment at which something happens to a thing by itself; `languages` names those that a change is in, when not in all."""

    moment: datetime
    happening: Happening
    languages: tuple[str, ...] = ()

    @property
    def label(self):
        """Return in words what happens."""
        return self.happening.label

    @property
    def in_words(self):
        """Return the names of the languages that a change is in, "" where it is in all."""
        return names_of(self.languages)

    @property
    def is_change(self):
        """Tell whether a text that waits goes live."""
        return self.happening == Happening.CHANGES


def coming(thing, now=None):
    """Return the `Event`s to come of a thing as its row stands, the earliest first; also a change that is overdue.

    Asked of a row, not of a thing in memory that shows its draft (`Drafted.row`).
    """
    now = now or timezone.now()
    if thing.status != ArticleStatus.PUBLISHED:
        return []
    appears, goes = thing.appears_at, thing.expires_at
    events = []
    if thing.scheduled_for:
        languages = scheduled_languages(thing)
        named = () if len(languages) == len(LANGUAGE_CODES) else tuple(languages)
        events.append(Event(thing.scheduled_for, Happening.CHANGES, named))
        if GONE in scheduled_fields(thing) and (goes is None or goes > thing.scheduled_for):
            goes = moment_of(thing.scheduled_revision.content.get(GONE))
    if appears and appears > now:
        events.append(Event(appears, Happening.APPEARS))
    if goes and goes > now:
        events.append(Event(goes, Happening.GOES))
    return sorted(events, key=lambda event: event.moment)
