"""Figures about the running portal, slow statements, errors told elsewhere."""

from django.core.exceptions import ImproperlyConfigured

from portal import env
from portal.settings.applications import MIDDLEWARE
from portal.settings.installation import ENVIRONMENT
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
SENTRY_DSN = env.text(
    "SENTRY_DSN", "", "a Sentry that is told of errors, without queries, bodies and persons; empty: none"
)
if SENTRY_DSN:
    from portal.serving.sentry import begin

    try:
        begin(SENTRY_DSN, ENVIRONMENT)
    except ValueError:
        raise ImproperlyConfigured(
            "SENTRY_DSN must be the address that Sentry gives a project: https://key@host/number."
        ) from None
