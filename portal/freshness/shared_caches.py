"""Telling a cache between the portal and its readers (a CDN, nginx) for how long it may answer a page without asking.

Nothing unless SHARED_CACHE_SECONDS says so: such a cache hears of no change. It is never told a time beyond the next moment at
which something is known to appear or go, and nothing while that is not known.
"""

from django.conf import settings

from portal.freshness.pages import PUBLIC_CACHE_CONTROL
from portal.freshness.stamp import stamp


def for_shared_caches(headers):
    """Return the headers of a public answer with what shared caches are told; the same list where nothing is to be told."""
    most = settings.SHARED_CACHE_SECONDS
    if not most or ("Cache-Control", PUBLIC_CACHE_CONTROL) not in headers:
        return headers
    knowledge = stamp.knowledge
    present = knowledge.present
    if knowledge.wanted or present.away_since is not None:
        return headers
    seconds = int(min(most, present.next_moment - knowledge.clock()))
    if seconds < 1:
        return headers
    said = f"public, max-age=0, s-maxage={seconds}, must-revalidate"
    return [(name, said if name == "Cache-Control" else value) for name, value in headers]
