"""Putting a backup in place: proved first, made ready beside what is there, then exchanged for it all at once."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from portal.backup.databases import counted, migrations_in, tables
from portal.backup.keeping import MANIFEST, SUMS, name_at
from portal.backup.making import DATABASE, FORMAT, MEDIA, Installation, Progress, read_back
from portal.backup.sealed import PLAIN, SEALED, read_secrets
from portal.backup.sums import Broken, copy_with_digest, digest_of, lines_of
from portal.backup.swapping import JOURNAL, Move, swap
from portal.secrets import replace_private

COMPANIONS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Proved:
    """A backup that is whole: where it lies, of which moment, {table: rows}, its number of media files, None where it has none
    because they lie in a bucket.
    """

    folder: Path
    taken_at: datetime
    rows: dict[str, int]
    media_files: int | None


def prove(backup: Path, say: Callable[[str], object]) -> Proved:
    """Read a backup back; raise Broken with a sentence unless all of it is as it was saved."""
    try:
        manifest = json.loads((backup / MANIFEST).read_text())
        if manifest["format"] != FORMAT:
            raise Broken(f"{backup} was made by another version of the portal (form {manifest['format']}).")
        proved = Proved(
            backup,
            datetime.fromisoformat(manifest["taken_at"]).astimezone(UTC),
            dict(manifest["rows"]),
            None if manifest["media_files"] is None else int(manifest["media_files"]),
        )
        sums = str(manifest["sums"])
    except OSError:
        raise Broken(f"{backup} is no finished backup: it has no {MANIFEST}.") from None
    except (ValueError, TypeError, KeyError):
        raise Broken(f"{backup / MANIFEST} cannot be understood.") from None
    if not (backup / SUMS).is_file() or digest_of(backup / SUMS) != sums:
        raise Broken(f"{backup / SUMS} is not what was saved.")
    read_back(backup, Progress(say))
    held = counted(backup / DATABASE)
    if held != proved.rows:
        differ = sorted(
            name for name in held.keys() | proved.rows.keys() if held.get(name) != proved.rows.get(name)
        )
        raise Broken(f"The tables {', '.join(differ[:5])} do not hold as many rows as were saved.")
    return proved


def refuse_newer(backup: Path) -> None:
    """Raise Broken for a backup whose database has had migrations that this version of the portal does not know."""
    known = set(MigrationLoader(None).disk_migrations)
    apps = {app for app, _name in known}
    unknown = sorted(one for one in migrations_in(backup / DATABASE) if one[0] in apps and one not in known)
    if unknown:
        app, name = unknown[-1]
        raise Broken(
            f"The backup was made by a newer version of the portal (it knows {app} {name}): restore it with that one."
        )


def what_is_there(place: Installation) -> str:
    """Return in words what a restore would replace, "" where nothing is."""
    if place.database.is_file() and place.database.stat().st_size:
        try:
            with closing(sqlite3.connect(f"{place.database.as_uri()}?mode=ro", uri=True)) as connection:
                count = len(tables(connection))
        except sqlite3.Error:
            return f"a database that cannot be read ({place.database})"
        if count:
            return f"a database with {count} tables ({place.database})"
    if place.media and place.media.is_dir() and any(place.media.iterdir()):
        return f"files in {place.media}"
    return ""


def who_uses(database: Path) -> list[int]:
    """Return the numbers of the other processes that have the database open, as far as the system tells (Linux)."""
    try:
        wanted = database.stat()
    except OSError:
        return []
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        if process.name == str(os.getpid()):
            continue
        try:
            for descriptor in (process / "fd").iterdir():
                held = descriptor.stat()
                if (held.st_dev, held.st_ino) == (wanted.st_dev, wanted.st_ino):
                    found.append(int(process.name))
                    break
        except OSError:
            continue
    return found


def restore(
    proved: Proved,
    place: Installation,
    passphrase: str | None,
    with_secrets: bool,
    say: Callable[[str], object],
) -> list[Path]:
    """Put a proved backup in place; return what lay there before, put aside. All of it happens, or nothing."""
    mark = name_at(datetime.now(UTC))
    secrets = read_secrets(proved.folder, passphrase) if with_secrets else {}
    staged: list[Path] = []
    try:
        moves = _stage(proved, place, secrets, mark, staged, Progress(say))
        place.var_dir.mkdir(parents=True, exist_ok=True)
        swap(place.var_dir / JOURNAL, moves)
    except BaseException:
        for path in staged:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        raise
    return [move.aside for move in moves if os.path.lexists(move.aside)]


def _stage(proved, place, secrets, mark, staged, progress):
    def beside(path, word):
        return path.with_name(f"{path.name}.{word}-{mark}")

    database = beside(place.database, "restoring")
    # What lies in a bucket, here or where the backup was made, stays as it is.
    exchanged = [place.media] if place.media and proved.media_files is not None else []
    media = [beside(one, "restoring") for one in exchanged]
    for path in (database, *media):
        path.parent.mkdir(parents=True, exist_ok=True)
        staged.append(path)
    for path in media:
        path.mkdir()
    count = 0
    for digest, name in lines_of(proved.folder / SUMS):
        if name in (PLAIN, SEALED) or (name != DATABASE and not media):
            continue
        to = database if name == DATABASE else media[0] / Path(name).relative_to(MEDIA)
        to.parent.mkdir(parents=True, exist_ok=True)
        with (proved.folder / name).open("rb") as source:
            if copy_with_digest(source, to) != digest:
                raise Broken(f"{proved.folder / name} is not what was saved.")
        if name != DATABASE:
            shutil.copystat(proved.folder / name, to)
        count += 1
        progress.files("put back", count)
    if counted(database) != proved.rows:
        raise Broken("The database that was put back does not hold what was saved.")
    os.sync()
    moves = [Move(None, path, beside(path, "before")) for path in _companions(place.database)]
    moves.append(Move(database, place.database, beside(place.database, "before")))
    moves += [Move(ready, one, beside(one, "before")) for ready, one in zip(media, exchanged, strict=True)]
    for name, text in secrets.items():
        ready, target = beside(place.var_dir / name, "restoring"), place.var_dir / name
        staged.append(ready)
        replace_private(ready, text)
        moves.append(Move(ready, target, beside(target, "before")))
    return moves


def _companions(database):
    return [database.with_name(database.name + tail) for tail in COMPANIONS]
