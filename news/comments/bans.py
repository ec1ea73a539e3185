"""Keeping somebody from commenting for a time."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note
from news.permissions import user_can_moderate

from .models import Ban, NetworkKey

LONGEST_DAYS = 365


def is_banned(origin, email="", at=None):
    """Tell whether a ban in force keeps an origin or an e-mail address from commenting. One query."""
    who = Q(network__in=origin.networks)
    if origin.browsers:
        who |= Q(browser__in=origin.browsers)
    if email:
        who |= Q(email__iexact=email)
    return Ban.objects.in_force(at).filter(who).exists()


def ban(comment, by, days, *, author=True, network=False, reason="", at=None):
    """Ban the author of a comment (e-mail address and browser), its network, or both, for some days; return the bans.

    Raises ValidationError who may not moderate, for a span that is not between 1 and 365 days, and when nothing is
    known of the author any more. The key of the hashes is kept until the ban ends.
    """
    if not user_can_moderate(by):
        raise ValidationError(_("You may not moderate reader comments."))
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError(_("A ban lasts between 1 and 365 days."))
    now = at or timezone.now()
    wanted = []
    if author:
        wanted += [{"email": comment.email}] if comment.email else []
        wanted += [{"browser": comment.browser, "key": key_of(comment.browser)}] if comment.browser else []
    if network and comment.network:
        wanted.append({"network": comment.network, "key": key_of(comment.network)})
    wanted = [fields for fields in wanted if fields.get("key", True)]
    if not wanted:
        raise ValidationError(_("Nothing is known any more by which the author could be recognised."))
    bans = [
        Ban.objects.create(until=now + timedelta(days=days), reason=reason[:200], moderator=by, **fields)
        for fields in wanted
    ]
    # Who may read the history of a comment need not be one who may see its address.
    what = ", ".join(one.kind for one in bans)
    note(by, [comment], gettext_noop("Banned: %(what)s, %(days)s days"), what=what, days=days)
    return bans


def key_of(hashed):
    """Return the key under which a hash was made, or None once it is forgotten."""
    number = hashed.partition(".")[0]
    return NetworkKey.objects.filter(pk=number).first() if number.isdigit() else None
