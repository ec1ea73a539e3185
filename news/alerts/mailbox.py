"""The mailbox that letters come back to, over IMAP: each unread letter is taken once, marked as read, and left there."""

import imaplib
import logging
import ssl
from collections import Counter
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from django.core.signing import BadSignature
from django.utils.translation import gettext_noop

from foundation.background.reasons import Sentence

from .bounces import MOST_BYTES, Verdict, understood
from .subscribing import end, reader_of

log = logging.getLogger("news.alerts")

SECONDS = 30
#: So many letters are taken in one turn; the rest in the next.
MOST_LETTERS = 500


NOT_REACHED = Sentence(gettext_noop("The mailbox for returned letters cannot be reached: %(answer)s"))
NOT_OPENED = Sentence(gettext_noop("The mailbox for returned letters cannot be opened: %(answer)s"))


class MailboxError(Exception):
    """The mailbox could not be opened; says why."""


def read_bounces(address):
    """Take the unread letters of the mailbox at `imaps://user:password@host:port/folder`; return {what they were: number}.

    The letters about figures of whose address is gone end. One letter that cannot be understood holds up no other.
    """
    counted: Counter[str] = Counter()
    with _opened(address) as box:
        for number in _unread(box):
            try:
                counted[_take(box, number)] += 1
            except (imaplib.IMAP4.abort, OSError):
                raise
            except Exception as error:  # whatever is wrong with it, the others are read
                log.warning("A letter that came back could not be read: %s", error)
                counted["unreadable"] += 1
            box.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)")
    return dict(counted)


def _opened(address):
    parts = urlsplit(address)
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    try:
        box = imaplib.IMAP4_SSL(
            parts.hostname or "", parts.port or 993, timeout=SECONDS,
            ssl_context=ssl.create_default_context(),
        )  # fmt: skip
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxError(NOT_REACHED.filled_in(answer=error)) from error
    try:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        # QQ and 163 close the box to programs that do not say who they are.
        if "ID" in box.capabilities:
            with suppress(imaplib.IMAP4.error):
                imaplib.Commands.setdefault("ID", ("AUTH",))
                box._simple_command("ID", '("name" "textile-index-portal")')
        answer, words = box.select(f'"{folder}"')
        if answer != "OK":
            raise MailboxError(NOT_OPENED.filled_in(answer=_words(words)))
    except MailboxError:
        box.shutdown()
        raise
    except (OSError, imaplib.IMAP4.error) as error:
        box.shutdown()
        raise MailboxError(NOT_OPENED.filled_in(answer=error)) from error
    return box


def _unread(box):
    _answer, found = box.uid("SEARCH", "UNSEEN")
    return (found[0] or b"").decode().split()[:MOST_LETTERS]


def _take(box, number):
    """Read one letter and do what it asks for; return what it was."""
    _answer, found = box.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    content = next((part[1] for part in found if isinstance(part, tuple)), b"")
    bounce = understood(content)
    if bounce.verdict is Verdict.NO_BOUNCE:
        return "other letters"
    try:
        reader = reader_of(bounce.key) if bounce.key else None
    except BadSignature:
        reader = None
    if reader is None:
        return "of nobody we know"
    if bounce.verdict is Verdict.FOR_NOW:
        return "for now"
    end(reader)
    return "ended"


def _words(answer):
    return b" ".join(part for part in answer if part).decode(errors="replace")
