"""Restoring: all of it or nothing, never over what is there unasked, proved first; and the drill."""

import json
import os
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from unittest.mock import patch

import pytest

from portal.backup import swapping
from portal.backup.keeping import finished
from portal.backup.swapping import Move, swap, undo, write_journal
from tests.portal.backup.conftest import add_rows, files_of, rows_of, run, run_outside
from tests.server import portal_server


@pytest.fixture
def saved(site, tmp_path):
    """A backup of the site, its secrets encrypted with “horse”."""
    (tmp_path / "passphrase").write_text("horse\n")
    done = run(site, "backup", tmp_path / "backups", "--passphrase-file", tmp_path / "passphrase")
    assert done.returncode == 0, done.stderr
    return finished(tmp_path / "backups")[-1]


@pytest.fixture
def passphrase(tmp_path):
    """The option that opens the secrets."""
    return "--passphrase-file", tmp_path / "passphrase"


def everything(folder):
    """Return what a place holds, whatever state it is in: name and bytes of each file."""
    files = [one for one in folder.rglob("*") if one.is_file() and not one.name.endswith(("-shm", "-wal"))]
    return {str(one.relative_to(folder)): one.read_bytes() for one in files}


class TestIntoAnEmptyPlace:
    def test_every_table_and_file_is_back(self, site, saved, passphrase, tmp_path):
        done = run(tmp_path / "new", "restore", saved, *passphrase)
        assert done.returncode == 0, done.stderr
        assert rows_of(tmp_path / "new" / "portal.sqlite3") == rows_of(site / "portal.sqlite3")
        assert files_of(tmp_path / "new" / "media") == files_of(site / "media")
        assert (tmp_path / "new" / "secret_key").read_text() == (site / "secret_key").read_text()
        assert sorted(one.name for one in (tmp_path / "new").iterdir()) == [
            "media",
            "portal.sqlite3",
            "secret_key",
        ]
        assert [
            one for one in (tmp_path / "new").rglob("*") if one.is_file() and one.stat().st_mode & 0o077
        ] == []

    def test_without_secrets(self, saved, tmp_path):
        done = run(tmp_path / "new", "restore", saved, "--without-secrets")
        assert done.returncode == 0, done.stderr
        assert not (tmp_path / "new" / "secret_key").exists()

    def test_checking_changes_nothing(self, saved, tmp_path):
        done = run(tmp_path / "new", "restore", saved, "--only-check")
        assert done.returncode == 0, done.stderr
        assert "The backup is whole" in done.stdout
        assert not (tmp_path / "new").exists()


