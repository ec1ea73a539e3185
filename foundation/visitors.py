"""The visitor behind a request: the client's address behind proxies that are trusted, and its network."""

from ipaddress import ip_address, ip_network

from django.conf import settings


def client_address(request) -> str:
    """Return the client's address: the right-most one in X-Forwarded-For that is not a trusted proxy's.

    The header is believed only when the connection itself comes from a trusted proxy.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while forwarded and is_trusted_proxy(address):
        candidate = forwarded.pop().strip()
        if not _valid(candidate):
            break
        address = candidate
    return address


def is_trusted_proxy(address: str) -> bool:
    """Tell whether an address belongs to a proxy named in TRUSTED_PROXIES."""
    return _valid(address) and any(ip_address(address) in network for network in settings.TRUSTED_PROXIES)


def network_of(request) -> str:
    """Return the client's network (IPv4 /24, IPv6 /48), or what stands for its address where there is none."""
    address = client_address(request)
    if not _valid(address):
        return address
    parsed = ip_address(address)
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return str(ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


def _valid(address: str) -> bool:
    try:
        ip_address(address)
    except ValueError:
        return False
    return True
