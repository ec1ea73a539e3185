"""Addresses that open something without a password never reach the log as they are."""

import logging
import re

#: The parts of the site whose next part of the address is a key.
KEYED = re.compile(
    r"(/(?:reader-comments/(?:my-data|confirm|unfollow|decide)|follow/(?:confirm|letters)|drafts|password-reset|my-account/address)/)[^/\s\"'?<>]+"
    r"(?:/[^/\s\"'?<>]{8,})?"
)


def masked(text):
    """Return a text with the keys in addresses of the site taken out."""
    return KEYED.sub(r"\1…", text)


class MaskKeys(logging.Filter):
    """Goes before a handler: takes keys out of the line, its arguments and the traceback."""

    def filter(self, record):
        if isinstance(record.msg, str):
            record.msg = masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(masked(one) if isinstance(one, str) else one for one in record.args)
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True
