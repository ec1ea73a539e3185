"""Telling source addresses that visitors may be sent to from others.

Every figure keeps the address it was read at, as provenance for staff. Many of those pages are mirrors of texts that
official sites no longer hold, and some are copies on pages about something else. Visitors get a link only to the
index's own sites, to the authorities of the market, and to news agencies and the trade press.
"""

from urllib.parse import urlsplit

PUBLIC_SOURCE_HOSTS = (
    "kqindex.cn",  # the index's own site
    "kqindex.gov.cn",
    "ctcte.com",  # China Textile City's own market site
    "sx.gov.cn",  # Shaoxing and Keqiao authorities
    "kq.gov.cn",
    "imsilkroad.com",  # Xinhua Silk Road
    "xinhuanet.com",
    "people.cn",  # People's Daily
    "people.com.cn",
    "chinadaily.com.cn",
    "textileworldasia.com",  # trade press
)


def is_public_source(address: str) -> bool:
    """Tell whether a source address is an official or press page that visitors may be sent to."""
    try:
        parts = urlsplit(address or "")
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    return any(host == known or host.endswith(f".{known}") for known in PUBLIC_SOURCE_HOSTS)
