"""Checks of words: length, sentences, punctuation, doubled words, spelling of names, directions and numbers. Pure."""

import re
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from foundation.searching.text import stem

from .findings import ADVICE, SERIOUS, Finding

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
#: The longest title, the shortest and the longest summary, in characters; the longest sentence in words or characters.
#: The languages whose wording is known; texts in others are checked for the rest alone.
LANGUAGES = ("en", "zh-hans")
LONGEST_TITLE = {"en": 90, "zh-hans": 34}
SUMMARY = {"en": (40, 300), "zh-hans": (15, 120)}
LONGEST_SENTENCE = {"en": 45, "zh-hans": 100}
SENTENCE_END = {"en": re.compile(r"(?<=[.!?])\s+"), "zh-hans": re.compile(r"(?<=[。！？；])")}
HALF_IN_CHINESE = re.compile(
    rf"[{HAN}][,;!?](?=[{HAN}\s]|$)|[{HAN}]:(?=[{HAN}])|[{HAN}]\.(?=\s|$)|\([^()]*[{HAN}][^()]*\)"
)
FULL_IN_ENGLISH = re.compile(
    "[a-z0-9][\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001]|\uff08[^\uff09]*\uff09", re.IGNORECASE
)
DOUBLED = {
    "en": re.compile(r"\b(?!had\b|that\b)([a-z]{2,})\s+\1\b", re.IGNORECASE),
    "zh-hans": re.compile(r"(的的|了了|是是|在在|和和|与与)"),
}
SPACES = re.compile(r"\S  +\S")
OFFICIAL = {"en": "China · Keqiao Textile Index", "zh-hans": "中国·柯桥纺织指数"}
NEARLY_OFFICIAL = {
    "en": re.compile(r"\bChina\W{1,3}Ke\s?qiao\s+Textiles?\s+Index\b", re.IGNORECASE),
    "zh-hans": re.compile(r"中国.?柯桥纺织品?指数"),
}
DIRECTIONS = {
    "en": (
        re.compile(
            r"\b(?:up|rose|rises|risen|increased|gained|climbed)\b(?:\s+by)?\s+[\u2212-]\d", re.IGNORECASE
        ),
        re.compile(
            r"\b(?:down|fell|falls|fallen|decreased|declined|dropped)\b(?:\s+by)?\s+\+\d", re.IGNORECASE
        ),
    ),
    "zh-hans": (
        re.compile(r"(?:上涨|上升|增长|提高|回升)(?:了)?\s?[\u2212-]\d"),
        re.compile(r"(?:下跌|下降|回落|减少)(?:了)?\s?\+\d"),
    ),
}
WORD = re.compile(r"[a-z]{7,}", re.IGNORECASE)
NEARLY = 0.88


def check_title(title, language):
    """Yield a title that lists and search engines would cut."""
    if len(title) > LONGEST_TITLE[language]:
        yield Finding(ADVICE, language, "title", _("The title is long: lists and search engines cut it."))


def check_summary(summary, language):
    """Yield a summary that is missing, or too short or long for lists and feeds."""
    shortest, longest = SUMMARY[language]
    if not summary:
        yield Finding(ADVICE, language, "summary", _("There is no summary: lists and feeds show none."))
    elif not shortest <= len(summary) <= longest:
        sentence = _("The summary has %(length)s characters; %(shortest)s to %(longest)s read well.")
        facts = {"length": len(summary), "shortest": shortest, "longest": longest}
        yield Finding(ADVICE, language, "summary", sentence % facts)


def check_sentences(blocks, language):
    """Yield sentences that are hard to follow; `blocks` are the paragraphs of the text."""
    for block in blocks:
        for sentence in SENTENCE_END[language].split(block):
            length = len(sentence.split()) if language == "en" else len(re.findall(f"[{HAN}]", sentence))
            if length > LONGEST_SENTENCE[language]:
                words = (
                    _("A sentence of %(length)s words.")
                    if language == "en"
                    else _("A sentence of %(length)s characters.")
                )
                yield Finding(ADVICE, language, "body", words % {"length": length}, sentence[:60])


def check_marks(text, field, language):
    """Yield punctuation of the other language, doubled words and spaces."""
    if language == "en":
        pattern, sentence = FULL_IN_ENGLISH, _("Full-width punctuation in English.")
    else:
        pattern, sentence = HALF_IN_CHINESE, _("Half-width punctuation between Chinese characters.")
    for match in list(pattern.finditer(text))[:5]:
        yield Finding(ADVICE, language, field, sentence, _around(text, match))
    for match in list(DOUBLED[language].finditer(text))[:3]:
        yield Finding(ADVICE, language, field, _("A word stands twice."), _around(text, match))
    if spaces := SPACES.search(text):
        yield Finding(ADVICE, language, field, _("Two spaces in a row."), _around(text, spaces))


def check_names(text, field, language, facts):
    """Yield names that are not spelt as they are officially: the index's own name, words of the classification."""
    for match in NEARLY_OFFICIAL[language].finditer(text):
        if match[0] != OFFICIAL[language]:
            sentence = _("The name is written “%(name)s”.") % {"name": OFFICIAL[language]}
            yield Finding(ADVICE, language, field, sentence, match[0])
    if language != "en":
        return
    stems = {stem(word) for word in facts.vocabulary}
    for word in dict.fromkeys(match.lower() for match in WORD.findall(text)):
        if word in facts.vocabulary or stem(word) in stems:
            continue
        for known in facts.vocabulary:
            if abs(len(known) - len(word)) <= 1 and known[0] == word[0] and _is_slip(word, known):
                sentence = _("Is “%(name)s” meant?") % {"name": known}
                yield Finding(ADVICE, language, field, sentence, word)
                break


def check_directions(text, field, language):
    """Yield words of direction that contradict the sign behind them."""
    for pattern in DIRECTIONS[language]:
        for match in pattern.finditer(text):
            sentence = _("The direction and the sign of the number contradict each other.")
            yield Finding(SERIOUS, language, field, sentence, match[0])


def _is_slip(word, known):
    """Tell whether a word is a known one with one letter wrong, missing or too many (not another ending of it)."""
    if word[:-2] == known[:-2] or word[:-1] == known or known[:-1] == word:
        return False
    return SequenceMatcher(None, word, known, autojunk=False).ratio() >= NEARLY


def _around(text, match):
    return text[max(0, match.start() - 12) : match.end() + 12].strip()