class TestRefused:
    def refused(self, place, words, *said):
        before = everything(place)
        done = run(place, "restore", *words)
        assert done.returncode == 1
        for word in said:
            assert word in done.stderr
        assert everything(place) == before
        return done

    def test_a_place_that_is_not_empty(self, site, saved, passphrase):
        self.refused(site, (saved, *passphrase), "database with", "--force")

    def test_media_alone(self, saved, passphrase, tmp_path):
        (tmp_path / "new" / "media").mkdir(parents=True)
        (tmp_path / "new" / "media" / "a.jpg").write_text("a")
        self.refused(tmp_path / "new", (saved, *passphrase), "files in", "--force")

    def test_a_wrong_passphrase(self, saved, tmp_path):
        (tmp_path / "wrong").write_text("donkey")
        self.refused(
            tmp_path / "new", (saved, "--passphrase-file", tmp_path / "wrong"), "passphrase does not open"
        )

    def test_no_passphrase(self, saved, tmp_path):
        self.refused(tmp_path / "new", (saved,), "--passphrase-file", "--without-secrets")

    @pytest.mark.parametrize(
        "name", ["database.sqlite3", "media/pictures/0/布料 0.jpg", "SHA256SUMS", "secrets.sealed"]
    )
    @pytest.mark.parametrize("how", ["changed", "gone", "short"])
    def test_a_damaged_backup(self, saved, passphrase, tmp_path, name, how):
        path = saved / name
        whole = path.read_bytes()
        path.unlink()
        if how == "changed":
            path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        elif how == "short":
            path.write_bytes(whole[: len(whole) // 2])
        self.refused(tmp_path / "new", (saved, *passphrase), "Nothing has been changed")

    @pytest.mark.parametrize(
        "change",
        [
            lambda held: {**held, "format": 99},
            lambda held: {**held, "rows": {**held["rows"], "foundation_effect": 101}},
            lambda held: {**held, "rows": {**held["rows"], "no_such_table": 0}},
            lambda held: {**held, "taken_at": "yesterday"},
            lambda held: [],
            lambda held: {},
        ],
    )
    def test_a_manifest_that_says_something_else(self, saved, passphrase, tmp_path, change):
        path = saved / "manifest.json"
        path.write_text(json.dumps(change(json.loads(path.read_text()))))
        self.refused(tmp_path / "new", (saved, *passphrase), "Nothing has been changed")

    @pytest.mark.parametrize("what", ["nothing", "folder", "file", "unfinished"])
    def test_what_is_no_backup(self, tmp_path, what):
        path = tmp_path / "backup"
        if what == "file":
            path.write_text("")
        elif what != "nothing":
            path.mkdir()
            (path / "database.sqlite3").write_text("")
        self.refused(tmp_path / "new", (path,), "no finished backup")

    def test_one_of_a_newer_version(self, site, tmp_path):
        with closing(sqlite3.connect(site / "portal.sqlite3")) as connection, connection:
            connection.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('news', '9999_from_the_future', '2030-01-01')"
            )
        assert run(site, "backup", tmp_path / "backups").returncode == 0
        self.refused(
            tmp_path / "new", (finished(tmp_path / "backups")[0],), "newer version", "9999_from_the_future"
        )

    def test_no_room(self, saved, passphrase, tmp_path):
        with patch(
            "portal.backup.restoring.copy_with_digest", side_effect=OSError(28, "No space left on device")
        ):
            self.refused(tmp_path / "new", (saved, *passphrase), "no room left")


class TestWithForce:
    def test_what_was_there_is_put_aside(self, site, saved, passphrase):
        expected = rows_of(site / "portal.sqlite3")
        add_rows(site / "portal.sqlite3", 100, 50)
        (site / "media" / "later.jpg").write_text("later")
        later = rows_of(site / "portal.sqlite3")
        done = run(site, "restore", saved, *passphrase, "--force")
        assert done.returncode == 0, done.stderr
        assert rows_of(site / "portal.sqlite3") == expected
        assert not (site / "media" / "later.jpg").exists()
        (aside,) = site.glob("portal.sqlite3.before-*")
        assert rows_of(aside) == later
        (media,) = site.glob("media.before-*")
        assert (media / "later.jpg").read_text() == "later"
        assert str(media) in done.stdout

    def test_a_damaged_database_is_replaced(self, site, saved, passphrase):
        expected = rows_of(site / "portal.sqlite3")
        (site / "portal.sqlite3").write_bytes(os.urandom(5000))
        assert "cannot be read" in run(site, "restore", saved, *passphrase).stderr
        assert run(site, "restore", saved, *passphrase, "--force").returncode == 0
        assert rows_of(site / "portal.sqlite3") == expected

    @pytest.mark.parametrize("fails_at", range(1, 8))
    @pytest.mark.long
    def test_all_or_nothing_when_a_step_fails(self, site, saved, passphrase, fails_at):
        (site / "media" / "later.jpg").write_text("later")
        (site / "portal.sqlite3-journal").unlink(missing_ok=True)
        before = everything(site)
        real, count = swapping.Path.rename, [0]

        def rename(path, target):
            count[0] += 1
            if count[0] == fails_at:
                raise OSError(5, "Input/output error")
            return real(path, target)

        with patch.object(swapping.Path, "rename", rename):
            done = run(site, "restore", saved, *passphrase, "--force")
        if done.returncode:
            assert everything(site) == before
        else:
            assert count[0] < fails_at
            assert not (site / "media" / "later.jpg").exists()

    @pytest.mark.parametrize("steps", range(5))
    def test_what_a_kill_leaves_is_undone(self, tmp_path, steps):
        moves = []
        for name in ("a", "b"):
            (tmp_path / name).write_text(f"old {name}")
            (tmp_path / f"{name}.new").write_text(f"new {name}")
            moves.append(Move(tmp_path / f"{name}.new", tmp_path / name, tmp_path / f"{name}.before"))
        before = everything(tmp_path)
        journal = tmp_path / "journal"
        write_journal(journal, moves)
        renames = [(move.target, move.aside) for move in moves[:1]] + [(moves[0].staged, moves[0].target)]
        renames += [(moves[1].target, moves[1].aside), (moves[1].staged, moves[1].target)]
        for one, other in renames[:steps]:
            one.rename(other)
        assert undo(journal) == 2
        assert everything(tmp_path) == before
        assert undo(journal) == 0
        swap(journal, moves)
        assert (tmp_path / "a").read_text() == "new a"
        assert (tmp_path / "b.before").read_text() == "old b"

    @pytest.mark.long
    def test_nothing_starts_on_a_restore_that_was_broken_off(self, site):
        write_journal(site / swapping.JOURNAL, [])
        for command in ("prepare", "serve"):
            done = run_outside(site, command)
            assert done.returncode == 1
            assert "broken off" in done.stderr
            assert "Traceback" not in done.stderr


@pytest.mark.long
def test_drill(site, tmp_path, passphrase, capsys):
    """Save beside a server under work, lose everything, restore: each table and file compared, seconds of lost work told."""
    (tmp_path / "passphrase").write_text("horse\n")
    database, ended = site / "portal.sqlite3", threading.Event()

    def work():
        number = 0
        with closing(sqlite3.connect(database, timeout=20)) as connection:
            while not ended.is_set():
                with connection:
                    connection.execute(
                        "INSERT INTO foundation_effect (key, begun_at) VALUES (?, ?)",
                        (f"work {number}", datetime.now(UTC).isoformat()),
                    )
                number += 1
                time.sleep(0.01)

    with portal_server(site, workers=1):
        worker = threading.Thread(target=work)
        worker.start()
        try:
            done = run_outside(site, "backup", tmp_path / "backups", *passphrase)
            assert done.returncode == 0, done.stderr
            (backup,) = finished(tmp_path / "backups")
            running = run_outside(site, "restore", backup, *passphrase)
            assert running.returncode == 1
            assert "The portal runs here" in running.stderr
        finally:
            ended.set()
            worker.join()
    lost = rows_of(database)
    files = files_of(site / "media")
    key = (site / "secret_key").read_text()
    shutil.rmtree(site)
    done = run_outside(site, "restore", backup, *passphrase)
    assert done.returncode == 0, done.stderr
    back = rows_of(database)
    assert files_of(site / "media") == files
    assert (site / "secret_key").read_text() == key
    assert back.keys() == lost.keys()
    assert [name for name in back if back[name] != lost[name]] == ["foundation_effect"]
    numbers = [
        sorted(int(row[1].split()[1]) for row in rows["foundation_effect"] if "work" in row[1])
        for rows in (back, lost)
    ]
    assert numbers[0] == numbers[1][: len(numbers[0])] == list(range(len(numbers[0])))
    moments = [max(row[2] for row in rows["foundation_effect"] if "work" in row[1]) for rows in (back, lost)]
    seconds = (datetime.fromisoformat(moments[1]) - datetime.fromisoformat(moments[0])).total_seconds()
    with capsys.disabled():
        print(
            f"\nRestored: {len(back)} tables, {len(files)} files equal; {seconds:.1f} s of work lost: all that came after the backup."
        )
    with portal_server(site, workers=1) as server:
        assert server.port
