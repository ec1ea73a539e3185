"""The changes that a file would make: each figure it states against the archive. Nothing is written."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from indexdata.arithmetic.jumps import is_another_power
from indexdata.arithmetic.periods import period_code
from indexdata.enums import Family
from indexdata.models import DraftVintage, Observation, Release

from .reading import File
from .remarks import Remark
from .stated import Stated, Understood
from .understanding import understand


class Kind(StrEnum):
    """The fate of a figure."""

    NEW = "new"
    CHANGED = "changed"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"


@dataclass
class Step:
    """One figure and what becomes of it: `held` is the observation that stands now."""

    stated: Stated
    kind: Kind
    release: Release | None
    held: Observation | None = None


@dataclass
class Jump:
    """A value of another power of ten than the one before, which somebody has to confirm by name."""

    stated: Stated
    value: Decimal
    before: Decimal
    confirmed: bool

    @property
    def sentence(self) -> str:
        if self.value > self.before:
            times = f"{self.value / self.before:.1f}"
            return _("%(value)s is %(times)s times the value before, %(before)s.") % {
                "value": self.value, "times": times, "before": self.before,
            }  # fmt: skip
        return _("%(value)s is a small part of the value before, %(before)s.") % {
            "value": self.value,
            "before": self.before,
        }


@dataclass
class Plan:
    """The changes to come, the errors, and remarks to know."""

    file: str
    published: bool
    steps: list[Step] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)
    told: list[Remark] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    missing: int = 0
    offers: int = 0

    @property
    def counts(self) -> dict[Kind, int]:
        """Return how many figures of each kind there are."""
        counted = Counter(step.kind for step in self.steps)
        return {kind: counted[kind] for kind in Kind}

    @property
    def changes(self) -> list[Step]:
        return [step for step in self.steps if step.kind is not Kind.UNCHANGED]

    @property
    def unconfirmed(self) -> list[Jump]:
        return [jump for jump in self.jumps if not jump.confirmed]

    @property
    def needs_reason(self) -> bool:
        """Tell whether something released is corrected: readers are told why."""
        return any(step.kind is Kind.CORRECTED for step in self.steps)

    @property
    def is_ready(self) -> bool:
        return not self.errors and not self.unconfirmed

    @property
    def fingerprint(self) -> str:
        """Return what tells this plan from one against another state of the archive."""
        digest = hashlib.sha256()
        for step in self.steps:
            held = step.held and (step.held.pk, step.held.value, step.held.status)
            release = step.release and (step.release.pk, step.release.public_at, step.release.no_issue)
            digest.update(
                f"{step.stated.code}|{step.stated.value}|{step.stated.status}|{step.kind}|{held}|{release}\n".encode()
            )
        return digest.hexdigest()


def plan_of(
    file: File,
    *,
    family: str = "",
    published: bool = False,
    take_remarks: bool = False,
    confirmed: Iterable[str] = (),
    at=None,
    lock: bool = False,
) -> Plan:
    """Return the plan of a file; with `lock` (in a transaction) nobody changes its releases before the transaction ends.

    `published` is for the archive: values that were published before now. `confirmed` names jumps ("PRICE@2025-06-23").
    """
    understood = understand(file, family, take_remarks)
    return _Planner(file.name, understood, published, set(confirmed), at or timezone.now(), lock).plan()


class _Planner:
    """Compares what a file states with what is held: some queries, whatever the number of figures."""

    def __init__(
        self, name: str, understood: Understood, published: bool, confirmed: set[str], now, lock: bool
    ):
        self.understood, self.confirmed, self.now, self.lock = understood, confirmed, now, lock
        self.result = Plan(
            name,
            published,
            errors=understood.errors,
            told=understood.told,
            missing=understood.missing,
            offers=sum(bool(one.offered) for one in understood.figures),
        )
        self.published = published

    def plan(self):
        figures = self.understood.figures
        if figures:
            self.releases = self._releases(figures)
            self.held = self._held(figures)
            self.waiting = self._waiting(figures)
            self.last = self._last_periods()
            for one in figures:
                self._step(one)
            self._look_for_jumps(figures)
        self.result.errors.sort(key=_place)
        self.result.told.sort(key=_place)
        return self.result

    def _releases(self, figures):
        families = {one.index.family for one in figures}
        first, last = min(one.period for one in figures), max(one.period for one in figures)
        found = Release.objects.filter(family__in=families, period__range=(first, last)).order_by("pk")
        if self.lock:
            found = found.select_for_update()
        return {(release.family, release.period): release for release in found}

    def _held(self, figures):
        indices = {one.index.pk for one in figures}
        first, last = min(one.period for one in figures), max(one.period for one in figures)
        rows = Observation.objects.filter(
            index__in=indices, period__range=(first, last), superseded_at=None, demonstration=False
        ).defer("reason")
        return {(row.index_id, row.period): row for row in rows}

    def _waiting(self, figures):
        """Return {(index, period): (value, status)} of the corrections that wait for a second person."""
        rows = DraftVintage.objects.waiting().filter(index__in={one.index.pk for one in figures}).order_by()
        return {
            (index, period): (value, status)
            for index, period, value, status in rows.values_list(
                "index", "release__period", "value", "status"
            )
        }

    def _last_periods(self):
        """Return the last period of each family that figures may be of: that of its next release, else today."""
        coming = Release.objects.embargoed(self.now).order_by().values_list("family", flat=True).distinct()
        return {family: Release.objects.next_of(family, self.now).period for family in coming}

    def _step(self, one: Stated):
        family = Family(one.index.family)
        last = self.last.get(family, timezone.localdate(self.now))
        if one.period > last:
            sentence = (
                _("%(issue)s lies after the next release of this family, %(next)s.")
                if family in self.last
                else _("%(issue)s lies in the future.")
            )
            facts = {"issue": period_code(one.period, family.frequency)}
            if family in self.last:
                facts["next"] = period_code(last, family.frequency)
            return self._wrong(one, sentence % facts, at_issue=True)
        release = self.releases.get((family, one.period))
        if release and release.no_issue:
            return self._wrong(one, _("This issue is recorded as not having come out."), at_issue=True)
        held = self.held.get(one.key)
        is_public = bool(release and release.is_public(self.now))
        waiting = self.waiting.get(one.key)
        if waiting and waiting == (one.value, one.status):
            return self._add(one, Kind.UNCHANGED, release, held)
        if held and _says_the_same(held, one):
            return self._add(one, Kind.UNCHANGED, release, held)
        if waiting or (held and held.published_at and held.published_at > self.now):
            return self._wrong(one, _("A correction of this figure is waiting already."))
        if self.published:
            if held:
                return self._wrong(
                    one,
                    _("The archive holds %(held)s: a published figure is corrected, not brought in again.")
                    % {"held": "–" if held.value is None else held.value},
                )
            if release and not is_public:
                return self._wrong(one, _("This issue is not published yet."), at_issue=True)
            return self._add(one, Kind.NEW, release, None)
        if release is None:
            return self._wrong(
                one,
                _(
                    "No release of this issue is announced: announce it first, or bring the figures in as published."
                ),
                at_issue=True,
            )
        if is_public:
            return self._add(one, Kind.CORRECTED, release, held)
        return self._add(one, Kind.CHANGED if held else Kind.NEW, release, held)

    def _add(self, one, kind, release, held):
        self.result.steps.append(Step(one, kind, release, held))

    def _wrong(self, one, sentence, at_issue=False):
        column = one.period_column if at_issue else one.column
        remark = Remark(one.sheet, one.row, column, sentence)
        if remark not in self.result.errors:
            self.result.errors.append(remark)

    def _look_for_jumps(self, figures):
        earliest: dict[int, date] = {}
        for one in figures:
            earliest[one.index.pk] = min(one.period, earliest.get(one.index.pk, one.period))
        before = self._values_before(earliest)
        series: defaultdict[int, list[tuple[date, Decimal, Stated | None]]] = defaultdict(list)
        for (pk, period), row in self.held.items():
            if row.value is not None:
                series[pk].append((period, row.value, None))
        stated = {one.key for one in figures}
        for pk, entries in series.items():
            series[pk] = [entry for entry in entries if (pk, entry[0]) not in stated]
        for one in figures:
            if one.value is not None:
                series[one.index.pk].append((one.period, one.value, one))
        for pk, entries in series.items():
            last = before.get(pk)
            for _period, value, one in sorted(entries, key=lambda entry: entry[0]):
                if one is not None and last is not None and is_another_power(value, last):
                    self.result.jumps.append(Jump(one, value, last, one.code in self.confirmed))
                    continue
                last = value

    def _values_before(self, earliest):
        real = Observation.objects.filter(superseded_at=None, demonstration=False, value__isnull=False)
        newest = (
            real.filter(index__in=earliest, period__lt=max(earliest.values()))
            .order_by()
            .values("index")
            .annotate(newest=Max("period"))
        )
        found = {}
        for row in newest:
            pk, period = row["index"], row["newest"]
            if period >= earliest[pk]:
                period = (
                    real.filter(index=pk, period__lt=earliest[pk])
                    .order_by("-period")
                    .values_list("period", flat=True)
                    .first()
                )
            if period:
                found[pk] = period
        rows = real.filter(index__in=found, period__in=set(found.values())).values_list(
            "index", "period", "value"
        )
        return {pk: value for pk, period, value in rows if found[pk] == period}


def _place(remark):
    return remark.sheet, remark.row, remark.column


def _says_the_same(held, one):
    changes = all(getattr(held, name) == value for name, value in one.changes.items())
    return (held.value, held.status) == (one.value, one.status) and changes
