"""Granian's request as WSGI's environ."""

import sys
from io import BytesIO

from django.utils.encoding import iri_to_uri

from portal.serving.file_wrapper import FileWrapper

BASE = {
    "wsgi.file_wrapper": FileWrapper,
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}
#: The names of usual headers, so that they are not made for each request.
_names: dict[str, str] = {}
MOST_NAMES = 500
#: A body's framing is granian's, and parts are cut from whole files where answers are handed over.
NOT_PASSED_ON = ("transfer-encoding", "range", "if-range")


def environ_of(scope, body):
    """Return WSGI's environ of granian's scope; `body` is a whole Body or None."""
    environ = BASE.copy()
    environ["REQUEST_METHOD"] = scope.method
    path = scope.path
    environ["PATH_INFO"] = path if path.isascii() else path.encode().decode("latin-1")
    query = scope.query_string
    environ["QUERY_STRING"] = query if query.isascii() else iri_to_uri(query)
    environ["SERVER_PROTOCOL"] = f"HTTP/{scope.http_version}"
    environ["SERVER_NAME"], environ["SERVER_PORT"] = host_and_port(scope.server)
    environ["REMOTE_ADDR"] = host_and_port(scope.client)[0]
    environ["wsgi.url_scheme"] = scope.scheme
    for header, value in scope.headers.items():
        name = environ_name(header)
        if name:
            environ[name] = f"{environ[name]},{value}" if name in environ else value
    if "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority or ""
    if body:
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = body.file, str(body.length)
    else:
        environ["wsgi.input"] = BytesIO()
    return environ


def host_and_port(address):
    """Return ("::1", "80") for "[::1]:80"."""
    host, _, port = address.rpartition(":")
    return host.strip("[]"), port


def environ_name(header):
    """Return WSGI's name of a header, "" for one that is left out.

    A name with an underscore would be taken for the one with a hyphen that a proxy sets.
    """
    name = _names.get(header)
    if name is None:
        name = "" if "_" in header or header in NOT_PASSED_ON else header.upper().replace("-", "_")
        name = name if name in ("", "CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        if len(_names) < MOST_NAMES:
            _names[header] = name
    return name
