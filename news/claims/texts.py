"""The claims of whole texts: fields with their words, in one language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from types import ModuleType

from . import chinese, english
from .claim import Claim
from .clauses import Issue
from .names import NamedIndex, names_of
from .passages import plain_passages, rich_passages
from .reading import claims_of
from .spells import Spell, spells_of, without_spells
from .tables import claims_of_cell
from .tokens import Phrases, Token

#: The languages whose words are known; a text in another says nothing here.
LANGUAGES: dict[str, ModuleType] = {"en": english, "zh-hans": chinese}
#: So many signs of a text are read in one language, several times what the longest commentary has. What stands behind them is
#: told as unread, and so is a passage that no paragraph is as long as.
MOST_SIGNS, LONGEST_PASSAGE = 100_000, 10_000


@dataclass(frozen=True)
class Written:
    """A field of a text: its name, its words, and whether they are rich text."""

    name: str
    text: str
    rich: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """The indices of the portal in one language, and which family and which total a text is about."""

    language: str
    indices: tuple[NamedIndex, ...]
    family: str
    total: str = ""


@dataclass
class Sayings:
    """Claims of the fields of a text about indices, in their order, and how many signs of them were too many to be read."""

    claims: list[Claim]
    spells: list[Spell] = field(default_factory=list)
    unread: int = 0


def said_in(fields: Iterable[Written], vocabulary: Vocabulary, issue: Issue) -> Sayings:
    """Return what the fields of a text say; the work is bounded, whatever stands in them."""
    said, left = Sayings([]), MOST_SIGNS
    language = LANGUAGES.get(vocabulary.language)
    if language is None:
        return said
    known = _phrases(vocabulary)

    def tokens(text: str) -> list[Token]:
        found: list[Token] = language.tokens(text, known)
        return found

    for one in fields:
        passages = rich_passages(one.name, one.text) if one.rich else plain_passages(one.name, one.text)
        for passage in passages:
            size = len(passage.text)
            if size > min(left, LONGEST_PASSAGE):  # half a passage may say what the whole does not
                said.unread += size
                continue
            left -= size
            if passage.cell is not None:
                said.claims += claims_of_cell(passage, tokens)
                continue
            words = tokens(passage.text)
            spells = spells_of(passage, words, issue, vocabulary.language)
            said.claims += claims_of(passage, without_spells(words, spells), issue)
            said.spells += spells
    return said


@lru_cache(maxsize=8)
def _phrases(vocabulary: Vocabulary) -> Phrases:
    names = names_of(vocabulary.indices, vocabulary.family, vocabulary.total, vocabulary.language)
    phrases: Phrases = LANGUAGES[vocabulary.language].phrases(names)
    return phrases
