"""Searches that find nothing or next to nothing: what was probably meant, from words and names that lead somewhere.

A slip of a letter, a wrong or lazily heard character, pinyin with a slip, words written together or apart; else fewer words.
Nothing is offered that finds nothing, and nothing is read but names that visitors may see.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from foundation.chinese_words import cut
from foundation.searching.matching import candidates, index_plans
from foundation.searching.pinyin import spoken
from foundation.searching.spellings import SPELT
from foundation.searching.text import LONGEST_QUERY, PIECE, fold, query_terms
from portal.search.ranking import Search, run_parts
from portal.search.tabs import TABS
from portal.search.vocabulary import (
    CHINESE_CODE,
    FEWEST_LETTERS,
    FEWEST_SIGNS,
    LATIN_CODE,
    MOST_SIGNS,
    Known,
    Vocabulary,
    vocabulary,
)

MOST_OFFERED, MOST_TRIED = 3, 4
#: A search with at most so many results may have been a slip: what finds so many times as much is offered beside them.
FEW_RESULTS, TIMES = 3, 4
LONGEST_WORD = 24
LOOKED_AT, COUNTED_HITS = 300, 20
#: Longer words may hold two slips, shorter ones one.
LONG_WORD, LONG_SOUND, LONG_RUN = 6, 8, 6


@dataclass(frozen=True)
class Meant:
    """Words to search for instead, the language they are written in, and whether some of those typed are left out."""

    text: str
    language: str
    fewer: bool = False


@dataclass(frozen=True)
class Part:
    """A part of what was typed, folded: a word, a number, a run of characters, or what stands between; and what it may mean."""

    text: str
    known: bool
    near: tuple[Known, ...] = ()

    @property
    def is_word(self) -> bool:
        return any(sign.isalnum() for sign in self.text)


def meant(asked: str, found: int = 0) -> list[Meant]:
    """Return what may have been meant by a search that found so many results: at most a few, the nearest first.

    One query where the vocabulary is at hand, or none.
    """
    if found > FEW_RESULTS:
        return []
    words = vocabulary()
    parts = _parts(fold(asked[:LONGEST_QUERY]), words)
    offered = _others(asked, _slips(parts, words))
    if not found and not offered:
        offered = _others(asked, _fewer(parts))
    if not offered:
        return []
    hits = _hits([one.text for one in offered])
    return [one for one in offered if hits.get(one.text, 0) >= max(1, TIMES * found)][:MOST_OFFERED]


def _others(asked: str, offers: Iterable[Meant]) -> list[Meant]:
    """Return the first of those that a search tells from each other and from what was asked."""
    distinct: dict[str, Meant] = {}
    for one in offers:
        distinct.setdefault(" ".join(fold(one.text).split()), one)
    distinct.pop(" ".join(fold(asked).split()), None)
    return list(distinct.values())[:MOST_TRIED]


def _parts(text: str, words: Vocabulary) -> list[Part]:
    """Return a folded text in parts; joined they are the text."""
    parts, end = [], 0
    for spelt in SPELT.finditer(text):
        parts += [*_pieces(text[end : spelt.start()], words), Part(spelt[0], known=True)]
        end = spelt.end()
    return [*parts, *_pieces(text[end:], words)]


def _pieces(text: str, words: Vocabulary) -> Iterator[Part]:
    end = 0
    for found in PIECE.finditer(text):
        if found.start() > end:
            yield Part(text[end : found.start()], known=True)
        end = found.end()
        if found.lastgroup == "chinese":
            yield from _run(found[0], words)
        elif words.knows(found[0]) or len(found[0]) > LONGEST_WORD:
            yield Part(found[0], known=words.knows(found[0]))
        else:
            yield Part(found[0], known=False, near=tuple(_near_letters(found[0], words)))
    if text[end:]:
        yield Part(text[end:], known=True)


def _run(run: str, words: Vocabulary) -> Iterator[Part]:
    """Yield a run of characters: whole where it is a slip of something, else in its words."""
    if not words.knows(run):
        near = tuple(_near_signs(run, words)) if len(run) <= MOST_SIGNS else ()
        parts = cut(run)
        if near or len(parts) == 1:
            yield Part(run, known=False, near=near)
            return
        for word in parts:
            heard = words.sounds.get(spoken(word)) if FEWEST_SIGNS <= len(word) <= MOST_SIGNS else None
            yield Part(
                word, known=words.knows(word), near=(heard,) if heard and not words.knows(word) else ()
            )
        return
    yield Part(run, known=True)


def _near_letters(word: str, words: Vocabulary) -> Iterator[Known]:
    """Yield what a Latin word is a slip of: words by their letters, Chinese ones by their pinyin, the nearest first."""
    allowed = 2 if len(word) >= LONG_WORD else 1
    near = [
        (distance, 0, words.written[key])
        for key, distance, _at in process.extract(
            word, words.latin, scorer=OSA.distance, score_cutoff=allowed, limit=2
        )
    ]
    sound, allowed = _as_spoken(word), 2 if len(word) >= LONG_SOUND else 1
    if len(word) > FEWEST_LETTERS:
        near += [
            (distance, 1, words.sounds[key])
            for key, distance, _at in process.extract(
                sound, words.sounds.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=2
            )
        ]
    for _distance, _kind, known in sorted(near, key=lambda one: one[:2]):
        yield known


def _as_spoken(word: str) -> str:
    """Return typed pinyin as sounds are kept: without h after z, c, s, and without g after n where a syllable ends."""
    spelt = word.replace("zh", "z").replace("ch", "c").replace("sh", "s")
    return "".join(
        sign
        for at, sign in enumerate(spelt)
        if not (sign == "g" and spelt[at - 1 : at] == "n" and spelt[at + 1 : at + 2] not in tuple("aeiouv"))
    )


def _near_signs(run: str, words: Vocabulary) -> Iterator[Known]:
    """Yield what a run of characters is a slip of: what sounds like it, then what differs in a character."""
    heard = words.sounds.get(spoken(run))
    if heard:
        yield heard
    if len(run) > FEWEST_SIGNS:
        allowed = 2 if len(run) >= LONG_RUN else 1
        for key, _distance, _at in process.extract(
            run, words.chinese, scorer=OSA.distance, score_cutoff=allowed, limit=2
        ):
            yield words.written[key]


def _slips(parts: list[Part], words: Vocabulary) -> Iterator[Meant]:
    """Yield what was typed with its slips mended: as one name, then word by word."""
    typed = [part for part in parts if part.is_word]
    joined = "".join(part.text for part in typed)
    if len(typed) > 1 and joined.isascii() and FEWEST_LETTERS < len(joined) <= LONGEST_WORD * 2:
        whole = words.written.get(joined) or words.sounds.get(_as_spoken(joined))
        near = [whole] if whole else list(_near_letters(joined, words))[:1]
        if near and not all(part.known for part in typed):
            yield Meant(near[0].text, near[0].language)
    mended = [part for part in typed if part.near]
    for choice in range(max((len(part.near) for part in mended), default=0)):
        chosen = {id(part): part.near[min(choice, len(part.near) - 1)] for part in mended}
        texts = [chosen[id(part)].text if id(part) in chosen else part.text for part in parts]
        text = " ".join("".join(texts).split())
        yield Meant(text, LATIN_CODE if text.isascii() else CHINESE_CODE)


def _fewer(parts: list[Part]) -> Iterator[Meant]:
    """Yield the words of what was typed that are known, together where others are left out, then each alone."""
    typed = [part for part in parts if part.is_word]
    known = [part.text for part in typed if part.known and len(part.text) >= FEWEST_SIGNS]
    if 1 < len(known) < len(typed):
        yield _less(" ".join(known))
    if len(typed) > 1:
        yield from (_less(text) for text in known)


def _less(text: str) -> Meant:
    return Meant(text, LATIN_CODE if text.isascii() else CHINESE_CODE, fewer=True)


def _hits(texts: list[str]) -> dict[str, int]:
    """Return how much visitors find by each of some searches, up to a few; one query."""
    parts = []
    for text in texts:
        terms = query_terms(text).terms
        for tab in TABS if terms else ():
            search = Search(tab, (tab.facet, *terms), 1)
            rows = search.visible.filter(pk__in=candidates(search.terms, "body", LOOKED_AT)).order_by()
            parts.append((search, text, rows[:COUNTED_HITS]))
    with index_plans():
        found = run_parts(parts)
    hits: dict[str, int] = {}
    for _search, text, keys in found:
        hits[text] = hits.get(text, 0) + len(keys)
    return hits
