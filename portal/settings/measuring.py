"""Figures about the running portal, and slow statements."""

from django.core.exceptions import ImproperlyConfigured

from portal import env
from portal.settings.applications import MIDDLEWARE
from portal.settings.server import BIND_ADDRESS, PORT

METRICS_ADDRESS = env.parsed(
    "METRICS_ADDRESS",
    None,
    "where figures for Prometheus are answered, e.g. 127.0.0.1:9100: an address that visitors cannot reach; empty: nowhere",
    env.host_and_port,
    "host:port",
)
if METRICS_ADDRESS and METRICS_ADDRESS[1] == PORT and METRICS_ADDRESS[0] in (BIND_ADDRESS, "0.0.0.0", "::"):  # noqa: S104 - compared
    raise ImproperlyConfigured(
        "METRICS_ADDRESS must be another than the site's own: figures are not for visitors."
    )
if METRICS_ADDRESS:
    MIDDLEWARE.insert(
        MIDDLEWARE.index("portal.freshness.page_cache.PageCacheMiddleware") + 1,
        "portal.measuring.middleware.MeasuringMiddleware",
    )
SLOW_QUERY_SECONDS = (
    env.number(
        "SLOW_QUERY_MILLISECONDS",
        0,
        "statements to the database that take as long are logged, without values; 0: none",
    )
    / 1000
)
