"""The bytes of a saved page as text: UTF-8, UTF-16 or GBK, whatever the page says of itself."""

import codecs
import re

from foundation.characters import storable

LARGEST = 10 * 1024 * 1024
DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]{3,20})""", re.IGNORECASE)
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CHINESE = {"gb2312", "gbk", "gb18030", "gb-2312", "x-gbk"}
CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


class UnreadableError(ValueError):
    """A file is no page of the old site; the message says why."""


def decode(content):
    """Return the text of a saved page; raise `UnreadableError` for what is no text.

    A byte order mark decides; then what is valid UTF-8; then what the page declares; then GB 18030, which holds GBK.
    """
    if not content.strip():
        raise UnreadableError("The file is empty.")
    if len(content) > LARGEST:
        raise UnreadableError("The file is larger than 10 MB.")
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if len(CONTROL.findall(text[:20_000])) > 3:
            continue
        return storable(text.replace("\r\n", "\n").replace("\r", "\n"))
    raise UnreadableError("The file is no text in UTF-8, UTF-16 or GBK.")


def _candidates(content):
    for mark, encoding in MARKS:
        if content.startswith(mark):
            yield encoding
            return
    yield "utf-8"
    declared = DECLARED.search(content[:4096])
    name = declared[1].decode("ascii", "ignore").lower() if declared else ""
    if name and name not in CHINESE and name not in {"utf-8", "utf8", "iso-8859-1", "windows-1252"}:
        yield name
    yield "gb18030"
