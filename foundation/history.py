"""The line every verb leaves behind: who did what to which object, in Django's own history of the admin."""

import json
import re
from datetime import datetime

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext, override

#: Under this name a line of the history holds a sentence of ours, beside what Django writes about forms.
NOTED = "noted"

#: How lines from before 2026-12 named a translated field.
_MARKED_UP = re.compile(r'<span class="language-mark">([^<]*)</span>')
_IN_A_LANGUAGE = re.compile(
    rf"(.+) \((?P<language>{'|'.join(re.escape(name) for _code, name in settings.LANGUAGES)})\)"
)


def note(by, objects, sentence, /, **words):
    """Write one line per object into the history: what `by` did to it.

    `sentence` is a text in the source language, marked by `gettext_noop`, with a place `%(name)s` for each of `words`: a text,
    a label that is translated lazily, a moment, or (sentence, words) of a sentence in it. Each reader finds the line in their
    language, as its moments and labels.
    """
    line = json.dumps([{NOTED: _kept((sentence, words))}], ensure_ascii=False)
    LogEntry.objects.log_actions(by.pk, objects, CHANGE, line)


def _kept(value):
    """Return one of the words of a sentence as JSON can hold it, not yet in any language."""
    if isinstance(value, tuple):
        sentence, words = value
        return {"sentence": sentence, "words": {name: _kept(word) for name, word in words.items()}}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, Promise):
        with override(None):
            return {"label": str(value)}
    return str(value)


def named_in(name, language):
    """Return how a line calls a field in a language: title (English)."""
    return f"{name} ({language})"


def said(line):
    """Return what a line of the history says, as plain text in the language of who reads it."""
    parts = _parts(line.change_message)
    if parts is None:
        return gettext(line.change_message) if line.change_message else ""
    if noted := [part[NOTED] for part in parts if NOTED in part]:
        return " ".join(_sentence(one) for one in noted)
    for change in (change for part in parts for change in part.values()):
        if "fields" in change:
            change["fields"] = [_field_said(str(field)) for field in change["fields"]]
    return LogEntry(change_message=json.dumps(parts)).get_change_message()


def _parts(message):
    """Return what the admin wrote by itself about a form, as data; None for a sentence."""
    try:
        parts = json.loads(message) if message.startswith("[{") or message == "[]" else None
        LogEntry(change_message=message).get_change_message()
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return parts


def _sentence(noted):
    """Return a noted sentence in the language of who reads it."""
    words = {name: _read(value) for name, value in noted.get("words", {}).items()}
    return gettext(noted["sentence"]) % words if words else gettext(noted["sentence"])


def _read(value):
    if not isinstance(value, dict):
        return str(value)
    if "moment" in value:
        return date_format(localtime(datetime.fromisoformat(value["moment"])), "DATETIME_FORMAT")
    return gettext(value["label"]) if "label" in value else _sentence(value)


def _field_said(field):
    field = _MARKED_UP.sub(r"(\1)", field)
    found = _IN_A_LANGUAGE.fullmatch(field)
    return named_in(capfirst(_translated(found[1])), found["language"]) if found else _translated(field)


def _translated(name):
    """Return the name of a field in the language of who reads it; older lines begin it with a capital letter."""
    words = gettext(name)
    return words if words != name else gettext(name[:1].lower() + name[1:])
