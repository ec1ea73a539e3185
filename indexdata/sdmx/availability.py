"""Data that there are: of which series, between which times, how many observations. No observation is read for it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from .errors import Malformed, NothingFound, NotOffered
from .flows import DIMENSIONS, TIME, Flow
from .names import AVAILABILITY_NAME, in_every_language
from .parameters import Asked
from .periods import time_period
from .rows import Question, gaps_of, indices_of, narrowed, observations_of
from .selection import REFERENCES
from .structures import KINDS, Artefact, artefacts, with_references

MODES = ("exact", "available")
CONSTRAINT = "_AVAILABLE"


@dataclass(frozen=True)
class Available:
    """The series, the span and the numbers of the data that a question means."""

    flow: Flow
    codes: tuple[str, ...]
    periods: tuple[date, ...]
    observations: int
    components: tuple[str, ...]

    @property
    def metrics(self) -> dict[str, int]:
        """Return the numbers by the ids under which they are told."""
        return {"obs_count": self.observations, "series_count": len(self.codes)}

    @property
    def values(self) -> dict[str, tuple[str, ...]]:
        """Return the values of the dimensions asked for, without the time."""
        held = {"FREQ": (self.flow.code_of_frequency,), "INDEX": self.codes}
        return {name: codes for name, codes in held.items() if name in self.components}

    @property
    def times(self) -> tuple[str, ...]:
        """Return the times at which there is an observation, the oldest first; none where the time is not asked for."""
        if TIME.id not in self.components:
            return ()
        return tuple(time_period(period, self.flow.frequency) for period in self.periods)


def available(question: Question, component: str) -> Available:
    """Return the data there are for a question, of one dimension or, with "", of all; five queries at most."""
    components = (*(one.id for one in DIMENSIONS), TIME.id)
    if component and component not in components:
        raise Malformed(f"{component[:40]!r} is no dimension; there are {', '.join(components)}.")
    codes = indices_of(question)
    asked = narrowed(question, observations_of(question.flow, question.at), codes).order_by()
    counts = dict(asked.values_list("index_id").annotate(Count("pk")))
    gaps = {pk: between for pk, between in gaps_of(question, codes).items() if between}
    meant = [pk for pk in codes if pk in counts or pk in gaps]
    if not meant:
        raise NothingFound(f"There are no data of {question.flow.id} for this question.")
    periods = set(asked.values_list("period", flat=True).distinct())
    periods |= {gap.period for between in gaps.values() for gap in between}
    return Available(
        question.flow,
        tuple(codes[pk] for pk in meant),
        tuple(sorted(periods)),
        sum(counts.values()) + sum(map(len, gaps.values())),
        (component,) if component else components,
    )


def availability(question: Question, component: str, asked: Asked) -> list[Artefact]:
    """Return the constraint that says what data there are, with the structures that `references` asks for."""
    if asked.choice("mode", MODES, "exact") == "available":
        raise NotOffered("mode is exact here; available is not offered.")
    references = asked.choice("references", (*REFERENCES, *KINDS), "none")
    flow = question.flow
    constraint = Artefact(
        "constraint",
        f"{flow.id}{CONSTRAINT}",
        in_every_language(AVAILABILITY_NAME),
        available=available(question, component),
    )
    return [constraint, *artefacts(_referred(("dataflow", flow.id), references))]


def _referred(key, references):
    """Return the structures around a constraint: it refers to the dataflow, which refers to all else."""
    if references in ("none", "parents", "parentsandsiblings"):
        return set()
    if references == "children":
        return {key}
    below = with_references({key}, "descendants")
    return below if references in ("all", "descendants") else {one for one in below if one[0] == references}
