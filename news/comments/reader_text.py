"""Text that readers send: made harmless when it comes in, written as HTML when it is shown.

Any script and any symbol stays. What goes is what could reach beyond the text itself: control characters, marks that
turn the direction of what follows, towers of combining marks, line feeds by the hundred.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from foundation.characters import storable

MOST_COMBINING_MARKS = 6
LONGEST_LINK_SHOWN = 60

_LINE_ENDS = re.compile("\r\n?")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_EMPTY_LINES = re.compile(r"\n[^\S\n]*\n(?:[^\S\n]*\n)+")
_ADDRESS = re.compile(r"https?://[^\s<>\"'，。；：！？、（）《》〈〉「」『』“”\u2018\u2019]+", re.IGNORECASE)
_ANY_ADDRESS = re.compile(r"(?:https?://|(?<![\w/])www\.)[^\s<>\"]+|\[url", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?)]}'*_"


def harmless_text(text: str) -> str:
    """Return text of several lines without anything that could disturb the page around it."""
    text = _DIRECTIONS.sub("", storable(_LINE_ENDS.sub("\n", text)))
    return _EMPTY_LINES.sub("\n\n", _lower_towers(text)).strip()


def harmless_line(text: str) -> str:
    """Return the same on one line, with single spaces."""
    return " ".join(harmless_text(text).split())


def says_something(text: str) -> bool:
    """Tell whether a text holds at least one character that can be seen."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def addresses_in(text: str) -> list[str]:
    """Return the web addresses in a text, also those written without a scheme as "www."."""
    return _ANY_ADDRESS.findall(text)


def reader_html(text: str) -> str:
    """Return a reader's text as safe HTML: paragraphs, line breaks, and web addresses as links nobody vouches for."""
    paragraphs = (part.strip("\n") for part in text.split("\n\n"))
    return mark_safe("".join(f"<p>{_lines(part)}</p>" for part in paragraphs if part))


def _lines(paragraph):
    return "<br>".join(_with_links(line) for line in paragraph.split("\n"))


def _with_links(line):
    written, position = [], 0
    for match in _ADDRESS.finditer(line):
        address = match[0].rstrip(_AFTER_ADDRESS)
        if _is_plain(address):
            written += [escape(line[position : match.start()]), _link(address)]
            position = match.start() + len(address)
    return "".join([*written, escape(line[position:])])


def _is_plain(address):
    """Only an address that shows where it leads becomes a link: nothing before the host, a host that can be read."""
    try:
        host = urlsplit(address)
        return bool(host.hostname) and "@" not in host.netloc and host.port != 0
    except ValueError:
        return False


def _link(address):
    shown = address if len(address) <= LONGEST_LINK_SHOWN else f"{address[: LONGEST_LINK_SHOWN - 1]}…"
    return format_html('<a href="{}" rel="nofollow ugc noopener">{}</a>', address, shown)


def _lower_towers(text):
    """Keep the first combining marks on a character: more than any script needs are there to cover the lines above."""
    if text.isascii():
        return text
    kept, run = [], 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if run <= MOST_COMBINING_MARKS:
            kept.append(character)
    return "".join(kept)
