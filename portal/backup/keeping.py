"""The backups of a folder: what they are called, which are kept by age."""

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
NAME = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ")
UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Keep:
    """Numbers of backups that are kept: the newest of each of so many days, weeks and months that have one."""

    days: int
    weeks: int
    months: int


def keep_from_text(text: str) -> Keep:
    """Return what "7,5,12" says; raise ValueError with a sentence for anything else."""
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isascii() and part.strip().isdigit() for part in parts):
        raise ValueError("three whole numbers, of days, weeks and months, such as 7,5,12")
    keep = Keep(*(int(part) for part in parts))
    if not (keep.days or keep.weeks or keep.months):
        raise ValueError("at least one of the three numbers must be more than 0")
    return keep


def name_at(moment: datetime) -> str:
    """Return the name of a backup of a moment."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")


def moment_of(name: str) -> datetime:
    """Return the moment that a name says."""
    return datetime.strptime(name, "%Y-%m-%dT%H-%M-%SZ").replace(tzinfo=UTC)


def finished(folder: Path) -> list[Path]:
    """Return the finished backups of a folder, oldest first; nothing else that lies there."""
    if not folder.is_dir():
        return []
    found = [one for one in folder.iterdir() if NAME.fullmatch(one.name) and (one / MANIFEST).is_file()]
    return sorted(found, key=lambda one: one.name)


def kept(names: list[str], keep: Keep) -> set[str]:
    """Return which of these names stay: the newest of each period, and the newest of all."""
    newest_first = sorted(names, reverse=True)
    stay = set(newest_first[:1])
    for most, period in (
        (keep.days, lambda moment: moment.date()),
        (keep.weeks, lambda moment: moment.isocalendar()[:2]),
        (keep.months, lambda moment: (moment.year, moment.month)),
    ):
        seen: set[object] = set()
        for name in newest_first:
            at = period(moment_of(name))
            if at not in seen and len(seen) < most:
                seen.add(at)
                stay.add(name)
    return stay


def forget(folder: Path, keep: Keep) -> list[str]:
    """Delete the finished backups that need not stay; return their names. One that is half deleted does not look finished."""
    backups = finished(folder)
    stay = kept([one.name for one in backups], keep)
    gone = [one for one in backups if one.name not in stay]
    for one in gone:
        aside = one.with_name(f"{UNFINISHED}{one.name}")
        one.rename(aside)
        shutil.rmtree(aside)
    return [one.name for one in gone]


def sweep_unfinished(folder: Path) -> int:
    """Delete what a backup that was broken off has left; return how many. Whoever calls it holds the folder's lock."""
    left = [one for one in folder.iterdir() if one.name.startswith(UNFINISHED)]
    for one in left:
        shutil.rmtree(one)
    return len(left)
