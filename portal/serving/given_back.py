"""Giving back what was typed into a form that could not be taken in, so that nobody has to type it again.

The fields of a POST as data for `errors/503.html`: what people read is shown to be copied, changed and sent again; the rest
goes along out of sight. Passwords and codes are asked for anew, tokens are left out, files are lost and named. Nothing is
given back to a request that does not prove that it came from this site: another site's page could put words into it.
"""

import re
from dataclasses import dataclass, field

from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.core.handlers.wsgi import LimitedStream
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.languages import LANGUAGE_CODES, field_suffix, short_name

MOST_PUBLIC, MOST_IN_ADMIN = 64 * 1024, 2 * 1024 * 1024
LONG_LINE = 60
ASKED_AGAIN = re.compile(
    r"(?:^|[_-])(?:password\d?|old_password|otp|otp_token|code|pin)(?:$|[_-])", re.IGNORECASE
)
LEFT_OUT = re.compile(r"csrfmiddlewaretoken|token|secret|(?:^|_)key$", re.IGNORECASE)
HIDDEN = re.compile(r"^_|_FORMS$|^(?:opened|parent|proof|homepage|next|base_revision|initial-.*)$|-id$")
LANGUAGES = {f"_{field_suffix(code)}": short_name(code) for code in LANGUAGE_CODES}
LABELS = {
    "name": _("Your name"),
    "body": pgettext_lazy("typed field", "Text"),
    "email": pgettext_lazy("typed field", "E-mail"),
    "remark": _("More about it (optional)"),
    "username": pgettext_lazy("typed field", "User name"),
    "title": pgettext_lazy("typed field", "Title"),
    "summary": pgettext_lazy("typed field", "Summary"),
    "description": pgettext_lazy("typed field", "Description"),
    "slug": pgettext_lazy("typed field", "Address"),
    "note": pgettext_lazy("typed field", "Note"),
    "revision_note": pgettext_lazy("typed field", "What was changed"),
    "reason": pgettext_lazy("typed field", "Reason"),
    "source_name": pgettext_lazy("typed field", "Source"),
    "source_url": pgettext_lazy("typed field", "Address of the source"),
    "alt": pgettext_lazy("typed field", "Alternative text"),
    "credit": pgettext_lazy("typed field", "Credit"),
}


@dataclass(frozen=True)
class Typed:
    """A field with its value: shown as a line, as a long text, or asked for anew (`kind`)."""

    name: str
    value: str
    kind: str
    label: str = ""


@dataclass(frozen=True)
class GivenBack:
    """Everything of a form that can be sent again, and what cannot."""

    shown: list[Typed] = field(default_factory=list)
    hidden: list[Typed] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    too_long: bool = False


class Nowhere(FileUploadHandler):
    """Takes uploaded files in and keeps nothing but their names (`lost_files` of the request)."""

    def new_file(self, *args, **kwargs):
        """Keep other handlers from the file."""
        super().new_file(*args, **kwargs)
        self.request.__dict__.setdefault("lost_files", []).append(self.file_name)
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data, start):
        """Drop a part of a file."""

    def file_complete(self, file_size):
        """Return nothing: there is no file."""


def given_back(request, in_admin: bool) -> GivenBack | None:
    """Return what a form held, or None where there is nothing to give back or it may not be."""
    if request.method != "POST" or not _came_from_here(request):
        return None
    try:
        fields = _fields(request)
    except Exception:  # a body that cannot be read, for whatever reason, is not given back
        return None
    held = {file.name for _name, files in request.FILES.lists() for file in files}
    lost = sorted(held | {name for name in getattr(request, "lost_files", ()) if name})
    if sum(len(name) + len(value) for name, value in fields) > (MOST_IN_ADMIN if in_admin else MOST_PUBLIC):
        return GivenBack(files=lost, too_long=True)
    found = GivenBack(files=lost)
    for name, value in fields:
        if ASKED_AGAIN.search(name):
            found.shown.append(Typed(name, "", "secret", _secret_label(name)))
        elif LEFT_OUT.search(name):
            continue
        elif HIDDEN.search(name) or not _is_text(name, value):
            found.hidden.append(Typed(name, value, "hidden"))
        else:
            kind = "text" if len(value) > LONG_LINE or "\n" in value else "line"
            found.shown.append(Typed(name, value, kind, _label(name)))
    return found


def _fields(request):
    _begin_anew(request)
    return [(name, value) for name, values in request.POST.lists() for value in values]


def _begin_anew(request):
    """Have a body read from its beginning and without its files: its first reading broke off when one found no room."""
    if hasattr(request, "_files"):
        return
    source = request.META.get("wsgi.input")
    if request._read_started and not hasattr(request, "_body") and hasattr(source, "seek"):
        source.seek(0)
        request._stream = LimitedStream(source, int(request.META.get("CONTENT_LENGTH") or 0))
        request._read_started = False
    request.upload_handlers = [Nowhere(request)]


def _came_from_here(request):
    """Tell whether the form carried the token that proves it came from this site, by Django's own check."""
    if getattr(request, "csrf_processing_done", False):
        return True
    try:
        _begin_anew(request)
        check = CsrfViewMiddleware(lambda request: HttpResponse())
        check.process_request(request)
        return check.process_view(request, _guarded, (), {}) is None
    except Exception:
        return False


def _guarded(request):
    """Stand for a view that wants the token."""


def _is_text(name, value):
    if not value:
        return False
    return _known(name) in LABELS or len(value) > LONG_LINE or not value.isascii() or " " in value.strip()


def _secret_label(name):
    return (
        pgettext_lazy("typed field", "Password")
        if "password" in name
        else pgettext_lazy("typed field", "Code")
    )


def _label(name):
    bare = _known(name)
    label = LABELS.get(bare) or bare.replace("_", " ").replace("-", " ").capitalize()
    language = next((text for ending, text in LANGUAGES.items() if name.endswith(ending)), "")
    return f"{label} ({language})" if language else str(label)


def _known(name):
    """Return a field's name without its language and the number of its row."""
    name = re.sub(r"^.*-\d+-", "", name)
    for ending in LANGUAGES:
        name = name.removesuffix(ending)
    return name
