"""The menu as the one place that names pages of the admin: a page's heading says what the entry says that led to it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings


@dataclass(frozen=True)
class Place:
    """The place of a page: the group of the menu ("" for none), the entry, its address, whether the page is the entry's own."""

    group: str
    name: str
    address: str
    is_own: bool


def place_of(request):
    """Return the `Place` of the page that is asked for, or None where no entry leads to it or above it.

    Of several entries the one that says most of the address counts: a filter of a list has an entry of its own.
    """
    found = []
    for group in settings.UNFOLD["SIDEBAR"]["navigation"]:
        for entry in group["items"]:
            link = entry["link"]
            address = link(request) if callable(link) else str(link)
            path, query = urlsplit(address).path, parse_qsl(urlsplit(address).query)
            is_own = request.path == path and all(request.GET.get(name) == value for name, value in query)
            if is_own or (not query and request.path.startswith(path) and path.count("/") > 2):
                place = Place(str(group.get("title", "")), str(entry["title"]), address, is_own)
                found.append((len(address), place))
    return max(found, key=lambda one: one[0])[1] if found else None


def heading(request, parts):
    """Return the parts of a page's heading as the menu names them; `parts` are the theme's: application, kind, thing."""
    place = place_of(request)
    if place is None:
        return parts
    group = [{"title": place.group}] if place.group else []
    things = [] if place.is_own else parts[2:]
    things = [thing for thing in things if str(thing["title"]).lower() != place.name.lower()]
    return [*group, {"title": place.name, "link": place.address}, *things]
