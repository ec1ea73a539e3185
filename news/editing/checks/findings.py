"""Findings of the checks, and the facts that the checks are given."""

from dataclasses import dataclass, field

SERIOUS, ADVICE = "serious", "advice"


@dataclass(frozen=True)
class Finding:
    """One remark: how grave it is, in which language and field, in words; `passage` is where to look, as in the text."""

    level: str
    language: str
    field: str
    sentence: str
    passage: str = ""


@dataclass(frozen=True)
class Facts:
    """Facts beside the texts: alternative texts by picture, references that lead nowhere, addresses that fail.

    `alternatives` maps picture ids to {language: text}, or None for a decorative one. `vocabulary` holds the words of
    the English names of indices.
    """

    alternatives: dict[int, dict[str, str] | None] = field(default_factory=dict)
    broken: frozenset = frozenset()
    failing: dict[str, str] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
