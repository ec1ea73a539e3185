"""Telling a Sentry of errors, where SENTRY_DSN names one: what failed and where, and nothing of who asked."""

from typing import Any

from portal.serving.log_lines import without_persons
from portal.serving.masking import masked

#: Of a request: method and address without its query are told, and these headers.
HEADERS = ("host", "user-agent", "accept-language", "x-request-id")


def begin(address: str, environment: str) -> None:
    """Tell of errors from now on; raise ValueError with half a sentence for an address that is none."""
    import sentry_sdk  # heavy: most installations tell nobody
    from sentry_sdk.utils import BadDsn  # heavy: the same

    try:
        sentry_sdk.init(
            dsn=address,
            environment=environment,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            traces_sample_rate=0,
            send_client_reports=False,
            server_name="",
            before_send=scrubbed,
        )
    except BadDsn:
        raise ValueError("it is none") from None


def scrubbed(event: Any, hint: Any = None) -> Any:
    """Return an event without queries, bodies, cookies, persons and keys."""
    request = event.get("request")
    if request is not None:
        headers = {
            name: value for name, value in request.get("headers", {}).items() if name.lower() in HEADERS
        }
        address = masked(str(request.get("url", "")).partition("?")[0])
        event["request"] = {"url": address, "method": request.get("method", ""), "headers": headers}
    for name in ("user", "breadcrumbs", "extra"):
        event.pop(name, None)
    return _masked(event)


def _masked(value):
    if isinstance(value, str):
        return without_persons(masked(value))
    if isinstance(value, dict):
        return {name: _masked(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(one) for one in value]
    return value
