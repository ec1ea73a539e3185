"""Reasons of failures, as people read them: kept in the first language, said in the reader's.

A reason is a sentence of the portal (`sentence`, with or without words filled in) or what a library said, with the name of
its error in front. The desk shows the first translated, the second explained by its kind, with the library's words after it.
"""

import re

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

#: Every sentence with places for words.
_SENTENCES: list["Sentence"] = []
_PLACE = re.compile(r"%\((\w+)\)s")
_ERROR = re.compile(
    r"(?P<name>[A-Za-z]*(?:Error|Exception|Exist|Refused|Disconnected|[a-z][A-Z]\w*|gaierror))(?:: .*)?",
    re.DOTALL,
)
_AWAY = gettext_noop("The server that is needed does not answer.")
_DATABASE = gettext_noop("The database did not answer or refused it.")
#: What the errors of libraries mean, by the names of their classes.
_MEANINGS = {
    **dict.fromkeys(
        (
            "ConnectionRefusedError", "ConnectionResetError", "ConnectionError", "BrokenPipeError", "TimeoutError",
            "gaierror", "SMTPConnectError", "SMTPServerDisconnected", "SMTPHeloError",
        ),
        _AWAY,
    ),
    **dict.fromkeys(("OperationalError", "InterfaceError", "DatabaseError"), _DATABASE),
    **dict.fromkeys(("IntegrityError", "DataError"), gettext_noop("The database refused what was to be written.")),
    "SMTPAuthenticationError": gettext_noop("The mail server refuses the portal’s user name or password."),
    "SMTPRecipientsRefused": gettext_noop("The mail server does not take letters to this address now."),
    "SMTPSenderRefused": gettext_noop("The mail server does not take letters from the portal’s address."),
    "SMTPDataError": gettext_noop("The mail server did not take the letter."),
    "FileNotFoundError": gettext_noop("A file that is needed is not there."),
    "StoreAway": gettext_noop("The place where pictures and files are kept cannot be reached."),
    "UnidentifiedImageError": gettext_noop("The picture cannot be read."),
    "PermissionError": gettext_noop("A file may not be read or written."),
    "OSError": gettext_noop("Reading or writing failed, here or at a server."),
    "DoesNotExist": gettext_noop("What it is about has been deleted."),
}  # fmt: skip
_UNKNOWN = gettext_noop("It stopped with an error.")


class Sentence:
    """A sentence of the portal with places for words (`%(name)s`); `template` is marked for translation where it is made."""

    def __init__(self, template):
        self.template = template
        parts = _PLACE.split(template)
        self._pattern = re.compile(
            "".join(f"(?P<{part}>.*)" if at % 2 else re.escape(part) for at, part in enumerate(parts)),
            re.DOTALL,
        )
        _SENTENCES.append(self)

    def filled_in(self, **words):
        """Return the sentence in the first language, as reasons are kept."""
        return self.template % words

    def translated(self, reason):
        """Return a reason that is this sentence in the language of whoever reads it, else an empty text."""
        found = self._pattern.fullmatch(reason)
        return gettext(self.template) % found.groupdict() if found else ""


def in_words(reason):
    """Return a kept reason in the language of whoever reads it."""
    said = gettext(reason) if reason else ""
    if said != reason or not reason:
        return said
    filled = next(filter(None, (one.translated(reason) for one in _SENTENCES)), "")
    return filled or _explained(reason) or reason


def _explained(reason):
    """Return what the error of a library means, with its own words after it; nothing for what names no error."""
    found = _ERROR.fullmatch(reason)
    if not found:
        return ""
    meaning = _MEANINGS.get(found["name"], _UNKNOWN)
    return _("%(meaning)s (%(words)s)") % {"meaning": gettext(meaning), "words": reason}
