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

#: Where pages keep the picture that is fetched once it is scrolled to.
LAZY = ("data-src", "data-original", "data-lazy-src")
SPECK = re.compile(r"\s*[0-3](?:px)?\s*\Z")


def words_of(text):
    """Return the words of a page in HTML, a line for each paragraph, cell or item."""
    text = re.sub(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", " ", text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"[\n\t ]+", " ", text)
    return unescape(re.sub(r"<[^<>]*>", " ", BREAKING.sub("\n", text)))


def body_of(text, paragraphs):
    """Return (clean HTML of the part of the page that holds the paragraphs, its pictures as (source, alternative text)).

    A picture stands in the HTML with its number among those, from 1, as `data-picture`. When the part cannot be told apart, the
    HTML is "" and the pictures are all that the page has.
    """
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return "", ()
    pictures = _numbered(root)
    first, last = folded(paragraphs[0])[:40], folded(paragraphs[-1])[-40:]
    best = None
    for element in root.iter("td", "div", "body", "article", "center", "form"):
        inside = folded(" ".join(element.itertext()))
        if first in inside and last in inside:
            best = element
    if best is None:
        return "", pictures
    try:
        clean = clean_paste(etree.tostring(best, encoding="unicode", method="html")).html
    except TooLong:
        return "", pictures
    wanted = {folded(line) for line in paragraphs}
    joined = "".join(wanted)
    found = [block for block in blocks(clean) if folded(block.text) and folded(block.text) in joined]
    if not found:
        return "", pictures
    start = _with_pictures_before(clean, _start_of(clean, found[0].text))
    end = next(
        (
            one.start
            for one in elements(clean, "p")
            if one.start >= start and ends_text(plain_text(one.inside))
        ),
        None,
    )
    body = clean[start:end]
    is_whole = abs(len(folded(plain_text(body))) - len(joined)) <= 0.2 * len(joined)
    return body if is_whole else "", pictures


def _numbered(root):
    """Give every picture its number and return them all; what only counts readers or keeps distance is taken out."""
    pictures = []
    for image in list(root.iter("img")):
        source = image.get("src") or ""
        if any(image.get(name) for name in LAZY):
            source = next(image.get(name) for name in LAZY if image.get(name))
        if all(SPECK.match(image.get(name) or "") for name in ("width", "height")) or not source.strip():
            image.drop_tree()
            continue
        pictures.append((source.strip(), " ".join((image.get("alt") or "").split())))
        image.set("data-picture", str(len(pictures)))
    return tuple(pictures)


def _with_pictures_before(clean, start):
    """Return where the text begins if the pictures that stand directly before a place belong to it."""
    while (before := clean[:start].rstrip()).endswith("</figure>"):
        start = before.rfind("<figure")
    return start


def _start_of(clean, words):
    """Return where the block that begins with some words starts."""
    at = clean.find(escape(words[:12], quote=False))
    return (
        max(clean.rfind("<p", 0, at + 1), clean.rfind("<h", 0, at + 1), clean.rfind("<table", 0, at + 1), 0)
        if at > 0
        else 0
    )
