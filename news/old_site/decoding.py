"""The bytes of a saved page as text: UTF-8, UTF-16, GBK or Big5, whatever the page says of itself.

A page in which half a sign is missing somewhere is read all the same: U+FFFD stands for what is broken, and `broken_places`
tells where.
"""

import codecs
import re
from functools import cache

from foundation.characters import storable

from .halves import without_halves

LARGEST = 10 * 1024 * 1024
DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]{3,20})""", re.IGNORECASE)
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Names that Chinese pages give themselves without meaning it, or that mean one of those tried anyway.
SAYS_NOTHING = {"gb2312", "gbk", "gb18030", "gb-2312", "x-gbk", "utf-8", "utf8", "iso-8859-1", "windows-1252",
                "big5", "big5-hkscs", "x-x-big5"}  # fmt: skip
CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
NOT_ASCII = re.compile("[^\x00-\x7f]")
BROKEN = "\ufffd"
#: What a text may hold of broken signs besides one: so many in a hundred; more is no text.
MOST_BROKEN = 5
#: So many signs tell one encoding from another, and so much more is a declared one believed.
LOOKED_AT, BELIEVED = 50_000, 0.3
#: A text in UTF-16 of hardly any ASCII is one when so many of its other signs are usual.
LEAST_USUAL = 0.2
#: Signs of print in both languages, as Windows numbers them, and of Chinese; the full-width forms come with their block.
TYPOGRAPHY = bytes(range(0x85, 0x9F)).decode("cp1252", "ignore") + bytes.fromhex("a3a9aeb0b7d7").decode(
    "cp1252"
)
CHINESE_TYPOGRAPHY = "".join(map(chr, range(0x3000, 0x3018)))


class UnreadableError(ValueError):
    """A file is no page of the old site; the message says why."""


def decode(content, declared=""):
    """Return the text of a saved page, with U+FFFD for each broken sign; raise `UnreadableError` for what is no text.

    A byte order mark decides; then what is valid UTF-8; then which encoding makes the most usual signs of it, where the one
    that the page or `declared` (whoever sent it) names is believed a little more.
    """
    if not content.strip():
        raise UnreadableError("The file is empty.")
    if len(content) > LARGEST:
        raise UnreadableError("The file is larger than 10 MB.")
    best = None
    for encoding, bonus in _candidates(content, declared):
        text = _as_text(content, encoding)
        if text is None:
            continue
        usual = _share_of_usual(text, encoding)
        if (
            encoding.startswith("utf-16")
            and usual < LEAST_USUAL
            and len(NOT_ASCII.findall(text)) * 2 > len(text)
        ):
            continue  # bytes of something else, read in pairs
        worth = bonus + usual
        if best is None or worth > best[0]:
            best = worth, text
    if best is None:
        raise UnreadableError("The file is no text in UTF-8, UTF-16, GBK or Big5.")
    return storable(best[1].replace("\r\n", "\n").replace("\r", "\n"))


def broken_places(text):
    """Return where the broken signs of a decoded text are, as sentences: the line, and the words around each."""
    lines = text.split("\n") if BROKEN in text else ()
    return [
        f"line {number}, “{_around(line, match.start())}”"
        for number, line in enumerate(lines, 1)
        for match in re.finditer(BROKEN, line)
    ]


def _around(line, at):
    before = re.sub(r"<[^<>]*>|\A[^<>]*>", " ", line[max(0, at - 200) : at])
    after = re.sub(r"<[^<>]*>|<[^<>]*\Z", " ", line[at : at + 200])
    return f"{' '.join(before.split())[-12:]}{' '.join(after.split())[:13]}"


def _candidates(content, declared):
    """Yield (encoding, how much more it is believed than others) for what a page may be written in."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            yield encoding, 0
            return
    if _is_utf_8(content):
        yield "utf-8", 0
        return
    if content[:400].count(0) * 10 > len(content[:400]):
        yield from (("utf-16-le", 0), ("utf-16-be", 0))
        return
    found = DECLARED.search(content[:4096])
    for name in (declared, found[1].decode("ascii", "ignore") if found else ""):
        if name and name.lower() not in SAYS_NOTHING:
            yield name, BELIEVED
    yield from (("utf-8", 0), ("gb18030", 0), ("big5hkscs", 0), ("cp1252", 0))


def _is_utf_8(content):
    try:
        return len(CONTROL.findall(content.decode()[:20_000])) <= 3
    except UnicodeDecodeError:
        return False


def _as_text(content, encoding):
    """Return the text that bytes are in an encoding; None when it is none."""
    for mark, marked in MARKS:
        if marked == encoding:
            content = content.removeprefix(mark)
    try:
        text = without_halves(content, encoding).decode(encoding, "replace")
    except (LookupError, UnicodeError, AttributeError, TypeError, ValueError):
        return None
    if not isinstance(text, str) or len(CONTROL.findall(text[:20_000])) > 3:
        return None
    text = re.sub(f"{BROKEN}+", BROKEN, text)
    return text if (text.count(BROKEN) - 1) * 100 <= MOST_BROKEN * len(text) else None


def _share_of_usual(text, encoding):
    """Return how many of the signs beyond ASCII are usual ones, from 0 to 1; broken ones count twice."""
    signs = NOT_ASCII.findall(text, 0)[:LOOKED_AT]
    if not signs:
        return 1
    usual = _usual(encoding)
    return (sum(sign in usual for sign in signs) - signs.count(BROKEN)) / len(signs)


@cache
def _usual(encoding):
    """Return the signs that texts in an encoding are mostly made of."""
    simplified = {bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)}
    traditional = {bytes((lead, trail)) for lead in range(0xA4, 0xC7)
                   for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))}  # fmt: skip
    signs = set(TYPOGRAPHY)
    if encoding != "cp1252":
        signs |= {*CHINESE_TYPOGRAPHY, *map(chr, range(0xFF01, 0xFF5F))}
    if encoding not in ("big5hkscs", "cp1252"):
        signs |= {pair.decode("gb2312", "ignore") for pair in simplified}
    if encoding not in ("gb18030", "cp1252"):
        signs |= {pair.decode("big5", "ignore") for pair in traditional}
    return frozenset(signs)
