"""Keeping what the portal writes for its own account alone: the folder, the database, the secret, what is cached and uploaded."""

import os
import stat
from pathlib import Path

FOLDER, FILE, OF_OTHERS = 0o700, 0o600, 0o077
#: Folders below VAR_DIR whose files are closed too: whoever moves them elsewhere takes the modes along.
CLOSED = ("cache", "media")


def write_for_owner_only(folder: Path) -> None:
    """Let this process write files that nobody else can read, and close the folder they lie in."""
    os.umask(OF_OTHERS)
    _close(folder, FOLDER)


def close_files(folder: Path, *more: Path) -> None:
    """Close what an older version left open in the folder: its files, those of `CLOSED`, and `more` with their companions."""
    _close(folder, FOLDER)
    found = [entry for entry in folder.iterdir() if entry.is_file()] if folder.is_dir() else []
    for path in more:
        found += [path.with_name(path.name + tail) for tail in ("", "-wal", "-shm", "-journal")]
    for path in found:
        _close(path, FILE)
    for name in CLOSED:
        for root, folders, files in os.walk(folder / name):
            for one in folders:
                _close(Path(root) / one, FOLDER)
            for one in files:
                _close(Path(root) / one, FILE)
        _close(folder / name, FOLDER)


def _close(path: Path, mode: int) -> None:
    """Take every right of others off a file or folder of ours; what is shared on purpose or not ours stays as it is."""
    try:
        held = path.lstat()
        if stat.S_ISLNK(held.st_mode) or held.st_mode & stat.S_ISVTX or held.st_uid != os.geteuid():
            return
        if held.st_mode & OF_OTHERS:
            path.chmod(mode)
    except OSError:
        return  # gone meanwhile, or on a disk that can only be read
