"""How the parts of an audit ended: a file for each in var/audit/, written as it begins and as it ends, and the table of them."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path

RUNNING, BROKEN_OFF, PASSED, FAILED, LACKING = "running", "broken off", "passed", "failed", "could not run"
#: So many failed tests of a part are named below the table; its log has all.
NAMED = 30


@dataclass
class Outcome:
    """One part: the commit it ran on, how it ended, how many of its tests passed, failed and were skipped, and for how long it ran."""

    name: str
    commit: str
    outcome: str
    seconds: float = 0
    counts: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    begun: str = ""
    words: str = ""
    pid: int = 0

    def keep(self, folder: Path) -> None:
        """Write it below `folder`, in one step."""
        path = folder / f"{self.name}.json"
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(path)

    @property
    def tests(self) -> str:
        """The numbers for a table; a dash where the part is no tests."""
        if not self.counts:
            return "–"
        words = f"{sum(self.counts.values()):,}"
        others = [f"{self.counts[kind]:,} {kind}" for kind in ("failed", "skipped") if self.counts.get(kind)]
        return f"{words} ({', '.join(others)})" if others else words


def kept(folder: Path, name: str) -> Outcome | None:
    """Return how the part of this name ended last; None before it ever began. One whose process is gone was broken off."""
    try:
        found = Outcome(**json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    if found.outcome == RUNNING and not _lives(found.pid):
        found.outcome = BROKEN_OFF
    return found


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def duration(seconds: float) -> str:
    """Return minutes and seconds: 65 is 1:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def table(folder: Path, parts, commit: str) -> str:
    """Return the parts with their outcomes on this commit as a table in Markdown, and the failed tests below it."""
    lines = [
        f"Audit of `{commit}`, Python {platform.python_version()}, {os.cpu_count()} processors.",
        "",
        "| part | of what | outcome | tests | min:s | log |",
        "|---|---|---|--:|--:|---|",
    ]
    ended, below = [], []
    for part in parts:
        one = kept(folder, part.name)
        if one is None or one.commit != commit:
            lines.append(f"| {part.name} | {part.says} | not run on this commit | | | |")
            continue
        ended.append(one)
        outcome = f"**{one.outcome}**" if one.outcome in (FAILED, LACKING, BROKEN_OFF) else one.outcome
        outcome += f": {one.words}" if one.words else ""
        lines.append(
            f"| {part.name} | {part.says} | {outcome} | {one.tests} | {duration(one.seconds)} | `{part.name}.log` |"
        )
        if one.failed:
            below += ["", f"Failed in {part.name}:", *(f"- `{name}`" for name in one.failed[:NAMED])]
            if more := len(one.failed[NAMED:]):
                below.append(f"- and {more} more, in `{part.name}.log`")
    passed = [one for one in ended if one.outcome == PASSED]
    tests = sum(sum(one.counts.values()) for one in ended)
    seconds = sum(one.seconds for one in ended)
    lines.append(
        f"| **in all** | | {len(passed)} of {len(parts)} passed | {tests:,} | {duration(seconds)} | `{folder}` |"
    )
    return "\n".join(lines + below)
