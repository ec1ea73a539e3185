"""Values that only one thing of a kind may have, its id on the old site for one: what drafts would give counts, too."""

from django.db.models import Q
from django.utils.translation import gettext as _

from .states import PublishingError


def holder_of(model, name, value, besides=None, drafts=True):
    """Return the thing that has a value of its own, or would get it by its draft or its schedule; None if none does.

    `besides` is the id of a thing that does not count; `drafts=False` asks about what is in force alone.
    """
    others = model.objects.exclude(pk=besides) if besides else model.objects.all()
    found = others.filter(**{name: value}).first()
    if found or not drafts:
        return found
    drafted = Q(**{f"latest_revision__content__{name}": value}) & ~Q(draft_status="")
    scheduled = Q(scheduled_for__isnull=False, **{f"scheduled_revision__content__{name}": value})
    return others.filter(drafted).first() or others.filter(scheduled).first()


def require_own(thing, content):
    """Refuse a content with a value of its own that another thing has."""
    for name in thing.described.own:
        value = content.get(name)
        if (
            value
            and value != getattr(thing, name)
            and holder_of(type(thing), name, value, thing.pk, drafts=False)
        ):
            raise PublishingError(_sentence(name), code="refused")


def _sentence(name):
    if name == "legacy_id":
        return _("Another article has the id on the old site that this one is given.")
    return _("Something else has the address that this one is given.")
