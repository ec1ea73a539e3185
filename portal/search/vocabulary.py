"""Words that lead somewhere: names and titles that visitors may see, of each kind a bounded number, by their letters and their sound."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection
from modeltranslation.settings import AVAILABLE_LANGUAGES
from modeltranslation.utils import build_localized_fieldname

from foundation.chinese_words import cut
from foundation.searching.pinyin import spoken
from foundation.searching.spellings import SPELLINGS, groups_in
from foundation.searching.text import PIECE, STOP_WORDS, fold, stem
from news.tags.models import Tag
from portal.freshness.parts import remember
from portal.search.tabs import TABS

#: So many names of a kind are known, in the order in which its tab shows them, and so many of the newest titles.
MOST_NAMED, MOST_TITLES = 1_000, 300
#: Longer names are known by their words alone.
LONGEST_NAME = 40
FEWEST_LETTERS, FEWEST_SIGNS, MOST_SIGNS = 4, 2, 8
CHINESE_CODE, LATIN_CODE = "zh-hans", "en"


@dataclass(frozen=True)
class Known:
    """A word or name as it is offered, and the language it is written in."""

    text: str
    language: str


@dataclass
class Vocabulary:
    """Words and names that lead somewhere: by folded letters, by the stems of words, and Chinese words by how they sound.

    `latin` and `chinese` are the keys of `written` that another word may be a slip of, the most important first.
    """

    written: dict[str, Known] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)
    sounds: dict[str, Known] = field(default_factory=dict)
    latin: list[str] = field(default_factory=list)
    chinese: list[str] = field(default_factory=list)

    def add(self, key: str, known: Known) -> None:
        """Take in a folded word, or a name without its spaces, with what is offered for it; the first of several counts."""
        if key in self.written:
            return
        self.written[key] = known
        if key.isascii():
            self.latin.append(key)
            if " " not in known.text:
                self.stems.add(stem(key))
        else:
            self.chinese.append(key)
            self.sounds.setdefault(spoken(key), known)

    def knows(self, word: str) -> bool:
        """Tell whether a folded word is known in any inflection; short ones, numbers and words without meaning are."""
        if word.isascii():
            return (
                len(word) < FEWEST_LETTERS
                or word[0].isdigit()
                or word in STOP_WORDS
                or stem(word) in self.stems
            )
        return len(word) < FEWEST_SIGNS or word in self.written


def vocabulary() -> Vocabulary:
    """Return what is known, made once in each process until a public name or title changes; one query."""
    return remember("search-vocabulary", lambda: made_of(_named()))


def made_of(names) -> Vocabulary:
    """Return the vocabulary of (text, language, whether it is offered whole) triples."""
    made = Vocabulary()
    for text, language, whole in names:
        for key, known in _words(text, language, whole):
            made.add(key, known)
    return made


def _words(text, language, whole) -> Iterator[tuple[str, Known]]:
    """Yield (folded letters, what is offered) of a name, its words, and other spellings of them."""
    folded = " ".join(fold(text).split())
    if whole and len(folded.split()) > 1 and len(folded) <= LONGEST_NAME and folded.isascii():
        yield folded.replace(" ", ""), Known(text, language)
    for found in PIECE.finditer(folded):
        piece = found[0]
        if found.lastgroup == "chinese":
            for word in (*([piece] if whole else []), *cut(piece)):
                if FEWEST_SIGNS <= len(word) <= MOST_SIGNS:
                    yield word, Known(word, CHINESE_CODE)
        elif (
            found.lastgroup == "word"
            and len(piece) >= FEWEST_LETTERS
            and piece.isascii()
            and piece not in STOP_WORDS
        ):
            yield piece, Known(piece, LATIN_CODE)
    for group in groups_in(folded):
        first = next((one for one in SPELLINGS[group] if not one.isascii()), "")
        for one in SPELLINGS[group]:
            if one.isascii() and len(one) >= FEWEST_LETTERS and one.isalpha():
                yield one, Known(one, LATIN_CODE)
            elif first:
                yield first, Known(first, CHINESE_CODE)


def _named() -> list[tuple[str, str, bool]]:
    """Return (text, language, whether it is offered whole) of names and titles; one query, none longer than its bound."""
    pieces, params, whole = [], [], []
    for at, (rows, named, most) in enumerate(_asked()):
        sql, own = rows[:most].query.sql_with_params()
        pieces.append(f"SELECT {at}, found.* FROM ({sql}) found")  # noqa: S608
        params += own
        whole.append(named)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), params)
        rows = sorted(cursor.fetchall(), key=lambda row: row[0])
    return [
        (text, code, whole[at])
        for at, *texts in rows
        for code, text in zip(AVAILABLE_LANGUAGES, texts, strict=True)
        if text
    ]


def _asked():
    """Yield (queryset of the texts in each language, whether they are names, how many) of each tab; the names first."""
    for tab in sorted(TABS, key=lambda tab: tab.walks):
        columns = [build_localized_fieldname(tab.title, code) for code in AVAILABLE_LANGUAGES]
        if tab.model is Tag:
            rows = Tag.objects.with_counts().order_by("-number", "slug")
        else:
            rows = tab.visible().select_related(None).prefetch_related(None).order_by(*tab.order)
        yield rows.values_list(*columns), not tab.walks, MOST_TITLES if tab.walks else MOST_NAMED
