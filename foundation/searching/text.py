"""Text to search terms: the same pipeline for what is indexed and for what is asked.

Traditional characters count as simplified ones, spellings of the trade as each other (`spellings`).
Latin words are folded (width, case, accents) and stemmed, numbers are kept, and
a run of Chinese characters gives every character and every pair of neighbours, so that any word is found wherever a
dictionary would have cut. The question is cut into words by dictionary; a longer word asks for its pairs. A term is made of
letters and digits only: no database sees an operator, a quotation mark or anything else of its query language.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

import snowballstemmer
from zhconv_rs import zhconv

from foundation.chinese_words import cut

from .spellings import SPELLINGS, groups_in, term_of_group, without_spellings

LONGEST_TEXT = 200_000
LONGEST_QUERY = 200
MOST_TERMS = 20_000
MOST_WORDS = 12
LONGEST_TERM = 40
LONGEST_CHINESE_WORD = 8

CHINESE = "\u3007\u3400-\u4dbf\u4e00-\u9fcc"
LATIN = rf"[^\W_{CHINESE}]"
PIECE = re.compile(
    rf"(?P<chinese>[{CHINESE}]+)"
    rf"|(?P<number>[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?)(?!{LATIN})"
    rf"|(?P<word>{LATIN}+)"
)
ANY_CHINESE = re.compile(f"[{CHINESE}]")
TAG = re.compile(r"<[^<>]*>")
POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
STOP_WORDS = frozenset(
    [
        "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is",
        "it", "its", "of", "on", "or", "that", "the", "this", "to", "was", "were", "will", "with",
    ]
)  # fmt: skip
PARTICLES = frozenset("的了和与及在是之或")

_of_this_thread = threading.local()  # a stemmer keeps the word it works on, so threads must not share one


@dataclass(frozen=True)
class Query:
    """A question to the search, taken apart. `terms` must all be present; `words` and `chinese` are what to highlight."""

    terms: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    chinese: tuple[str, ...] = ()

    def __bool__(self):
        return bool(self.terms)


def plain_text(html):
    """Return the text of rich text, its elements separated by spaces."""
    return " ".join(unescape(TAG.sub(" ", html or "")).split())


def index_terms(*texts):
    """Return the distinct search terms of plain texts, in order of first appearance."""
    terms: dict[str, None] = {}
    for text in texts:
        folded = fold((text or "")[:LONGEST_TEXT])
        terms.update(dict.fromkeys(map(term_of_group, groups_in(folded))))
        for kind, piece in pieces(folded):
            if kind == "chinese":
                terms.update(dict.fromkeys(piece))
                terms.update(dict.fromkeys(_pairs(piece)))
            else:
                terms[term_of(piece)] = None
            if len(terms) > MOST_TERMS:
                return list(terms)[:MOST_TERMS]
    return list(terms)


def query_terms(text):
    """Return what to look for (a `Query`) from whatever somebody typed; it is empty when no word is in it."""
    found: list[tuple[str, str]] = []
    rest, groups = without_spellings(fold((text or "")[:LONGEST_QUERY])[: 2 * LONGEST_QUERY])
    for kind, piece in pieces(rest):
        found += _chinese_words(piece) if kind == "chinese" else [(kind, piece)]
    meant = [
        (kind, piece) for kind, piece in found if piece not in STOP_WORDS and piece not in PARTICLES
    ] or found
    terms: dict[str, None] = dict.fromkeys(term_of_group(name) for name in groups[:MOST_WORDS])
    words: dict[str, None] = {}
    chinese: dict[str, None] = {}
    for kind, piece in list(dict.fromkeys(meant))[: MOST_WORDS - len(terms)]:
        if kind == "chinese":
            piece = piece[:LONGEST_CHINESE_WORD]
            chinese[piece] = None
            terms.update(dict.fromkeys(_pairs(piece) if len(piece) > 1 else piece))
        else:
            words[term_of(piece)] = None
    terms.update(words)
    for name in groups:
        for parts in (list(pieces(one)) for one in SPELLINGS[name]):
            for kind, piece in parts if len(parts) == 1 else ():
                marked = chinese if kind == "chinese" else words
                marked[piece if kind == "chinese" else term_of(piece)] = None
    return Query(tuple(terms), frozenset(words), tuple(sorted(chinese, key=len, reverse=True)))


def fold(text):
    """Return text without differences of width, case, accents and Chinese script, and without possessive endings."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).lower())
    text = POSSESSIVE.sub("", "".join(sign for sign in text if not unicodedata.combining(sign)))
    return zhconv(text, "zh-hans") if ANY_CHINESE.search(text) else text


def pieces(text):
    """Yield (kind, piece) for each run of Chinese characters ("chinese"), number and word in a text."""
    for match in PIECE.finditer(text):
        yield match.lastgroup, match[0]


def term_of(piece):
    """Return the search term of one folded word or number: ASCII letters and digits only."""
    if piece.isascii():
        if piece[0].isdigit():
            return piece.replace(",", "").replace(".", "p")[:LONGEST_TERM]
        return stem(piece[:LONGEST_TERM])
    return "x" + piece[: LONGEST_TERM // 4].encode().hex()


@lru_cache(maxsize=50_000)
def stem(word):
    """Return the stem of a folded English word: "price" and "prices" have the same one."""
    if not hasattr(_of_this_thread, "stemmer"):
        _of_this_thread.stemmer = snowballstemmer.stemmer("english")
    return _of_this_thread.stemmer.stemWord(word)


def _pairs(run):
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _chinese_words(run):
    """Return the words of a run of Chinese characters; single characters beside each other stay together."""
    words, singles = [], ""
    for word in [*cut(run), ""]:
        if len(word) == 1 and word not in PARTICLES:
            singles += word
            continue
        words += [part for part in (singles, word) if part]
        singles = ""
    return [("chinese", word) for word in words]
