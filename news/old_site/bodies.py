"""The HTML of a saved page: its words as lines, and the clean text of its article."""

import re
from html import escape, unescape

from lxml import etree, html

from foundation.searching.text import plain_text
from news.text.comparing import blocks
from news.text.elements import elements
from news.text.pasting import TooLong, clean_paste

from .parts import ends_text, folded

BREAKING = re.compile(
    r"<(?:br|/?(?:p|div|tr|td|th|li|h[1-6]|table|ul|ol|center|body))\b[^>]*>", re.IGNORECASE
)


def words_of(text):
    """Return the words of a page in HTML, a line for each paragraph, cell or item."""
    text = re.sub(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", " ", text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"[\n\t ]+", " ", text)
    return unescape(re.sub(r"<[^<>]*>", " ", BREAKING.sub("\n", text)))


def body_of(text, title, paragraphs):
    """Return the clean HTML of the part of the page that holds the paragraphs, or "" when it cannot be told apart."""
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    first, last = folded(paragraphs[0])[:40], folded(paragraphs[-1])[-40:]
    best = None
    for element in root.iter("td", "div", "body", "article", "center", "form"):
        inside = folded(" ".join(element.itertext()))
        if first in inside and last in inside:
            best = element
    if best is None:
        return ""
    try:
        clean = clean_paste(etree.tostring(best, encoding="unicode", method="html")).html
    except TooLong:
        return ""
    wanted = {folded(line) for line in paragraphs}
    joined = "".join(wanted)
    found = [block for block in blocks(clean) if folded(block.text) and folded(block.text) in joined]
    if not found:
        return ""
    start = _start_of(clean, found[0].text)
    end = next(
        (
            one.start
            for one in elements(clean, "p")
            if one.start >= start and ends_text(plain_text(one.inside))
        ),
        None,
    )
    body = clean[start:end]
    return body if abs(len(folded(plain_text(body))) - len(joined)) <= 0.2 * len(joined) else ""


def _start_of(clean, words):
    """Return where the block that begins with some words starts."""
    at = clean.find(escape(words[:12], quote=False))
    return (
        max(clean.rfind("<p", 0, at + 1), clean.rfind("<h", 0, at + 1), clean.rfind("<table", 0, at + 1), 0)
        if at > 0
        else 0
    )
