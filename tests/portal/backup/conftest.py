"""An installation of one's own to save and to lose: a database with rows, media, secrets."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from portal.backup.making import Installation
from tests.server import BASE, environment

PICTURES = 30


def run_outside(folder, *words, **settings):
    """Run a command of the portal in a process of its own with the data below `folder`; return what it said and how it ended."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=BASE,
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        check=False,
    )


def run(folder, name, *words):
    """Run a command in this process with the data below `folder`; return what it said and how it ended."""
    place = Installation(folder / "portal.sqlite3", folder / "media", folder)
    said = StringIO()
    with patch(f"portal.management.commands.{name}.embedded_place", return_value=place):
        try:
            call_command(name, *map(str, words), stdout=said)
        except CommandError as error:
            return SimpleNamespace(returncode=1, stdout=said.getvalue(), stderr=f"CommandError: {error}\n")
    return SimpleNamespace(returncode=0, stdout=said.getvalue(), stderr="")


def rows_of(database):
    """Return {table: sorted rows} of every table of a database file."""
    with closing(sqlite3.connect(database)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        ).fetchall()
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in names
        }


def files_of(folder):
    """Return {name: bytes} of the files below a folder that a backup saves."""
    found = {str(one.relative_to(folder)): one for one in folder.rglob("*") if one.is_file()}
    return {
        name: one.read_bytes()
        for name, one in found.items()
        if not any(p.startswith(".") for p in name.split("/"))
    }


def add_rows(database, start, count):
    """Write rows past the portal, as a process beside the server does."""
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        connection.executemany(
            "INSERT INTO foundation_effect (key, begun_at) VALUES (?, ?)",
            [(f"row {number}", "2026-11-30 06:00:00") for number in range(start, start + count)],
        )


@pytest.fixture
def site(installation, tmp_path):
    """The VAR_DIR of an installation with rows and media."""
    folder = tmp_path / "var"
    shutil.copytree(installation, folder)
    add_rows(folder / "portal.sqlite3", 0, 100)
    for number in range(PICTURES):
        path = folder / "media" / "pictures" / f"{number % 3}" / f"布料 {number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes([number]) * (1000 + number))
    (folder / "media" / ".data").mkdir(exist_ok=True)
    (folder / "media" / ".data" / "all.csv").write_text("made again")
    (folder / "media" / "pictures" / ".0123.part").write_text("half")
    return folder
