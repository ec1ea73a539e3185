"""From where a request comes, as the audit trail and sessions tell it."""

from foundation.visitors import client_address, network_of
from portal.audit.browsers import browser_in_words


def origin_of(request):
    """Return address, network and browser in words, as sessions and the audit trail keep them."""
    if not request.META.get("REMOTE_ADDR"):
        return {"address": "", "network": "", "browser": ""}
    return {
        "address": client_address(request)[:45],
        "network": network_of(request)[:50],
        "browser": browser_in_words(request.META.get("HTTP_USER_AGENT", "")),
    }
