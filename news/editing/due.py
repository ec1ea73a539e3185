"""Scheduled changes whose moment has come: put live one by one, each failure remembered and in nobody's way."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.background.mishaps import note_mishap, settle
from foundation.background.models import Mishap
from foundation.background.work import GROWING, in_background
from news.articles.models import Article
from news.drafting.contents import DATED, moment_of
from news.drafting.rows import model_named, models_with_drafts
from news.linking.uses import edit_address
from news.permissions import MAY_PUBLISH

from .live import go_live
from .own_values import require_own
from .revisions import content_of
from .schedule import DUE_CHANGE, FIRST, key_of, named_by, scheduled_fields, scheduled_languages, take_back

MOST_AT_ONCE = 100


def take_due(now=None):
    """Put the drafts live whose moment has come and return how many; each in its own transaction, each once.

    Called by whichever process notices first that the moment has passed (`portal.freshness`), and by a chore. One that
    failed is left alone until its next try, however often this is called.
    """
    now = now or timezone.now()
    held_back = Mishap.objects.waiting(DUE_CHANGE, now).values_list("key", flat=True)
    return sum(_take_due_of(model, now, held_back) for model in models_with_drafts())


def _take_due_of(model, now, held_back):
    due = model.objects.filter(scheduled_for__lte=now).order_by("scheduled_for", "pk")
    if not due.exists():
        return 0
    waiting = [key for of, key in map(named_by, held_back) if of is model]
    keys = list(due.exclude(pk__in=waiting).values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(take_one(key, now, model) for key in keys)


def take_one(key, now=None, model=Article):
    """Put the due draft of one thing live and tell whether it went; a failure is remembered and shown on the desk."""
    try:
        return put_due_live(key, now or timezone.now(), model)
    except Exception as error:
        thing = model.objects.get(pk=key)
        note_mishap(
            DUE_CHANGE, key_of(thing), error, label=thing, link=edit_address(thing), concerns=MAY_PUBLISH, urgent=True,
            work=take_due_change.module_path, arguments=[key, model._meta.model_name], pauses=GROWING, at=now,
        )  # fmt: skip
        return False


@in_background(DUE_CHANGE, _("A scheduled change"), concerns=MAY_PUBLISH, urgent=True, pauses=())
def take_due_change(key, name=FIRST):
    """Try again to put the due draft of a thing live, whose model is called `name`; a failure is noted where it happens."""
    return take_one(key, model=model_named(name))


@transaction.atomic
def put_due_live(key, now, model=Article):
    """Put the draft of a thing live whose moment has come by `now`; tell whether it did. Each is put live once."""
    due = model.objects.filter(scheduled_for__lte=now)
    stored = due.select_for_update(of=("self",)).filter(pk=key).first()
    if stored is None or stored.scheduled_revision is None:
        return False
    put_scheduled_live(stored, stored.scheduled_for)
    return True


def put_scheduled_live(stored, at):
    """Put live what is scheduled of a locked thing, in its languages; its date stays unless the change gives it another."""
    revision, fields = stored.scheduled_revision, scheduled_fields(stored)
    content = content_of(revision)
    dated = moment_of(content.get(DATED)) if stored.scheduled_fields and DATED in fields else None
    require_own(stored, content)
    go_live(stored, content, revision, dated or stored.published_at, scheduled_languages(stored), fields, at)
    take_back(stored)


def next_change(after, model=Article):
    """Return the earliest moment after `after` at which a thing of a model appears, changes or goes by itself, or None."""
    return model.objects.next_change(after)


def watch():
    """Settle what failed of a thing that is deleted: nothing of it can go live any more."""
    for model in models_with_drafts():
        post_delete.connect(
            _deleted, sender=model, dispatch_uid=f"due-change-of-deleted-{model._meta.model_name}"
        )


def _deleted(instance, **kwargs):
    settle(DUE_CHANGE, key_of(instance))
