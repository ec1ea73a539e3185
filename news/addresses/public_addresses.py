"""Telling addresses that the portal may connect to of itself: unicast ones of the public internet, whatever way they are written."""

import ipaddress

#: Not one machine of the public internet, although some of it counts as global: private use, documentation, tests,
#: translation and tunnels (an IPv4 address is hidden in them), multicast, what is kept for the future.
REFUSED = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
        "fec0::/10", "ff00::/8",
    )
]  # fmt: skip
#: All of IPv6 that is handed out to machines of the public internet.
PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")


def is_public_unicast(address):
    """Tell whether an address, as text, is one of the public internet that belongs to one machine."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if parsed.version == 6 and parsed not in PUBLIC_IPV6:
        return False
    return parsed.is_global and not any(parsed in net for net in REFUSED if net.version == parsed.version)
