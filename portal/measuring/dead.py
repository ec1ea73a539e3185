"""Files of processes that have ended: what they counted goes on counting, in one file a kind, and theirs go."""

import os
from pathlib import Path

from prometheus_client.mmap_dict import MmapedDict

#: Kinds whose values are summed; a gauge of a process that has ended says nothing.
SUMMED = ("counter", "histogram")


def gather(folder: Path) -> int:
    """Add up what processes that have ended left in a folder, and delete their files; return how many files went."""
    gone = 0
    for path in sorted(folder.glob("*.db")):
        kind, _, number = path.stem.rpartition("_")
        if not number.isdigit() or _is_alive(int(number)):
            continue
        if kind in SUMMED:
            _add(path, folder / f"{kind}_ended.db")
        path.unlink()
        gone += 1
    return gone


def clear(folder: Path) -> None:
    """Make a folder for a server that begins, without anything of one before it."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.db"):
        path.unlink(missing_ok=True)


def _add(path, to):
    held = MmapedDict(str(to))
    try:
        for key, value, moment, _place in MmapedDict.read_all_values_from_file(str(path)):
            held.write_value(key, held.read_value(key)[0] + value, moment)
    finally:
        held.close()


def _is_alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
