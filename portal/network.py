"""Networks as settings name them. Who is asking is told by `foundation.visitors`."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeAlias

Network: TypeAlias = IPv4Network | IPv6Network


def parse_networks(raw: str) -> list[Network]:
    """Return the networks named in `raw`, separated by commas; raise ValueError for anything else."""
    return [ip_network(word.strip()) for word in raw.split(",") if word.strip()]
