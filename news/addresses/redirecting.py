"""Redirects that editors entered for addresses without a page. Asked only when there is no page."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from foundation.kinds import with_feed, with_page
from foundation.languages import in_language, language_of_address

from .models import Redirect
from .spelling import as_misread, spelled, spelled_path, spelled_query

#: So many entries are compared with an address that was not understood.
MOST_MISREAD = 500
FORBIDDEN = ("/admin/", "/static/", "/media/", "/api/")


def redirect_for(path, query=""):
    """Return the target that was entered for a path with its query (else without), "" for gone, None for neither.

    Path and query are found however they are encoded. An address in another language follows the entry of the one in the
    site's own, to its target in that language, if the target has such a twin.
    """
    path, query = spelled_path(path), spelled_query(query)
    language = language_of_address(path)
    bare = in_language(path, settings.LANGUAGE_CODE)
    asked = [f"{one}?{query}" for one in {path, bare} if query] + [path, bare]
    rows = dict(Redirect.objects.filter(path__in=asked).values_list("path", "target"))
    rows = rows or (dict(_misread(bare, query)) if not bare.isascii() else {})
    for one in asked:
        if one in rows:
            return rows[one] if one.partition("?")[0] == path else twin_of(rows[one], language)
    return None


def feed_redirect(match):
    """Return the address of the feed of what an entered redirect leads to from the page that a route's feed was of, or None."""
    kind = with_feed(match.view_name)
    for name in kind.pages if kind else ():
        target = redirect_for(reverse(name, kwargs=match.kwargs))
        page = _answers(target, get_language()) if target and target.startswith("/") else None
        other = with_page(page.view_name) if page else None
        lookup = other.pages[page.view_name](page.kwargs) if page and other and other.feeds else None
        if other and lookup:
            thing: Any = other.for_visitors().filter(**lookup).first()
            return thing and thing.get_feed_url()
    return None


def _misread(path, query):
    """Yield (path, target) as though it had been entered for a path in GBK that the server took for UTF-8.

    The server hands paths over decoded, with a sign in place of each byte that is no UTF-8. Which entry was meant is
    known if only one of them looks like that.
    """
    entries = Redirect.objects.filter(path__startswith=path[: _first_of_other_scripts(path)]).values_list(
        "path", "target"
    )
    found: dict[str, list[str]] = {}
    for entry, target in entries[:MOST_MISREAD]:
        start, _mark, asked = entry.partition("?")
        if asked in ("", query) and not start.isascii() and as_misread(start) == path:
            found.setdefault(asked, []).append(target)
    for asked, targets in found.items():
        if len(targets) == 1:
            yield (f"{path}?{asked}" if asked else path), targets[0]


def _first_of_other_scripts(path):
    return next((at for at, sign in enumerate(path) if not sign.isascii()), len(path))


def twin_of(target, language):
    """Return an address of this site in another language, the address itself where it has no twin in it."""
    if not target.startswith("/") or language_of_address(f"{target}/") != settings.LANGUAGE_CODE:
        return target
    twin = in_language(target, language)
    return twin if _answers(re.split("[?#]", twin)[0], language) else target


def check_redirect(path, target, pk=None):
    """Refuse with a sentence (`ValidationError` per field) what would lead nowhere, in circles, or hide a page."""
    errors = {}
    if (
        not path.startswith("/")
        or path.startswith(("//", "/\\"))
        or any(sign in path for sign in " \\\r\n\t#")
    ):
        errors["path"] = _("Begin with one slash; no spaces, no “#”.")
    elif path.startswith(FORBIDDEN):
        errors["path"] = _("Addresses of the admin, of files and of the API are not redirected.")
    elif _is_page(path):
        errors["path"] = _("There is a page at this address; a redirect would never be used.")
    if target and not _is_sound(target):
        errors["target"] = _("Give an address of this site (/news/) or one that begins with https://.")
    elif target:
        others = Redirect.objects.exclude(pk=pk)
        path, bare = spelled(path), spelled(target.split("#")[0])
        if bare == path:
            errors["target"] = _("The address leads to itself.")
        elif others.filter(path=bare).exists():
            errors["target"] = _("This address leads elsewhere itself; give the last one.")
        elif others.filter(target=path).exists():
            errors["path"] = _("Another redirect leads here; change that one first.")
    if errors:
        raise ValidationError(errors)


def _is_sound(target):
    if target.startswith("/"):
        return not target.startswith(("//", "/\\")) and not any(sign in target for sign in " \\\r\n\t")
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and " " not in target


def _is_page(path):
    """Tell whether a path without arguments is a page of its own; pages of articles answer for themselves."""
    match = _answers(unquote(path), language_of_address(path))
    return bool(match) and not match.kwargs and "?" not in path


def _answers(path, language):
    """Return the route that answers a path in a language, None where none does."""
    with override(language):
        try:
            return resolve(path)
        except Resolver404:
            return None
