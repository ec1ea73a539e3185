"""The changes that a file would make: each figure it states against the archive. Nothing is written."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from indexdata.models import Observation, Release

from .comparing import WRITTEN, Judge, Kind, Verdict, compare, note_verdicts, releases_of
from .grids import File
from .jumps import Jump, jumps_in
from .progress import Progress, unseen
from .refusals import refuse
from .remarks import Remark, Remarks
from .repeated import settle_repeated
from .samples import samples
from .staging import Staging, staging
from .stated import Stated
from .understanding import understand

#: So many figures are at hand one by one, those first that replace what is held.
MOST_STEPS = 1_000


@dataclass
class Step:
    """One figure and what becomes of it: `held` is the observation that stands now."""

    stated: Stated
    kind: Kind
    release: Release | None
    held: Observation | None = None

    @property
    def replaces(self) -> bool:
        return self.held is not None and self.kind is not Kind.UNCHANGED


@dataclass
class Plan:
    """The changes to come, the errors, and remarks to know. Of many there are the first ones, and how many there are."""

    file: str
    published: bool
    counts: dict[Kind, int] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    errors: Remarks = field(default_factory=Remarks)
    told: Remarks = field(default_factory=Remarks)
    jumps: list[Jump] = field(default_factory=list)
    unconfirmed_count: int = 0
    missing: int = 0
    offers: int = 0
    #: Releases to come of which something is held that the plan shows.
    hidden_releases: list[Release] = field(default_factory=list)
    #: Tells this plan from one against another state of the archive.
    fingerprint: str = ""

    @property
    def changes(self) -> int:
        """Return how many figures would be written."""
        return sum(self.counts[kind] for kind in WRITTEN)

    @property
    def unconfirmed(self) -> list[Jump]:
        return [jump for jump in self.jumps if not jump.confirmed]

    @property
    def needs_reason(self) -> bool:
        """Tell whether something released is corrected: readers are told why."""
        return self.counts[Kind.CORRECTED] > 0

    @property
    def is_ready(self) -> bool:
        return not self.errors and not self.unconfirmed_count


@dataclass
class Prepared:
    """A plan with the staged figures it was made of, and what was found about their issues."""

    plan: Plan
    staging: Staging
    judge: Judge
    verdicts: dict[tuple, Verdict]

    def fingerprint(self) -> str:
        """Return what tells this plan from one against another state of the archive."""
        digest = hashlib.sha256()
        for row in self.staging.rows(
            "SELECT seq, index_id, period, value, status, kind, held_id, held_value, held_status FROM figures_staged "
            "ORDER BY seq"
        ):
            digest.update(f"{row}\n".encode())
        for key, verdict in self.verdicts.items():
            digest.update(f"{key} {verdict}\n".encode())
        return digest.hexdigest()


@contextmanager
def prepared(
    file: File,
    *,
    family: str = "",
    published: bool = False,
    take_remarks: bool = False,
    confirmed: Iterable[str] = (),
    progress: Progress = unseen,
) -> Iterator[Prepared]:
    """Plan a file and keep what it states at hand for as long as the block lasts.

    `published` is for the archive: values that were published before now. `confirmed` names jumps ("PRICE@2025-06-23").
    """
    now = timezone.now()
    with staging() as staged:
        understood = understand(file, staged, family, take_remarks, progress)
        staged.close()
        progress("comparing", 0, staged.count)
        if not (staged.count or understood.errors or understood.missing):
            understood.errors.append(Remark("", 0, 0, _("The file states no figure.")))
        settle_repeated(staged, understood)
        judge = Judge(published, now)
        releases = releases_of(staged.issues)
        verdicts = judge.verdicts(staged.issues, releases)
        note_verdicts(staged, verdicts)
        compare(staged, now)
        refuse(staged, judge, understood.errors)
        jumps, unconfirmed = jumps_in(staged, set(confirmed))
        plan = Plan(
            file.name, published, _counts(staged), _steps(staged, releases), understood.errors, understood.told, jumps,
            unconfirmed, understood.missing, understood.offers, _hidden(staged, releases, now),
        )  # fmt: skip
        for remarks in (plan.errors, plan.told):
            remarks.sort(key=_place)
        progress("comparing", staged.count, staged.count)
        yield Prepared(plan, staged, judge, verdicts)


def plan_of(file: File, **options) -> Plan:
    """Return the plan of a file; `options` are those of `prepared`."""
    with prepared(file, **options) as made:
        made.plan.fingerprint = made.fingerprint()
        return made.plan


def _counts(staged):
    found = dict(staged.rows("SELECT kind, count(*) FROM figures_staged GROUP BY kind"))
    return {kind: found.get(kind, 0) for kind in Kind}


def _steps(staged, releases):
    kinds = ", ".join(f"'{kind}'" for kind in Kind)
    found = samples(
        staged,
        f"WHERE kind IN ({kinds}) ORDER BY CASE WHEN held_id IS NULL OR kind = 'unchanged' THEN 1 ELSE 0 END, seq LIMIT %s",
        MOST_STEPS,
    )
    held = Observation.objects.defer("reason").in_bulk([one.held for one in found if one.held])
    return [
        Step(
            one.stated, Kind(one.kind), releases.get((one.stated.index.family, one.stated.period)),
            held.get(one.held) if one.held else None,
        )
        for one in found
    ]  # fmt: skip


def _hidden(staged, releases, now: datetime):
    """Return the releases to come of which the file restates or changes something that is held."""
    coming = {release.pk: release for release in releases.values() if not release.is_public(now)}
    if not coming:
        return []
    rows = staged.rows(
        "SELECT DISTINCT i.release_id FROM figures_staged s JOIN figures_issues i ON i.issue = s.issue "
        "WHERE s.held_id IS NOT NULL AND i.release_id IS NOT NULL"
    )
    return [coming[pk] for (pk,) in rows if pk in coming]


def _place(remark):
    return remark.sheet, remark.row, remark.column
