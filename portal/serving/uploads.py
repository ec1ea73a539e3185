"""Uploaded and drawn files, answered so that none of them can run as a page."""

import re
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

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
    if path.startswith("renditions/") and not default_storage.exists(path):
        make_named(path)
    try:
        modified = int(default_storage.get_modified_time(path).timestamp())
        unchanged = get_conditional_response(request, last_modified=modified)
        file = None if unchanged else default_storage.open(path)
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
    return FileResponse(
        file,
        content_type=kind or DOWNLOADS.get(name.suffix.lower(), UNKNOWN),
        as_attachment=not kind,
        filename=name.name,
        headers=headers,
    )
