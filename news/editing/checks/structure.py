"""Checks of how a text is built: headings, tables, pictures, links. Pure."""

import re

from django.utils.translation import gettext as _

from foundation.searching.text import plain_text
from news.linking.targets import parse_reference

from .findings import ADVICE, SERIOUS, Finding

HEADING = re.compile(r"<h([2-4])>(.*?)</h\1>", re.DOTALL)
TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
IMAGE = re.compile(r"<img ([^>]*)>")
PICTURE = re.compile(r'data-picture="([0-9]+)"')
ALT = re.compile(r'alt="([^"]+)"')
LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def check_headings(html, language):
    """Yield what is wrong with the order of headings: a level left out, an empty one, a first one that is no h2."""
    last = 1
    for level, inside in HEADING.findall(html):
        words = plain_text(inside)
        if not words:
            yield Finding(ADVICE, language, "body", _("A heading is empty."))
        if int(level) > last + 1:
            yield Finding(
                ADVICE,
                language,
                "body",
                _("The heading leaves out a level; readers who listen lose their way."),
                words,
            )
        last = int(level)


def check_tables(html, language):
    """Yield tables without header cells."""
    for inside in TABLE.findall(html):
        if "<th" not in inside:
            words = plain_text(inside)[:60]
            yield Finding(ADVICE, language, "body", _("A table has no header cells."), words)


def check_pictures(html, cover, language, facts):
    """Yield pictures without an alternative text in the language; decorative ones need none."""
    for attributes in IMAGE.findall(html):
        key = PICTURE.search(attributes)
        if ALT.search(attributes) or (key and _has_words(int(key[1]), language, facts)):
            continue
        yield Finding(
            SERIOUS, language, "body", _("A picture in the text has no alternative text in this language.")
        )
    if cover and not _has_words(cover, language, facts):
        sentence = _(
            "The cover picture has no alternative text in this language and is not marked as decorative."
        )
        yield Finding(SERIOUS, language, "cover", sentence)


def check_links(html, language, facts):
    """Yield links that lead nowhere, to what visitors cannot open, or to an address that has stopped answering."""
    for address, inside in LINK.findall(html):
        words = plain_text(inside)
        reference = parse_reference(address)
        if (reference and reference[:2] in facts.broken) or (address.startswith("ref:") and not reference):
            yield Finding(
                SERIOUS, language, "body", _("The link leads to something that visitors cannot open."), words
            )
        elif address in facts.failing:
            sentence = _("The address does not answer (%(reason)s).") % {"reason": facts.failing[address]}
            yield Finding(ADVICE, language, "body", sentence, words)
        if not words and "<img" not in inside:
            yield Finding(ADVICE, language, "body", _("A link has no words."), address)


def _has_words(key, language, facts):
    if key not in facts.alternatives:
        return True  # the picture is gone; that is another finding
    words = facts.alternatives[key]
    return words is None or bool(words.get(language))
