"""The fate of each staged figure: the file against the archive, in a few statements whatever their number.

What holds for a whole issue is decided here in words (`Judge`); the database then follows it figure by figure.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from indexdata.arithmetic.periods import Period
from indexdata.models import Observation, Provenance, Release

from .staging import STATED, Staging

#: Releases are asked for by so many keys at a time.
KEYS = 500


class Kind(StrEnum):
    """The fate of a figure that is right."""

    NEW = "new"
    CHANGED = "changed"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"


class Wrong(StrEnum):
    """The reason why a figure cannot be taken; the first ones hold for its issue as a whole."""

    FUTURE = "future"
    LATE = "late"
    NO_ISSUE = "no-issue"
    UNANNOUNCED = "unannounced"
    UNPUBLISHED = "unpublished"
    CLOSED = "closed"
    WAITS = "waits"
    HELD = "clash"


WRITTEN = (Kind.NEW, Kind.CHANGED, Kind.CORRECTED)
OF_A_FIGURE = (Wrong.WAITS, Wrong.HELD)
OF_AN_ISSUE = tuple(wrong for wrong in Wrong if wrong not in OF_A_FIGURE)


@dataclass(frozen=True)
class Verdict:
    """The verdict on an issue: for all of its figures, those that nothing is held of, and those that something is."""

    release: int | None
    overruled: str = ""
    new: str = Kind.NEW
    held: str = Kind.CHANGED


class Judge:
    """Tells what becomes of figures of an issue, as the archive is now."""

    def __init__(self, published: bool, now: datetime):
        self.published, self.now = published, now
        self.last = self._last_periods()

    def verdicts(self, issues, releases) -> dict[tuple[str, Period], Verdict]:
        """Return the verdict on each (family, period) of `issues`."""
        closed = _from_the_desk(releases.values()) if self.published else set()
        return {
            (family, period): self._verdict(family, period, releases.get((family, period)), closed)
            for family, period in issues
        }

    def _last_periods(self) -> dict[str, date]:
        """Return the last period of each family that figures may be of: that of its next release, else today."""
        coming = Release.objects.embargoed(self.now).order_by().values_list("family", flat=True).distinct()
        nexts = {family: Release.objects.next_of(family, self.now) for family in coming}
        return {family: release.period for family, release in nexts.items() if release}

    def _verdict(self, family, period, release, closed):
        key = release and release.pk
        if period > self.last.get(family, timezone.localdate(self.now)):
            return Verdict(key, Wrong.LATE if family in self.last else Wrong.FUTURE)
        if release and release.no_issue:
            return Verdict(key, Wrong.NO_ISSUE)
        is_public = bool(release and release.is_public(self.now))
        if self.published:
            if release and not is_public:
                return Verdict(key, new=Wrong.UNPUBLISHED, held=Wrong.HELD)
            return Verdict(key, new=Wrong.CLOSED if key in closed else Kind.NEW, held=Wrong.HELD)
        if release is None:
            return Verdict(key, new=Wrong.UNANNOUNCED, held=Wrong.UNANNOUNCED)
        if is_public:
            return Verdict(key, new=Kind.CORRECTED, held=Kind.CORRECTED)
        return Verdict(key)


def releases_of(issues, lock=False) -> dict[tuple[str, Period], Release]:
    """Return the releases of issues; with `lock`, in a transaction, nobody else changes them before it ends."""
    found = {}
    periods = sorted({period for _family, period in issues})
    for start in range(0, len(periods), KEYS):
        releases = Release.objects.filter(period__in=periods[start : start + KEYS]).order_by("pk")
        for release in releases.select_for_update() if lock else releases:
            if (release.family, release.period) in issues:
                found[release.family, release.period] = release
    return found


def _from_the_desk(releases) -> set[int]:
    """Return which of these have a real figure that no source states: it was entered and released here, not brought in."""
    found: set[int] = set()
    keys = [release.pk for release in releases]
    stated = Provenance.objects.filter(observation=OuterRef("pk"))
    real = Observation.objects.filter(superseded_at=None, demonstration=False, value__isnull=False)
    for start in range(0, len(keys), KEYS):
        figures = real.filter(~Exists(stated), release__in=keys[start : start + KEYS]).order_by()
        found.update(figures.values_list("release", flat=True).distinct())
    return found


def note_verdicts(staging: Staging, verdicts) -> None:
    """Write the verdicts down beside the figures."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO figures_issues (issue, release_id, overruled, fate_of_new, fate_of_held) "
            "VALUES (%s, %s, %s, %s, %s)",
            [
                (staging.issues[key], one.release, str(one.overruled), str(one.new), str(one.held))
                for key, one in verdicts.items()
            ],
        )
    staging.look_closely()


#: What stands in the archive for a figure: the newest real vintage.
HELD = (
    "o.index_id = s.index_id AND o.period = s.period AND o.superseded_at IS NULL AND o.demonstration = false"
)
_SAME = "COALESCE({one}.value, 0) = COALESCE(s.value, 0) AND {one}.status = s.status"


def compare(staging: Staging, now) -> None:
    """Decide about each staged figure."""
    moment = connection.ops.adapt_datetimefield_value(now)
    says_the_same = " AND ".join(
        [
            _SAME.format(one="o"),
            *(f"(s.{name} IS NULL OR s.{name} = COALESCE(o.{name}, -999999))" for name in STATED),
        ]
    )
    staging.run(
        "UPDATE figures_staged AS s SET held_id = o.id, held_value = o.value, held_status = o.status, "
        f"held_vintage = o.vintage, kind = CASE WHEN {says_the_same} THEN 'unchanged' "
        f"WHEN o.published_at > %s THEN 'waits' ELSE 'held' END FROM indexdata_observation o WHERE {HELD}",
        moment,
    )
    staging.run(
        f"UPDATE figures_staged AS s SET kind = CASE WHEN ({_SAME.format(one='d')}) OR kind = 'unchanged' "
        "THEN 'unchanged' ELSE 'waits' END "
        "FROM indexdata_draftvintage d JOIN indexdata_release r ON r.id = d.release_id "
        "WHERE d.outcome = '' AND d.index_id = s.index_id AND r.period = s.period"
    )
    for kind, fate in (("new", "fate_of_new"), ("held", "fate_of_held")):
        staging.run(
            f"UPDATE figures_staged AS s SET kind = i.{fate} FROM figures_issues i "
            f"WHERE i.issue = s.issue AND kind = '{kind}' AND i.{fate} <> '{kind}'"
        )
    staging.run(
        "UPDATE figures_staged AS s SET kind = i.overruled FROM figures_issues i "
        "WHERE i.issue = s.issue AND i.overruled <> ''"
    )


def still_stands(staging: Staging) -> bool:
    """Tell whether what is held of the figures to be written is what it was when they were compared."""
    written = ", ".join(f"'{kind}'" for kind in WRITTEN)
    return not staging.rows(
        f"SELECT 1 FROM figures_staged s LEFT JOIN indexdata_observation o ON {HELD} WHERE s.kind IN ({written}) "
        "AND (COALESCE(o.id, 0) <> COALESCE(s.held_id, 0) OR COALESCE(o.value, 0) <> COALESCE(s.held_value, 0) "
        "OR COALESCE(o.status, '') <> COALESCE(s.held_status, '')) LIMIT 1"
    ) and not staging.rows(
        "SELECT 1 FROM indexdata_draftvintage d JOIN indexdata_release r ON r.id = d.release_id "
        "JOIN figures_staged s ON s.index_id = d.index_id AND s.period = r.period "
        f"WHERE d.outcome = '' AND s.kind IN ({written}) LIMIT 1"
    )
