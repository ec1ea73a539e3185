"""Texts of results: the text in the reader's language, the passage around the first match, matches marked."""

import re
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from modeltranslation.settings import AVAILABLE_LANGUAGES
from modeltranslation.utils import build_localized_fieldname

from foundation.searching.text import PIECE, fold, pieces, plain_text, term_of

EXCERPT = 180
BEFORE = 40
CHINESE_WEIGHT = 2
SEARCHED = 10_000


def in_language(obj, name, code):
    """Return (text, language) of a translated field: in the language `code` where it is written, else in another."""
    for language in (code, *AVAILABLE_LANGUAGES):
        text = getattr(obj, build_localized_fieldname(name, language))
        if text:
            return text, language
    return "", code


def matches(text, query):
    """Yield the (start, end) spans of `text` that match a query, in order and apart from each other."""
    chinese = re.compile("|".join(query.chinese)) if query.chinese else None
    for piece in PIECE.finditer(text):
        if piece.lastgroup == "chinese":
            if chinese:
                yield from (found.span() for found in chinese.finditer(text, *piece.span()))
        elif query.words and not query.words.isdisjoint(_terms(piece[0])):
            yield piece.span()


@lru_cache(maxsize=20_000)
def _terms(piece):
    """Return the search terms of a word or number as it is written."""
    return frozenset(term_of(part) for kind, part in pieces(fold(piece)) if kind != "chinese")


def highlight(text, query):
    """Return a text as safe HTML with its matches in <mark>."""
    parts, end = [], 0
    for start, stop in matches(text, query):
        parts += [escape(text[end:start]), format_html("<mark>{}</mark>", text[start:stop])]
        end = stop
    return mark_safe("".join([*parts, escape(text[end:])]))


def excerpt(texts, query):
    """Return the passage to show of several texts (the summary first): around the first match, else the first's start."""
    texts = [text for text in texts if text]
    for text in texts:
        first = next(matches(text[:SEARCHED], query), None)
        if first:
            return passage(text, first[0])
    return passage(texts[0], 0) if texts else ""


def passage(text, at):
    """Return about a line or two of a text around a position, cut between words."""
    longest = EXCERPT // CHINESE_WEIGHT if is_chinese(text[at : at + EXCERPT]) else EXCERPT
    start = 0
    if at > longest - BEFORE:
        start = at - BEFORE
        gap = re.search(r"[\s，。；：！？、]", text[start:at])
        start += gap.end() if gap else 0
    end = start + longest
    if end < len(text):
        gap = text.rfind(" ", start + longest // 2, end)
        end = gap if gap > 0 and not is_chinese(text[start:end]) else end
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def is_chinese(text):
    """Tell whether a text is mostly Chinese."""
    return sum("\u4e00" <= sign <= "\u9fff" for sign in text) * 3 > len(text)


def plain(obj, name, code):
    """Return the plain text of a translated field in the language `code`, or an empty text."""
    return plain_text(getattr(obj, build_localized_fieldname(name, code)))
