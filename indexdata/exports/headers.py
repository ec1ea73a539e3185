"""Headers of open data: any page of any site may read it."""

#: What scripts may read of an answer beside its body.
EXPOSED = (
    "Content-Disposition, Content-Length, ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After"
)
OPEN_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def open_to_all(response):
    """Let scripts and pages of other sites read a response; it holds public figures only."""
    for name, value in OPEN_HEADERS.items():
        response.headers[name] = value
    return response
