"""Making a backup: database and media as they belong together, secrets apart, all of it read back before it gets its name."""

import fcntl
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portal.backup.databases import counted, snapshot
from portal.backup.keeping import MANIFEST, SUMS, UNFINISHED, finished, name_at, sweep_unfinished
from portal.backup.sealed import write_secrets
from portal.backup.sums import Broken, copy_with_digest, digest_of, line_of, lines_of

DATABASE, MEDIA = "database.sqlite3", "media"
FORMAT = 1
#: Room that must be left when a backup begins, beside what the database takes.
LEAST_ROOM = 16 * 1024 * 1024
SECONDS_BETWEEN_WORDS = 2.0


@dataclass(frozen=True)
class Installation:
    """The places in which an installation keeps what a backup holds; `media` is None where they lie in a bucket."""

    database: Path
    media: Path | None
    var_dir: Path


class Progress:
    """Says now and then how far something is that takes long."""

    def __init__(self, say: Callable[[str], object], clock=time.monotonic):
        self._say, self._clock, self._said_at = say, clock, clock()

    def files(self, word: str, count: int) -> None:
        """Tell that so many files are done."""
        if self._clock() - self._said_at >= SECONDS_BETWEEN_WORDS:
            self._said_at = self._clock()
            self._say(f"{word}: {count:,} files …")


def make_backup(
    place: Installation, folder: Path, passphrase: str | None, say: Callable[[str], object]
) -> Path:
    """Make a backup of a place in a folder; return it. What is raised as Broken or OSError has left nothing but earlier backups."""
    refuse_inside(folder, place)
    folder.mkdir(parents=True, exist_ok=True)
    with alone_in(folder):
        sweep_unfinished(folder)
        room = shutil.disk_usage(folder).free
        needed = place.database.stat().st_size + LEAST_ROOM
        if room < needed:
            raise Broken(
                f"There is no room in {folder}: {_megabytes(room)} are free, the database takes {_megabytes(needed)}."
            )
        moment = datetime.now(UTC)
        while (folder / name_at(moment)).exists():  # two within a second
            time.sleep(0.2)
            moment = datetime.now(UTC)
        unfinished = folder / f"{UNFINISHED}{name_at(moment)}"
        unfinished.mkdir()
        try:
            _fill(place, unfinished, _last(folder), passphrase, Progress(say))
            made = folder / name_at(moment)
            unfinished.rename(made)
            _sync(folder)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
    return made


def refuse_inside(folder: Path, place: Installation) -> None:
    """Raise Broken for a folder that the backup would hold itself, or that goes with what it is to save."""
    for inside in (place.media, place.var_dir / "cache"):
        if inside and folder.resolve().is_relative_to(inside.resolve()):
            raise Broken(f"A backup cannot lie in {inside}: name a folder elsewhere, best on another disk.")


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder of backups; raise Broken while another process does."""
    with (folder / ".lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Broken(f"Another process works in {folder}: wait for it.") from None
        yield


def _fill(place, backup, last, passphrase, progress):
    media = backup / MEDIA
    if place.media:
        media.mkdir()
    with (backup / SUMS).open("x", encoding="utf-8", errors="surrogateescape", newline="\n") as sums:
        # Media before and after the database: what it names is there, whatever came or went meanwhile.
        files = _copy_media(place.media, media, last, sums, progress) if place.media else None
        taken_at = datetime.now(UTC)
        try:
            snapshot(place.database, backup / DATABASE)
        except sqlite3.Error as error:
            raise Broken(f"The database cannot be copied: {error}.") from None
        if place.media:
            files += _copy_media(place.media, media, last, sums, progress)
        sums.write(line_of(digest_of(backup / DATABASE), DATABASE))
        secrets = write_secrets(place.var_dir, backup, passphrase)
        if secrets:
            sums.write(line_of(digest_of(backup / secrets), secrets))
    rows = counted(backup / DATABASE)
    read_back(backup, progress)
    manifest = {
        "format": FORMAT,
        "taken_at": taken_at.isoformat(),
        "media_files": files,
        "secrets": secrets,
        "sums": digest_of(backup / SUMS),
        "rows": rows,
    }
    with (backup / MANIFEST).open("x") as file:
        json.dump(manifest, file, indent=1)
    os.sync()


def read_back(backup: Path, progress: Progress) -> int:
    """Compare each file of a backup with its checksum; return how many there are, raise Broken for the first that differs."""
    count = 0
    for digest, name in lines_of(backup / SUMS):
        try:
            is_same = digest_of(backup / name) == digest
        except OSError:
            raise Broken(f"{backup / name} cannot be read.") from None
        if not is_same:
            raise Broken(f"{backup / name} is not what was saved.")
        count += 1
        progress.files("read back", count)
    return count


def media_files(media: Path) -> Iterator[str]:
    """Yield the names of the files to save: no hidden ones, which are half written or made anew (bulk files)."""
    for root, folders, names in os.walk(media):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield os.path.relpath(os.path.join(root, name), media)


def _copy_media(media, target, last, sums, progress):
    count = 0
    for name in media_files(media):
        to = target / name
        if to.exists():
            continue
        with suppress(FileNotFoundError):  # deleted meanwhile
            sums.write(
                line_of(_copy(media / name, to, last / MEDIA / name if last else None), f"{MEDIA}/{name}")
            )
            count += 1
        progress.files("saved", count)
    return count


def _copy(source, target, before):
    """Copy a file, or link it to what an earlier backup holds of it; return the SHA-256 of what was read."""
    with source.open("rb") as file:
        target.parent.mkdir(parents=True, exist_ok=True)
        if before is not None and _is_same(source, before):
            with suppress(OSError):  # a disk without links
                os.link(before, target)
                digest = digest_of(source)
                if digest_of(target) == digest:
                    return digest
                target.unlink()
        digest = copy_with_digest(file, target)
        shutil.copystat(source, target)
        return digest


def _is_same(source, before):
    try:
        one, other = source.stat(), before.stat()
    except OSError:
        return False
    return one.st_size == other.st_size and one.st_mtime_ns == other.st_mtime_ns


def _last(folder):
    backups = finished(folder)
    return backups[-1] if backups else None


def _sync(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _megabytes(size):
    return f"{size / 1024 / 1024:,.0f} MB"
