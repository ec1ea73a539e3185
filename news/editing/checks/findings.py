"""Findings of the checks, and the facts that the checks are given."""

from dataclasses import dataclass, field

SERIOUS, ADVICE = "serious", "advice"


@dataclass(frozen=True)
class Place:
    """An exact place: the words of its block (`news.claims.passages`), how many like it stand before, from where to where.

    `until` is the end of what is marked: the unit behind a number is marked with it and stays as it is. `put` is what to
    write from `start` to `end` instead; None where nobody knows.
    """

    text: str
    occurrence: int
    start: int
    end: int
    until: int
    put: str | None = None


@dataclass(frozen=True)
class Finding:
    """One remark: how grave it is, in which language and field, in words; `passage` is where to look, as in the text.

    What contradicts the figures of a release has an exact place and what is right.
    """

    level: str
    language: str
    field: str
    sentence: str
    passage: str = ""
    place: Place | None = None

    @property
    def contradicts(self) -> bool:
        """Tell whether the text contradicts the figures here."""
        return self.place is not None and self.place.put is not None


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
