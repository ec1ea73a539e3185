"""Backups where pictures lie in a bucket: the database alone, said so, and nothing of the bucket or a folder is touched."""

import json
import sqlite3
from contextlib import closing
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import call_command

from portal.backup.making import Installation
from portal.management.places import embedded_place
from tests.bucket import on_storage, silent_address
from tests.faults.sites import POSTGRESQL


def made(folder):
    """Make a small database and return it."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as connection, connection:
        connection.execute("CREATE TABLE django_migrations (app text, name text)")
        connection.execute("INSERT INTO django_migrations VALUES ('elsewhere', '0001_initial')")
    return folder / "portal.sqlite3"


def said(name, place, *words):
    """Run a command for a place and return what it said."""
    out = StringIO()
    with patch(f"portal.management.commands.{name}.embedded_place", return_value=place):
        call_command(name, *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def backup(tmp_path):
    """A backup of an installation whose files lie in a bucket, and what was said."""
    place = Installation(made(tmp_path / "var"), None, tmp_path / "var")
    words = said("backup", place, tmp_path / "backups")
    (folder,) = (one for one in (tmp_path / "backups").iterdir() if not one.name.startswith("."))
    return folder, words


def test_a_backup_says_that_it_holds_no_pictures(backup):
    folder, words = backup
    assert "lie in a bucket" in words
    assert not (folder / "media").exists()
    assert json.loads((folder / "manifest.json").read_text())["media_files"] is None


def test_a_restore_leaves_pictures_where_they_are(backup, tmp_path):
    folder, _words = backup
    place = Installation(tmp_path / "new" / "portal.sqlite3", None, tmp_path / "new")
    words = said("restore", place, folder, "--without-secrets")
    assert "lay in a bucket" in words
    with closing(sqlite3.connect(place.database)) as connection:
        assert connection.execute("SELECT * FROM django_migrations").fetchall() == [
            ("elsewhere", "0001_initial")
        ]


def test_a_folder_of_pictures_is_not_emptied_by_a_backup_without_any(backup, tmp_path):
    folder, _words = backup
    media = tmp_path / "new" / "media"
    media.mkdir(parents=True)
    (media / "a.png").write_bytes(b"cloth")
    place = Installation(tmp_path / "new" / "portal.sqlite3", media, tmp_path / "new")
    words = said("restore", place, folder, "--without-secrets", "--force")
    assert (media / "a.png").read_bytes() == b"cloth"
    assert f"copy those of the bucket to {media}" in words


def test_pictures_of_a_backup_are_not_put_into_a_bucket_unseen(tmp_path):
    database = made(tmp_path / "var")
    (tmp_path / "var" / "media").mkdir()
    (tmp_path / "var" / "media" / "a.png").write_bytes(b"cloth")
    said("backup", Installation(database, tmp_path / "var" / "media", tmp_path / "var"), tmp_path / "backups")
    (folder,) = (one for one in (tmp_path / "backups").iterdir() if not one.name.startswith("."))
    place = Installation(tmp_path / "new" / "portal.sqlite3", None, tmp_path / "new")
    words = said("restore", place, folder, "--without-secrets")
    assert f"copy those of {folder / 'media'} there" in words
    assert place.database.is_file()


@pytest.mark.skipif(POSTGRESQL, reason="PostgreSQL is saved by other programs")
def test_the_place_of_an_installation_with_a_bucket_has_no_folder_of_media(settings):
    assert embedded_place().media is not None
    with on_storage(settings, silent_address("http://127.0.0.1:1")):
        assert embedded_place().media is None
