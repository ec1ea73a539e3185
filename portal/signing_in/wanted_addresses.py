"""The e-mail address that somebody wants for their account, and the key of the letter that puts it in force.

Nothing is looked up about an address that is asked for, so whether it belongs to another account shows only to whoever
reads its letters. Asking anew, taking back, a new password and another address of the account end a key.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils import timezone

from foundation.batches import delete_in_batches
from portal.signing_in.models import WantedAddress


class AddressTaken(Exception):
    """The address belongs to another account by now."""


class _Keys(PasswordResetTokenGenerator):
    key_salt = "portal.signing_in.wanted_addresses"

    def _make_hash_value(self, wanted, timestamp):
        user = wanted.user
        asked = wanted.asked_at.isoformat()
        return f"{user.pk} {user.password} {user.email} {wanted.address} {asked} {timestamp}"


_keys = _Keys()


def want(user, address, now=None):
    """Keep which address a person wants; an earlier wish ends."""
    return WantedAddress.objects.update_or_create(
        user=user, defaults={"address": address, "asked_at": now or timezone.now()}
    )[0]


def wanted_by(user, now=None):
    """Return what a person has asked for while its letter is good, or None."""
    since = (now or timezone.now()) - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return WantedAddress.objects.filter(user=user, asked_at__gt=since).select_related("user").first()


def take_back(user):
    """Forget what a person has asked for."""
    WantedAddress.objects.filter(user=user).delete()


def key_of(wanted):
    """Return the key of a letter's link."""
    return _keys.make_token(wanted)


def opened_by(user, key):
    """Return what a key puts in force for a person, or None when it is good no more or somebody else's."""
    wanted = wanted_by(user)
    return wanted if wanted is not None and _keys.check_token(wanted, key) else None


@transaction.atomic
def put_in_force(user, key):
    """Give an account the address its owner asked for, once; return whether the key was good. Raises `Taken`."""
    people = get_user_model().objects
    user = people.select_for_update().get(pk=user.pk)
    wanted = opened_by(user, key)
    if wanted is None:
        return False
    if people.filter(email__iexact=wanted.address).exclude(pk=user.pk).exists():
        raise AddressTaken
    user.email = wanted.address
    user.save(update_fields=["email"])
    wanted.delete()
    return True


def forget_old(now=None):
    """Delete wishes whose letters are good no more, and return how many went."""
    since = (now or timezone.now()) - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return delete_in_batches(WantedAddress.objects.filter(asked_at__lte=since))
