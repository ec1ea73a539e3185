"""Putting files and folders in the place of others, all of them or none, even if the process is killed in the middle.

Each is ready beside its place before anything moves. What is to move stands in a journal; as long as that is there, it can
be undone. What was in a place stays beside it (`….before-…`) until somebody deletes it.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

JOURNAL = "restore-journal.json"


@dataclass(frozen=True)
class Move:
    """One exchange: what is ready (`staged`, None where nothing comes), where it goes, and where goes what is there."""

    staged: Path | None
    target: Path
    aside: Path


def swap(journal: Path, moves: Iterable[Move]) -> None:
    """Carry out the moves; when one fails, undo those before it and raise what it raised."""
    moves = list(moves)
    write_journal(journal, moves)
    try:
        for move in moves:
            if os.path.lexists(move.target):
                move.target.rename(move.aside)
            if move.staged is not None:
                move.staged.rename(move.target)
    except BaseException:
        undo(journal)
        raise
    journal.unlink()


def write_journal(journal: Path, moves: Iterable[Move]) -> None:
    """Write down what is to move, for good, before any of it does."""
    rows = [
        [str(move.staged) if move.staged is not None else "", str(move.target), str(move.aside)]
        for move in moves
    ]
    aside = journal.with_name(f".{journal.name}")
    with aside.open("w") as file:
        json.dump(rows, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(journal)


def undo(journal: Path) -> int:
    """Put everything back that a swap has moved, wherever it was broken off; return how many moves it had, 0 without a journal."""
    try:
        rows = json.loads(journal.read_text())
    except FileNotFoundError:
        return 0
    for staged, target, aside in reversed(rows):
        came = staged and not os.path.lexists(staged) and os.path.lexists(target)
        if came:
            Path(target).rename(staged)
        if os.path.lexists(aside):
            Path(aside).rename(target)
    journal.unlink()
    return len(rows)
