"""One address for one page: the query without what has no meaning, in the order in which the address declares its names.

What an address takes (`parameters`) is found by its route once and remembered by its path, so that a kept page can be
looked up without the routes.
"""

import threading
from collections import OrderedDict
from difflib import get_close_matches
from urllib.parse import parse_qsl, urlencode

from django.urls import Resolver404, resolve
from django.utils import translation

from foundation.languages import language_of_address

from .parameters import MESSENGERS, TAKES, AddressRules

MOST_PATHS = 10_000
LONGEST_QUERY = 8_000
MOST_FIELDS = 200
#: Names that an address took once, and what they are called now.
RENAMED = {"include_demonstration": "demonstration"}
#: Lists of the API were counted into once; they are read on with a cursor.
COUNTED, READ_ON = "offset", "cursor"

_takes: OrderedDict[str, AddressRules | None] = OrderedDict()
_lock = threading.Lock()


def takes(path):
    """Return what an address takes, None if nobody says."""
    try:
        return _takes[path]
    except KeyError:
        pass
    try:
        with translation.override(language_of_address(path)):
            found = TAKES.get(resolve(path).view_name)
    except Resolver404:
        return None
    with _lock:
        _takes[path] = found
        while len(_takes) > MOST_PATHS:
            _takes.popitem(last=False)
    return found


def known_query(path, query):
    """Return the canonical query of an address if its path has been met before, else None. For who must be quick."""
    if not query:
        return ""
    return _canonical(_takes[path], query) if path in _takes else None


def canonical_query(path, query):
    """Return the query without what has no meaning, in one order; as it is where nobody says what an address takes."""
    return _canonical(takes(path), query) if query else ""


def unknown_names(taken, query):
    """Return the names of a query that an address does not take, each with the nearest right one ("" if it takes none).

    A query that cannot be taken apart is one name that nobody knows.
    """
    fields = _fields(query, of_a_page=False)
    if fields is None:
        fields = [(query, "")]
    names = dict.fromkeys(name for name, _value in fields if name not in taken.names)
    return {name: renamed(name, taken) or nearest(name, taken.names) for name in names}


def renamed(name, taken):
    """Return what took the place of a name, "" where nothing did."""
    return READ_ON if name == COUNTED and READ_ON in taken.names else RENAMED.get(name, "")


def nearest(name, names):
    """Return the name that was probably meant."""
    return next(iter(get_close_matches(name, names, 1, 0.0)), "")


def _canonical(taken, query):
    if taken is None:
        return query
    fields = _fields(query)
    if fields is None:
        return query
    if taken.strict:
        return urlencode(sorted(fields, key=lambda field: _place(taken, field[0])))
    kept = [field for field in fields if field[0] in taken.names and not _is_added(*field)]
    return urlencode(sorted(kept, key=lambda field: taken.names.index(field[0])))


def _place(taken, name):
    return taken.names.index(name) if name in taken.names else len(taken.names)


def _is_added(name, value):
    return name == "from" and value in MESSENGERS


def _fields(query, of_a_page=True):
    """Return the (name, value) pairs of a query, None if it is better left as it is."""
    if len(query) > LONGEST_QUERY or (of_a_page and not query.isascii()):
        return None
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
