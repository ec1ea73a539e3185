"""Headings that end a line between words: Chinese has no spaces, and a browser breaks anywhere."""

import re
from functools import lru_cache
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from foundation.chinese_words import cut

CHINESE = re.compile("[\u3400-\u9fff]")
#: A longer text is no heading, and is left to the browser.
LONGEST = 300
_OPENS = tuple("（《“「『〈【([+−-±$¥")
_CLOSES = tuple("，。：；、！？）》”’」』〉】,.:;!?)]%‰…—")
_DIGIT = re.compile(r"\d$")
_DATE = re.compile(r"[年月第]$")


def by_words(text) -> SafeString:
    """Return a text as HTML that may end a line between Chinese words and after punctuation alone.

    Nothing ends a line between a number and its unit or its sign, or inside a date. Texts without Chinese stay as they are.
    """
    return _written(str(text or ""))


@lru_cache(maxsize=2048)
def _written(text: str) -> SafeString:
    if len(text) > LONGEST or not CHINESE.search(text):
        return mark_safe(escape(text))
    words = cut(text)
    pieces: list[str] = [escape(words[0])]
    for before, word in pairwise(words):
        pieces.append("<wbr>" + escape(word) if _may_end(before, word) else escape(word))
    return mark_safe(f'<span class="by-words">{"".join(pieces)}</span>')


def _may_end(before: str, word: str) -> bool:
    """Tell whether a line may end between two words."""
    if before.isspace() or word.isspace() or word.startswith(_CLOSES) or before.endswith(_OPENS):
        return False
    if _DIGIT.search(before):
        return False
    return not (_DATE.search(before) and word[:1].isdigit())
