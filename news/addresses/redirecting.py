"""Redirects that editors entered for addresses without a page. Asked only when there is no page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.languages import in_language, language_of_address

from .models import Redirect

FORBIDDEN = ("/admin/", "/static/", "/media/", "/api/")


def redirect_for(path, query=""):
    """Return the target that was entered for a path with its query (else without), "" for gone, None for neither.

    An address in another language follows the entry of the one in the site's own, to its target in that language.
    """
    language = language_of_address(path)
    bare = in_language(path, settings.LANGUAGE_CODE)
    asked = [f"{one}?{query}" for one in {path, bare} if query] + [path, bare]
    rows = dict(Redirect.objects.filter(path__in=asked).values_list("path", "target"))
    for one in asked:
        if one in rows:
            target = rows[one]
            is_inside = target.startswith("/") and language_of_address(f"{target}/") == settings.LANGUAGE_CODE
            return in_language(target, language) if one == bare and is_inside else target
    return None


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
        bare = target.split("#")[0]
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
    bare = path.split("?")[0]
    with override(language_of_address(bare)):
        try:
            match = resolve(bare)
        except Resolver404:
            return False
    return not match.kwargs and "?" not in path
