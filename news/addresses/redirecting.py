"""Where addresses without a page lead: what editors entered. Asked only when there is no page."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import Redirect

CHINESE = "/zh-hans"
FORBIDDEN = ("/admin/", "/static/", "/media/", "/api/")


def redirect_for(path, query=""):
    """Return the target that was entered for a path with its query (else without), "" for gone, None for neither.

    The Chinese twin of an address follows the entry of the English one, to the Chinese twin of its target.
    """
    chinese = path.startswith(f"{CHINESE}/")
    bare = path.removeprefix(CHINESE) if chinese else path
    asked = [f"{one}?{query}" for one in {path, bare} if query] + [path, bare]
    rows = dict(Redirect.objects.filter(path__in=asked).values_list("path", "target"))
    for one in asked:
        if one in rows:
            target = rows[one]
            twin = chinese and one != path and target.startswith("/") and not target.startswith(CHINESE)
            return f"{CHINESE}{target}" if twin else target
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
    with override("zh-hans" if bare.startswith(f"{CHINESE}/") else "en"):
        try:
            match = resolve(bare)
        except Resolver404:
            return False
    return not match.kwargs and "?" not in path
