"""Working copies: what an editor has typed and not saved, kept every few seconds so that nothing is ever lost."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from foundation.people import name_of
from news.articles.models import Article

from .models import Presence, WorkingCopy

#: What the form sends that is no part of what was typed.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "base_revision"})
LARGEST = 4_000_000
LONGEST_KEPT = timedelta(days=30)
#: An editor who has not been heard of for so long has left; one who has not typed for so long only reads.
AWAY_AFTER, READING_AFTER = timedelta(seconds=60), timedelta(seconds=30)


class TooLarge(ValueError):
    """The typed text is larger than a working copy may be."""


@transaction.atomic
def keep(article, editor, base, typed):
    """Keep what an editor has typed; `typed` maps the form's field names to lists of texts. Return the working copy.

    `article` is None for one that was never saved; `base` is the id of the revision the form was opened with, or None.
    """
    data = {
        name: values for name, values in typed.items() if name not in NOT_TYPED and not name.startswith("_")
    }
    if sum(len(value) for values in data.values() for value in values) > LARGEST:
        raise TooLarge
    base = base if article and base and article.revisions.filter(pk=base).exists() else None
    copy, _created = WorkingCopy.objects.update_or_create(
        article=article, editor=editor, defaults={"data": data, "base_id": base, "saved_at": timezone.now()}
    )
    return copy


def copy_of(article, editor):
    """Return the working copy of an editor, or None."""
    return WorkingCopy.objects.filter(article=article, editor=editor).first()


def drop(article, editor):
    """Forget what an editor has typed: it was saved, or is not wanted."""
    WorkingCopy.objects.filter(article=article, editor=editor).delete()


def forget_old(now=None):
    """Forget working copies and presences that nobody has come back to, and return how many copies went."""
    now = now or timezone.now()
    Presence.objects.filter(seen_at__lt=now - AWAY_AFTER).delete()
    number, _kinds = WorkingCopy.objects.filter(saved_at__lt=now - LONGEST_KEPT).delete()
    return number


def note_presence(article, editor, typing=False, now=None):
    """Note that an editor has the article's form open, and whether they are typing."""
    now = now or timezone.now()
    fields = {"seen_at": now, **({"typing_at": now} if typing else {})}
    Presence.objects.update_or_create(article=article, editor=editor, defaults=fields)


def leave(article, editor):
    """Note that an editor has closed the form."""
    Presence.objects.filter(article=article, editor=editor).delete()


def others_at(article, editor, now=None):
    """Return who else has the form open, as a list of (name, are they typing)."""
    now = now or timezone.now()
    rows = Presence.objects.filter(Q(article=article), seen_at__gte=now - AWAY_AFTER).exclude(editor=editor)
    return [
        (
            name_of(one.editor),
            bool(one.typing_at and one.typing_at >= now - READING_AFTER),
        )
        for one in rows.select_related("editor").order_by("editor__username")
    ]


def newer_revision(article, base):
    """Return the newest revision when it is another than the one a form was opened with, else None."""
    row = Article.objects.select_related("latest_revision__author").filter(pk=article.pk).first()
    latest = row and row.latest_revision
    return latest if latest and base and latest.pk != base else None
