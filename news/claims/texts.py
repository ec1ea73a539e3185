"""The claims of whole texts: fields with their words, in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType

from . import chinese, english
from .claim import Claim
from .clauses import Issue
from .names import NamedIndex, names_of
from .passages import plain_passages, rich_passages
from .reading import claims_of
from .tables import claims_of_cell
from .tokens import Phrases, Token

#: The languages whose words are known; a text in another says nothing here.
LANGUAGES: dict[str, ModuleType] = {"en": english, "zh-hans": chinese}


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


def claims_in(fields: Iterable[Written], vocabulary: Vocabulary, issue: Issue) -> list[Claim]:
    """Return what the fields of a text say of indices, in their order."""
    language = LANGUAGES.get(vocabulary.language)
    if language is None:
        return []
    known = _phrases(vocabulary)

    def tokens(text: str) -> list[Token]:
        found: list[Token] = language.tokens(text, known)
        return found

    claims: list[Claim] = []
    for field in fields:
        passages = (
            rich_passages(field.name, field.text) if field.rich else plain_passages(field.name, field.text)
        )
        for passage in passages:
            if passage.cell is None:
                claims += claims_of(passage, tokens(passage.text), issue)
            else:
                claims += claims_of_cell(passage, tokens)
    return claims


@lru_cache(maxsize=8)
def _phrases(vocabulary: Vocabulary) -> Phrases:
    names = names_of(vocabulary.indices, vocabulary.family, vocabulary.total, vocabulary.language)
    phrases: Phrases = LANGUAGES[vocabulary.language].phrases(names)
    return phrases
