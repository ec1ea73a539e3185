"""Scheduled changes whose moment has come: put live one by one, each failure remembered and in nobody's way."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.background.mishaps import note_mishap, settle
from foundation.background.models import Mishap
from foundation.background.work import GROWING, in_background
from news.articles.models import Article
from news.permissions import MAY_PUBLISH

from .content import moment_of
from .live import go_live, require_own_old_id
from .revisions import content_of
from .schedule import DUE_CHANGE, scheduled_fields, scheduled_languages, take_back

MOST_AT_ONCE = 100


def take_due(now=None):
    """Put the drafts live whose moment has come and return how many; each in its own transaction, each once.

    Called by whichever process notices first that the moment has passed (`portal.freshness`), and by a chore. One that
    failed is left alone until its next try, however often this is called.
    """
    now = now or timezone.now()
    held_back = Mishap.objects.waiting(DUE_CHANGE, now).values_list("key", flat=True)
    due = Article.objects.filter(scheduled_for__lte=now).order_by("scheduled_for", "pk")
    keys = list(due.values_list("pk", flat=True)[:MOST_AT_ONCE])
    if not keys:
        return 0
    held_back = set(held_back)
    if held_back:
        keys = list(due.exclude(pk__in=held_back).values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(take_one(key, now) for key in keys)


def take_one(key, now=None):
    """Put the due draft of one article live and tell whether it went; a failure is remembered and shown on the desk."""
    try:
        return put_due_live(key, now or timezone.now())
    except Exception as error:
        note_mishap(
            DUE_CHANGE, str(key), error, label=Article.objects.get(pk=key), link=address_of_article(key),
            concerns=MAY_PUBLISH, urgent=True, work=take_due_change.module_path, arguments=[key],
            pauses=GROWING, at=now,
        )  # fmt: skip
        return False


@in_background(
    DUE_CHANGE, _("A scheduled change of an article"), concerns=MAY_PUBLISH, urgent=True, pauses=()
)
def take_due_change(article_id):
    """Try again to put the due draft of an article live; a failure is noted where it happens."""
    return take_one(article_id)


def address_of_article(key):
    """Return where an article is edited."""
    return reverse("admin:news_article_change", args=[key])


@transaction.atomic
def put_due_live(key, now):
    """Put the draft of an article live whose moment has come by `now`; tell whether it did. Each is put live once."""
    due = Article.objects.filter(scheduled_for__lte=now)
    stored = due.select_for_update(of=("self",)).filter(pk=key).first()
    if stored is None or stored.scheduled_revision is None:
        return False
    put_scheduled_live(stored, stored.scheduled_for)
    return True


def put_scheduled_live(stored, at):
    """Put live what is scheduled of a locked article, in its languages; its date stays unless the change gives it another."""
    revision, fields = stored.scheduled_revision, scheduled_fields(stored)
    content = content_of(revision)
    dated = (
        moment_of(content.get("published_at"))
        if stored.scheduled_fields and "published_at" in fields
        else None
    )
    require_own_old_id(stored, content)
    go_live(stored, content, revision, dated or stored.published_at, scheduled_languages(stored), fields, at)
    take_back(stored)


def next_change(after):
    """Return the earliest moment after `after` at which an article appears, changes or goes by itself, or None."""
    moments = [
        _first_after(name, after)
        for name in ("visible_from", "visible_until", "scheduled_for", "pinned_until")
    ]
    return min((moment for moment in moments if moment), default=None)


def _first_after(name, after):
    """Return the earliest moment of a kind after another, or None: the first entry of its index."""
    rows = Article.objects.filter(**{f"{name}__gt": after}).order_by(name)
    return rows.values_list(name, flat=True).first()


def watch():
    """Settle what failed of an article that is deleted: nothing of it can go live any more."""
    post_delete.connect(_deleted, sender=Article, dispatch_uid="due-change-of-deleted")


def _deleted(instance, **kwargs):
    settle(DUE_CHANGE, str(instance.pk))
