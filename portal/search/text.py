"""What a result shows: its text in the reader's language, the passage around the first match, matches marked."""

import re

from django.utils.html import escape, format_html, mark_safe
from modeltranslation.settings import AVAILABLE_LANGUAGES
from modeltranslation.utils import build_localized_fieldname

from indexdata.searching.text import PIECE, fold, plain_text, term_of

EXCERPT = 180
BEFORE = 40
CHINESE_WEIGHT = 2


def in_language(obj, name, code):
    """Return (text, language) of a translated field: in the language `code` where it is written, else in another."""
    for language in (code, *AVAILABLE_LANGUAGES):
        text = getattr(obj, build_localized_fieldname(name, language))
        if text:
            return text, language
    return "", code


def matches(text, query):
    """Return the (start, end) spans of `text` that match a query, in order and apart from each other."""
    spans = []
    for piece in PIECE.finditer(text):
        if piece.lastgroup == "chinese":
            if query.chinese:
                spans += [found.span() for found in _chinese(query).finditer(text, *piece.span())]
        elif query.words and any(term_of(part[0]) in query.words for part in PIECE.finditer(fold(piece[0]))):
            spans.append(piece.span())
    return spans


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
        spans = matches(text[:20_000], query)
        if spans:
            return passage(text, spans[0][0])
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


def _chinese(query):
    return re.compile("|".join(query.chinese))
