"""Known devices: a browser in which an account has signed in is told by a signed cookie, and is not held back by
others' failures on its account. Changing the password or ending its session forgets it."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from foundation.batches import delete_in_batches
from portal.signing_in.models import KnownDevice

COOKIE, SALT = "known-device", "portal.signing_in.devices"


def kept():
    """Return for how long a device stays known after its last sign-in."""
    return timedelta(days=settings.SIGN_INS_KEPT_DAYS)


def token_of(request):
    """Return the token this browser holds, or an empty text; a cookie that was changed counts as none."""
    return request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=kept().total_seconds()) or ""


def known_to(request, username):
    """Return the device of this request when the account of this name has signed in with it, else None.

    One query for any request with a cookie, whether the name exists or not.
    """
    token = token_of(request)
    if not token:
        return None
    since = timezone.now() - kept()
    return KnownDevice.objects.filter(
        token_hash=_hash(token), user__username=username, seen_at__gte=since
    ).first()


def remember(request, user):
    """Note that an account has signed in with this browser; return the device. `set_cookie` tells the browser."""
    token = token_of(request) or secrets.token_urlsafe(32)
    request.new_device_token = token
    device, _new = KnownDevice.objects.update_or_create(
        user=user, token_hash=_hash(token), defaults={"seen_at": timezone.now()}
    )
    return device


def set_cookie(request, response):
    """Give the browser its token after `remember`."""
    if token := getattr(request, "new_device_token", ""):
        response.set_signed_cookie(
            COOKIE,
            token,
            salt=SALT,
            max_age=int(kept().total_seconds()),
            path=f"/{settings.ADMIN_URL}",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def forget_old(now=None):
    """Forget devices that have not signed in for so long, and return how many went."""
    return delete_in_batches(KnownDevice.objects.filter(seen_at__lt=(now or timezone.now()) - kept()))


def _hash(token):
    return salted_hmac(SALT, token, algorithm="sha256").hexdigest()
