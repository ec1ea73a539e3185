"""Telling whom an address speaks to: programs, the admin, a file's reader, a script of a page."""

from pathlib import PurePosixPath

from django.conf import settings

API_ADDRESS = "/api/v1/"
SDMX_ADDRESS = "/sdmx/"
MACHINE_ADDRESSES = (API_ADDRESS, "/flzs/table_data", SDMX_ADDRESS)
#: Endings of addresses that answer files and feeds; those of the old site's pages (.php, .asp) are none.
FILES = frozenset(
    {".atom", ".csv", ".xlsx", ".ics", ".svg", ".png", ".jpg", ".webp", ".avif", ".pdf", ".xml", ".txt", ".ico",
     ".webmanifest", ".css", ".js"}
)  # fmt: skip


def is_machine(request) -> bool:
    """Tell whether programs ask here: they get JSON."""
    return request.path_info.lower().startswith(MACHINE_ADDRESSES)


def is_api(request) -> bool:
    """Tell whether an address belongs to the JSON API, whose errors are problem documents."""
    return request.path_info.lower().startswith(API_ADDRESS)


def is_admin(request) -> bool:
    """Tell whether an address belongs to the admin."""
    return request.path_info.startswith(f"/{settings.ADMIN_URL}")


def is_data(request) -> bool:
    """Tell whether an address answers JSON beside the machine addresses."""
    return request.path_info.endswith(".json")


def is_file(request) -> bool:
    """Tell whether an address answers a file or a feed rather than a page."""
    path = request.path_info.lower()
    return path.startswith((settings.MEDIA_URL, settings.STATIC_URL)) or PurePosixPath(path).suffix in FILES


def is_script(request) -> bool:
    """Tell whether a script of a page asks, which shows what it hears in its own place."""
    return bool(request.headers.get("X-Requested-With")) or request.headers.get("Sec-Fetch-Dest") == "empty"
