"""The line every verb leaves behind: who did what to which object, in Django's own history of the admin."""

import json
import re

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.text import capfirst
from django.utils.translation import gettext

#: How lines from before 2026-12 named a translated field.
_MARKED_UP = re.compile(r'<span class="language-mark">([^<]*)</span>')
_IN_A_LANGUAGE = re.compile(
    rf"(.+) \((?P<language>{'|'.join(re.escape(name) for _code, name in settings.LANGUAGES)})\)"
)


def note(by, objects, sentence):
    """Write one line per object into the history; `sentence` says what `by` did to it."""
    LogEntry.objects.log_actions(by.pk, objects, CHANGE, str(sentence))


def named_in(name, language):
    """Return how a line calls a field in a language: title (English)."""
    return f"{name} ({language})"


def said(line):
    """Return what a line of the history says, as plain text in the language of who reads it."""
    parts = _parts(line.change_message)
    if not parts:
        return line.change_message
    for change in (change for part in parts for change in part.values()):
        if "fields" in change:
            change["fields"] = [_field_said(str(field)) for field in change["fields"]]
    return LogEntry(change_message=json.dumps(parts)).get_change_message()


def _parts(message):
    """Return what the admin wrote by itself about a form, as data; None for a sentence."""
    try:
        parts = json.loads(message) if message.startswith("[{") else None
        LogEntry(change_message=message).get_change_message()
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return parts


def _field_said(field):
    field = _MARKED_UP.sub(r"(\1)", field)
    found = _IN_A_LANGUAGE.fullmatch(field)
    return named_in(capfirst(_translated(found[1])), found["language"]) if found else gettext(field)


def _translated(name):
    """Return the name of a field in the language of who reads it; older lines begin it with a capital letter."""
    words = gettext(name)
    return words if words != name else gettext(name[:1].lower() + name[1:])
