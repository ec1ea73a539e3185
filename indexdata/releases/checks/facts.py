"""The facts that the checks of releases are given: as many questions for one figure as for a hundred, for one release as for six."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q

from indexdata.arithmetic.changes import Gap, Gaps, Held, ObservedValue, candidate_periods
from indexdata.arithmetic.periods import Period
from indexdata.models import Index, JumpTolerance, Observation, Release
from indexdata.models.observation import HELD_FIELDS


@dataclass
class ReleaseFacts:
    """A release with all that is looked at.

    `figures` are the figures that would come out, in tree order: of an ordinary release the real ones alone. `history` holds
    what was held of each index in the issues looked at, the release's own figures among it; `last` is the last release
    before with figures, `last_indices` the indices that had a value in it. `missing` are those of them that the release
    lacks. `beside` holds what other rooms gathered for their checks.
    """

    release: Release
    tolerance: JumpTolerance
    figures: list[Observation] = field(default_factory=list)
    history: dict[int, Held] = field(default_factory=lambda: defaultdict(dict))
    gaps: Gaps = field(default_factory=Gaps)
    last: Release | None = None
    last_indices: frozenset[int] = frozenset()
    missing: list[Index] = field(default_factory=list)
    beside: dict[str, Any] = field(default_factory=dict)

    @property
    def page(self) -> tuple:
        """Return the page of the release, for findings about it as a whole."""
        return "admin:indexdata_release_change", self.release.pk

    def before(self, figure) -> ObservedValue | None:
        """Return the last value that was held of a figure's index before it, or None."""
        return self.last_value(figure.index_id)

    def last_value(self, index_id) -> ObservedValue | None:
        """Return the last value that was held of an index before the release, or None."""
        held = self.history[index_id]
        earlier = [period for period in held if period < self.release.period]
        return held[max(earlier)] if earlier else None


def gather(releases: Iterable[Release]) -> dict[int, ReleaseFacts]:
    """Return `{release id: its facts}`; five questions, and one or two more where indices are missing or come after a long time."""
    releases = list(releases)
    if not releases:
        return {}
    tolerances = JumpTolerance.objects.of_families({one.family for one in releases})
    facts = {one.pk: ReleaseFacts(one, tolerances[one.family]) for one in releases}
    figures = Observation.objects.current().filter(release__in=facts).select_related("index")
    for figure in figures.order_by("index__tree_order", "index__path", "pk"):
        own = facts[figure.release_id]
        if own.release.demonstration or not figure.demonstration:
            own.figures.append(figure)
    _add_history(facts)
    _add_last_values(facts)
    _add_missing(facts)
    return facts


def _add_history(facts):
    around = _releases_around(facts)
    rows = (
        Observation.objects.current()
        .with_values()
        .filter(release__in={one.pk for some in around.values() for one in some})
        .order_by()
        .values_list("release_id", "index_id", *HELD_FIELDS)
    )
    held = defaultdict(list)
    for release_id, index_id, *row in rows:
        held[release_id].append((index_id, ObservedValue(*row)))
    for pk, own in facts.items():
        kept: dict[Period, frozenset[int]] = {}
        for other in around[pk]:
            if other.no_issue:
                own.gaps[other.period] = Gap(other.gap_status, other.demonstration)
                continue
            values = [
                (key, one)
                for key, one in held[other.pk]
                if own.release.demonstration or not one.demonstration
            ]
            for index_id, value in values:
                own.history[index_id][value.period] = value
            if (
                values
                and other.period < own.release.period
                and (own.last is None or other.period > own.last.period)
            ):
                own.last, kept[other.period] = other, frozenset(key for key, _one in values)
        own.last_indices = kept[own.last.period] if own.last else frozenset()
        for figure in own.figures:
            if figure.value is not None:
                own.history[figure.index_id][figure.period] = figure.held


def _releases_around(facts):
    """Return {release id: the newest releases before it, and those its changes are compared with}; one question."""
    wanted, places = Q(), {}
    for pk, own in facts.items():
        release = own.release
        before = Release.objects.filter(family=release.family, period__lt=release.period, no_issue=False)
        if not release.demonstration:
            before = before.filter(demonstration=False)
        newest_keys = before.order_by("-period").values("pk")[: own.tolerance.issues]
        candidates = candidate_periods(release.period, release.frequency)
        places[pk] = candidates
        wanted |= Q(pk__in=newest_keys) | Q(family=release.family, period__in=candidates)
    found = list(Release.objects.filter(wanted).exclude(pk__in=facts).order_by("-period"))
    around = {}
    for pk, own in facts.items():
        family = [one for one in found if one.family == own.release.family]
        newest = [
            one for one in family
            if not one.no_issue and one.period < own.release.period
            and (own.release.demonstration or not one.demonstration)
        ][: own.tolerance.issues]  # fmt: skip
        around[pk] = {*newest, *(one for one in family if one.period in places[pk])}
    return around


def _add_last_values(facts):
    """Add the last value of each index that none of the issues looked at holds: it came after a long time."""
    unknown = {
        figure.index_id
        for own in facts.values()
        for figure in own.figures
        if figure.value is not None and own.before(figure) is None and not own.release.demonstration
    }
    if not unknown:
        return
    real = Observation.objects.filter(
        superseded_at=None, demonstration=False, index__in=unknown
    ).with_values()
    earliest = min(own.release.period for own in facts.values())
    newest = dict(real.filter(period__lt=earliest).order_by().values_list("index").annotate(Max("period")))
    rows = real.filter(index__in=newest, period__in=set(newest.values())).order_by()
    for pk, *row in rows.values_list("index_id", *HELD_FIELDS):
        if newest[pk] == row[0]:
            for own in facts.values():
                own.history[pk].setdefault(row[0], ObservedValue(*row))


def _add_missing(facts):
    lacking = {pk: own.last_indices - {one.index_id for one in own.figures} for pk, own in facts.items()}
    wanted = {index for indices in lacking.values() for index in indices}
    if not wanted:
        return
    named = list(Index.objects.filter(pk__in=wanted).in_tree_order())
    for pk, indices in lacking.items():
        facts[pk].missing = [index for index in named if index.pk in indices]
