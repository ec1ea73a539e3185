"""Visitors as keyed hashes under keys that change and are forgotten: enough to limit a flood, not to find a person.

A key is used for a week and kept for 30 days, longer only while a ban needs it. What came in under an older key can be
compared as long as the key is there: an origin holds its hashes under every key that is.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from foundation.visitors import network_of

from .models import NetworkKey

USED_FOR = timedelta(days=7)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Origin:
    """The origin of a request: hashes of its network and of its browser, the newest key's first.

    `browsers` is empty for a browser that has not shown the cookie of the form. `key` is the id of the newest key.
    """

    networks: tuple[str, ...]
    browsers: tuple[str, ...] = ()
    key: int | None = None

    @property
    def network(self):
        """Return the hash under the newest key."""
        return self.networks[0]

    @property
    def browser(self):
        """Return the hash of the browser under the newest key, or "" if it is not known."""
        return self.browsers[0] if self.browsers else ""


def origin_of(request, at=None):
    """Return the `Origin` of a request."""
    keys = present_keys(at)
    network, browser = network_of(request), request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")[:200]
    return Origin(
        networks=tuple(_hashed(key, f"network:{network}") for key in keys),
        browsers=tuple(_hashed(key, f"browser:{browser}") for key in keys) if browser else (),
        key=keys[0].pk,
    )


def present_keys(at=None):
    """Return the keys that are kept, newest first; make a new one when the newest has been used for a week."""
    now = at or timezone.now()
    keys = list(NetworkKey.objects.all())
    if not keys or now - keys[0].created_at >= USED_FOR:
        keys.insert(0, NetworkKey.objects.create(created_at=now))
    return keys


def _hashed(key, text):
    """Return the number of the key and the HMAC-SHA-256 of the text under it, cut to 128 bits."""
    return f"{key.pk}.{hmac.new(bytes.fromhex(key.secret), text.encode(), hashlib.sha256).hexdigest()[:32]}"
