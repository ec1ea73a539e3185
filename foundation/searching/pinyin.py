"""Names in pinyin: how a Chinese name is written by who has no Chinese keyboard at hand, whole and by its first letters.

春亚纺 is found by “chunyafang” and “cyf”, 涤纶春亚纺 too. Only names are written so, no texts.
"""

import os
import re
from functools import cache
from itertools import product

from .text import CHINESE, fold, term_of

RUN = re.compile(f"[{CHINESE}]+")
LONGEST_RUN = 12
SHORTEST, LONGEST = 2, 8
#: Two letters alone mean too much; so many are asked for unless they are the whole name.
FEWEST_LETTERS = 3
MOST_READINGS = 4
#: Characters whose sound depends on the word, with the trade's first; without these the most usual one alone is taken.
READINGS = {
    "弹": ("tan", "dan"),
    "呢": ("ni", "ne"),
    "长": ("chang", "zhang"),
    "重": ("zhong", "chong"),
    "行": ("hang", "xing"),
    "薄": ("bao", "bo"),
    "率": ("lv", "shuai"),
    "绿": ("lv", "lu"),
    "女": ("nv", "nu"),
    "旅": ("lv", "lu"),
    "调": ("tiao", "diao"),
    "纶": ("lun",),
    "服": ("fu",),
    "卡": ("ka",),
    "仔": ("zai",),
}


def pinyin_terms(*names):
    """Return the search terms of names in pinyin: each part of a run of characters in full, its beginnings and ends by first letters."""
    terms: dict[str, None] = {}
    for name in names:
        for run in RUN.findall(fold(name or "")):
            run = run[:LONGEST_RUN]
            for written in _readings(run):
                terms.update(dict.fromkeys(_full(written)))
                terms.update(dict.fromkeys(_letters(written)))
    return list(terms)


def spoken(run):
    """Return how a run of Chinese characters sounds, in letters: sounds that many speakers do not tell apart are one."""
    return "".join(_blurred(_sounds(sign)[0]) for sign in run)


def _blurred(syllable):
    """Return a syllable without the difference of zh and z, ch and c, sh and s, -ng and -n."""
    return re.sub(r"ng$", "n", re.sub(r"^([zcs])h", r"\1", syllable))


def _full(written):
    for start in range(len(written)):
        for end in range(start + SHORTEST, min(len(written), start + LONGEST) + 1):
            yield term_of("".join(written[start:end]))


def _letters(written):
    first = [one[0] for one in written]
    if len(first) >= SHORTEST:
        yield term_of("".join(first))
    for number in range(FEWEST_LETTERS, len(first)):
        yield term_of("".join(first[:number]))
        yield term_of("".join(first[-number:]))


def _readings(run):
    """Return at most a few ways to say a run of characters, each a list of syllables."""
    sounds = [_sounds(sign) for sign in run]
    number, kept = 1, []
    for one in sounds:
        one = one if number * len(one) <= MOST_READINGS else one[:1]
        number *= len(one)
        kept.append(one)
    return [[syllable for syllable in way if syllable] for way in product(*kept)]


@cache
def _sounds(sign):
    if sign in READINGS:
        return READINGS[sign]
    return (*(one for one in _lazy_pinyin()(sign, errors="ignore") if one.isascii()),)[:1] or ("",)


@cache
def _lazy_pinyin():
    # Its table of phrases takes 45 MB in each process and knows phrases of everyday language; READINGS stands for it.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import lazy_pinyin  # heavy: few processes write names

    return lazy_pinyin
