"""Uploaded and drawn files, answered so that none of them can run as a page: from a folder, or fetched from a bucket."""

import re
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from foundation.stores import opened_for
from news.library.rendition_files import make_named
from portal.serving import outages

#: Shown in place; everything else that is known is offered as a download, the rest as bytes without a kind.
PICTURES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
}
DOWNLOADS = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
UNKNOWN = "application/octet-stream"
#: Files whose names come from their content never change.
NAMED_BY_CONTENT = ("pictures/", "renditions/", "attachments/")
FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"
SAFE_NAME = re.compile(r"[^\x00-\x1f\x7f\\:]+")


@require_safe
def media(request, path):
    """Answer an uploaded or drawn file so that it can never run as a page, whatever is inside."""
    name = PurePosixPath(path)
    parts = path.split("/")
    if not SAFE_NAME.fullmatch(path) or any(part == "" or part.startswith(".") for part in parts):
        raise Http404("No file has such a name.")
    headers = {
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": FOR_EVER if path.startswith(NAMED_BY_CONTENT) else FOR_AN_HOUR,
    }
    opened = partial(opened_for, request)
    try:
        modified, file, size = _found(request, path, opened)
        unchanged = get_conditional_response(request, last_modified=modified)
        if not unchanged and file is None:
            file, size = (BytesIO(), size) if request.method == "HEAD" else (_stored(path, opened), None)
    except (OSError, ValueError) as error:
        if outages.outage_of(error):
            raise
        raise Http404("There is no such file.") from None
    if unchanged:
        for header, value in headers.items():
            unchanged.headers[header] = value
        return unchanged
    headers["Last-Modified"] = http_date(modified)
    kind = PICTURES.get(name.suffix.lower())
    if kind:
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # feed readers show them
    response = FileResponse(
        file,
        content_type=kind or DOWNLOADS.get(name.suffix.lower(), UNKNOWN),
        as_attachment=not kind,
        filename=name.name,
        headers=headers,
    )
    if size is not None:
        response.headers["Content-Length"], response.headers["Accept-Ranges"] = str(size), "bytes"
    return response


def _found(request, path, opened):
    """Return (when it was stored as Unix time, the open file or None, its size where that was asked for) of a stored file.

    What must be fetched from elsewhere is fetched only for who will read it.
    """
    asks = ("If-Modified-Since", "If-None-Match", "If-Unmodified-Since")
    fetches = getattr(default_storage, "fetches", False)
    if fetches and (request.method == "HEAD" or any(name in request.headers for name in asks)):
        size = _stored(path, default_storage.size)
        return _seconds(default_storage.get_modified_time(path)), None, size
    file = _stored(path, opened)
    modified = getattr(file, "modified", None) or default_storage.get_modified_time(path)
    return _seconds(modified), file, None


def _stored(path, ask):
    """Return what `ask(path)` says of a stored file; a size of a picture that a page has named before it was there is made first."""
    try:
        return ask(path)
    except FileNotFoundError:
        if not (path.startswith("renditions/") and make_named(path)):
            raise
    return ask(path)


def _seconds(moment):
    return int(moment.timestamp())
