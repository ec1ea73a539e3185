"""The drill's arithmetic: what was asked and answered, how long nobody was, and what was lost or doubled. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

KEPT, ANEW, FILE, COMMENT, SAVE, FORM = "kept", "anew", "file", "comment", "save", "form"
WRITES = (COMMENT, SAVE)


@dataclass(frozen=True)
class Sample:
    """A request: of which kind, for what, when it was sent and answered (seconds of one clock), the status, whether it was right.

    Status 0 is no answer at all.
    """

    kind: str
    what: str
    sent: float
    answered: float
    status: int
    right: bool
    note: str = ""


@dataclass(frozen=True)
class Figures:
    """What a stretch of time was like for readers and writers; seconds are None where nobody asked or nothing came back."""

    kept: int
    kept_failed: int
    kept_slowest: float
    anew: int
    anew_failed: int
    anew_gap: float | None
    files: int
    files_failed: int
    file_gap: float | None
    writes: int
    write_gap: float | None
    said_503: int
    wrong_500: int


def figures(samples: Iterable[Sample], begun: float, ended: float) -> Figures:
    """Return the figures of what was sent, or waited for, between two moments."""
    inside = [one for one in samples if one.answered >= begun and one.sent < ended]
    kept = [one for one in inside if one.kind == KEPT]
    anew = [one for one in inside if one.kind == ANEW]
    files = [one for one in inside if one.kind == FILE]
    writes = [one for one in inside if one.kind in WRITES]
    return Figures(
        kept=len(kept),
        kept_failed=sum(not one.right for one in kept),
        kept_slowest=max((one.answered - one.sent for one in kept), default=0.0),
        anew=len(anew),
        anew_failed=sum(not one.right for one in anew),
        anew_gap=gap(anew, begun, ended),
        files=len(files),
        files_failed=sum(not one.right for one in files),
        file_gap=gap(files, begun, ended),
        writes=sum(one.right for one in writes),
        write_gap=gap(writes, begun, ended),
        said_503=sum(one.status == 503 for one in inside),
        wrong_500=sum(one.status == 500 for one in inside),
    )


def gap(samples: Iterable[Sample], begun: float, ended: float) -> float | None:
    """Return the longest time between two moments in which no right answer came; None if none came at all.

    It counts from the first moment, so that what was broken then is seen, and to the last one, so that what never came back is.
    """
    moments = sorted(one.answered for one in samples if one.right and begun <= one.answered <= ended)
    if not moments:
        return None
    edges = [begun, *moments, ended]
    return max(later - earlier for earlier, later in pairwise(edges))


def told(samples: Iterable[Sample], kind: str) -> set[str]:
    """Return which writes of a kind were answered as carried out."""
    return {one.what for one in samples if one.kind == kind and one.right}


def tried(samples: Iterable[Sample], kind: str) -> set[str]:
    """Return which writes of a kind were sent at all."""
    return {one.what for one in samples if one.kind == kind}


def lost_and_doubled(told_of: set[str], stored: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return what was answered as carried out and is not stored, and what is stored more than once."""
    counted = Counter(stored)
    lost = sorted(told_of - set(counted))
    return lost, sorted(one for one, times in counted.items() if times > 1)


def broken_budgets(
    name: str, found: Figures, seconds: float, all_answered: bool = False, files_away: bool = False
) -> list[str]:
    """Return sentences about the budgets of a fault that were not kept; `seconds` is how long writing and new pages may be away.

    `all_answered` says that pages made anew may not fail either, `files_away` that files of the bucket may.
    """
    said = []
    if not found.kept:
        said.append(f"{name}: no kept page was asked for")
    if found.kept_failed:
        said.append(f"{name}: {found.kept_failed} of {found.kept} kept pages failed")
    if found.wrong_500:
        said.append(f"{name}: {found.wrong_500} answers were 500")
    if found.files_failed and not files_away:
        said.append(f"{name}: {found.files_failed} of {found.files} files failed")
    if all_answered and found.anew_failed:
        said.append(f"{name}: {found.anew_failed} of {found.anew} pages made anew failed")
    for what, away in (
        ("pages made anew", found.anew_gap),
        ("files", found.file_gap),
        ("writes", found.write_gap),
    ):
        if away is None:
            said.append(f"{name}: {what} did not come back")
        elif away > seconds:
            said.append(f"{name}: {what} were away for {away:.1f} s (at most {seconds:.0f})")
    return said


def broken_memory(early: dict[str, float], late: dict[str, float], most: float = 1.1) -> list[str]:
    """Return sentences about processes that grew by more than the share that is allowed, or are not the same any more."""
    said = [f"{name} is another process than before" for name in sorted(set(early) ^ set(late))]
    for name in sorted(set(early) & set(late)):
        if late[name] > most * early[name]:
            said.append(
                f"{name}: {late[name]:.0f} MB, {late[name] / early[name]:.2f} of before (at most {most})"
            )
    return said
