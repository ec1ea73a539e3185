"""Headers of open data: any page of any site may read it."""


def open_to_all(response):
    """Let scripts and pages of other sites read a response; it holds public figures only."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
