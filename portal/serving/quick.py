"""Answers without a thread: that the process answers, and finished pages."""

from django.conf import settings

from foundation.visitors import is_trusted_proxy
from portal.freshness.page_cache import kept_answer
from portal.serving.environ import host_and_port
from portal.serving.health import HEALTH_ADDRESS
from portal.serving.request_ids import HEADER, taken

HEALTHY = (
    200,
    [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "3"), ("Cache-Control", "no-store")],
    b"ok\n",
)


def quick_answer(scope):
    """Return (status, headers, body) for a request that asks for nothing but memory, else None.

    It stands where the page cache does: after the proxy's headers, before everything else.
    """
    method, path, headers = scope.method, scope.path, scope.headers
    if method not in ("GET", "HEAD"):
        return None
    if path == HEALTH_ADDRESS:
        return HEALTHY if method == "GET" else (*HEALTHY[:2], b"")
    answer = kept_answer(method, scheme_of(scope), headers.get("host"), path, scope.query_string, headers)
    if answer is not None and (name := taken(headers.get("x-request-id"))):
        status, said, body = answer
        return status, [*said, (HEADER, name)], body
    return answer


def scheme_of(scope):
    """Return "http" or "https", as the visitor sees it."""
    forwarded = scope.headers.get("x-forwarded-proto") if settings.TRUSTED_PROXIES else None
    if forwarded is None or not is_trusted_proxy(host_and_port(scope.client)[0]):
        return scope.scheme
    return "https" if forwarded.partition(",")[0].strip() == "https" else "http"
