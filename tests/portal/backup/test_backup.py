"""Backups of the embedded installation: whole, beside the running server, kept by age, never half."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from portal.backup.keeping import Keep, finished, keep_from_text, kept, name_at
from portal.backup.making import Progress
from portal.backup.sealed import opened
from portal.backup.sums import Broken, line_of, lines_of
from tests.faults.rig import can_mount, fill_disk, small_disk
from tests.portal.backup.conftest import PICTURES, add_rows, files_of, rows_of, run, run_outside


def backup(site, folder, *words):
    """Make a backup that succeeds; return its folder."""
    done = run(site, "backup", folder, *words)
    assert done.returncode == 0, done.stderr
    return finished(folder)[-1]


@pytest.fixture
def saved(site, tmp_path):
    """A backup of the site."""
    return backup(site, tmp_path / "backups")


class TestWhatIsInIt:
    @pytest.mark.long
    def test_every_table_and_file(self, site, saved):
        assert rows_of(saved / "database.sqlite3") == rows_of(site / "portal.sqlite3")
        assert files_of(saved / "media") == files_of(site / "media")
        assert len(files_of(saved / "media")) >= PICTURES

    def test_what_is_made_again_is_left_out_and_said(self, site, tmp_path):
        done = run(site, "backup", tmp_path / "backups")
        assert "Left out" in done.stdout
        assert "bulk files" in done.stdout
        (made,) = finished(tmp_path / "backups")
        assert not list(made.rglob("*.part"))
        assert not (made / "media" / ".data").exists()

    def test_the_manifest_counts_the_rows(self, site, saved):
        manifest = json.loads((saved / "manifest.json").read_text())
        assert manifest["rows"]["foundation_effect"] == 100
        assert manifest["media_files"] == len(files_of(site / "media"))

    @pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum on this machine")
    def test_other_programs_check_it(self, saved):
        done = subprocess.run(
            ["sha256sum", "--check", "--quiet", "SHA256SUMS"],
            cwd=saved,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_nobody_else_can_read_it(self, saved):
        open_ones = [one for one in (saved, *saved.rglob("*")) if one.stat().st_mode & 0o077]
        assert open_ones == []

    def test_files_that_stay_take_room_once(self, site, saved):
        again = backup(site, saved.parent)
        name = "media/pictures/0/布料 0.jpg"
        assert (again / name).samefile(saved / name)
        assert not (again / name).samefile(site / name)

    def test_a_file_that_changed_without_growing_is_saved_anew(self, site, saved):
        name = "media/pictures/0/布料 0.jpg"
        before = (site / name).stat()
        (site / name).write_bytes(b"x" * before.st_size)
        os.utime(site / name, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (backup(site, saved.parent) / name).read_bytes() == (site / name).read_bytes()


class TestSecrets:
    def test_plain_ones_are_told(self, site, tmp_path):
        done = run(site, "backup", tmp_path / "backups")
        assert "keep the folder as you keep them" in done.stdout
        (made,) = finished(tmp_path / "backups")
        assert (
            json.loads((made / "secrets.json").read_text())["secret_key"] == (site / "secret_key").read_text()
        )

    def test_encrypted_ones_are_not_to_be_read(self, site, tmp_path):
        (tmp_path / "passphrase").write_text("织里 correct horse\n")
        made = backup(site, tmp_path / "backups", "--passphrase-file", tmp_path / "passphrase")
        assert not (made / "secrets.json").exists()
        key = (site / "secret_key").read_text().strip().encode()
        assert [one for one in made.rglob("*") if one.is_file() and key in one.read_bytes()] == []
        assert opened((made / "secrets.sealed").read_text(), "织里 correct horse").count(key.decode()) == 1

    @pytest.mark.parametrize("text", [None, "", "\n", b"\xff\xfe\x00"])
    def test_no_passphrase_is_a_sentence(self, site, tmp_path, text):
        path = tmp_path / "passphrase"
        if text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        done = run(site, "backup", tmp_path / "backups", "--passphrase-file", path)
        assert done.returncode == 1
        assert "passphrase" in done.stderr
        assert "Traceback" not in done.stderr
        assert finished(tmp_path / "backups") == []


class TestBadInput:
    @pytest.mark.parametrize("keep", ["7", "7,5", "a,b,c", "-1,2,3", "0,0,0", "7,5,12,1", "\u0667,5,12"])
    def test_keep(self, keep):
        with pytest.raises(ValueError, match="number"):
            keep_from_text(keep)

    def test_keep_on_the_command_line(self, site, tmp_path):
        done = run(site, "backup", tmp_path / "backups", "--keep", "7")
        assert done.returncode == 1
        assert (
            done.stderr.strip()
            == "CommandError: --keep takes three whole numbers, of days, weeks and months, such as 7,5,12."
        )
        assert not (tmp_path / "backups").exists()

    @pytest.mark.parametrize("inside", ["media", "media/backups", "cache/x"])
    def test_a_folder_that_it_would_save_itself(self, site, inside):
        done = run(site, "backup", site / inside)
        assert done.returncode == 1
        assert "name a folder elsewhere" in done.stderr

    def test_a_file_in_place_of_a_folder(self, site, tmp_path):
        (tmp_path / "backups").write_text("")
        done = run(site, "backup", tmp_path / "backups")
        assert done.returncode == 1
        assert "can be written" in done.stderr
        assert "Traceback" not in done.stderr

    def test_no_database(self, site, tmp_path):
        (site / "portal.sqlite3").unlink()
        done = run(site, "backup", tmp_path / "backups")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert not (site / "portal.sqlite3").exists()

    def test_a_damaged_database_is_not_passed_for_a_backup(self, site, tmp_path):
        with (site / "portal.sqlite3").open("r+b") as file:
            file.seek(100)
            file.write(os.urandom(200_000))
        done = run(site, "backup", tmp_path / "backups")
        assert done.returncode == 1
        assert "database" in done.stderr
        assert "Traceback" not in done.stderr
        assert finished(tmp_path / "backups") == []

    def test_postgresql_is_told_what_to_use(self, site, tmp_path):
        done = run_outside(site, "backup", tmp_path / "backups", DATABASE_URL="postgres://u@127.0.0.1:1/none")
        assert done.returncode == 1
        assert "pgBackRest" in done.stderr

    @pytest.mark.skipif(not can_mount(), reason="mounting is not allowed here")
    @pytest.mark.parametrize("full", ["before", "meanwhile"])
    def test_a_full_disk(self, site, tmp_path, full):
        folder = tmp_path / "disk"
        folder.mkdir()
        with small_disk(folder, "40m") as mounted:
            if not mounted:
                pytest.skip("mounting is not allowed here")
            first = backup(site, folder)
            if full == "meanwhile":
                (site / "media" / "large.bin").write_bytes(os.urandom(45_000_000))
            else:
                fill_disk(folder)
            done = run(site, "backup", folder)
            assert done.returncode == 1
            assert "no room" in done.stderr
            assert "Traceback" not in done.stderr
            assert finished(folder) == [first]
            assert sorted(
                one.name for one in folder.iterdir() if one.is_dir() and one.name != "lost+found"
            ) == [first.name]


class TestUnfinishedOnes:
    def test_one_that_was_killed_does_not_look_finished(self, site, tmp_path):
        folder = tmp_path / "backups"
        backup(site, folder)
        left = folder / ".unfinished-2026-11-29T00-00-00Z"
        (left / "media").mkdir(parents=True)
        assert len(finished(folder)) == 1
        backup(site, folder)
        assert not left.exists()
        assert len(finished(folder)) == 2

    def test_two_at_once(self, site, tmp_path):
        from portal.backup.making import alone_in

        folder = tmp_path / "backups"
        folder.mkdir()
        with alone_in(folder):
            done = run(site, "backup", folder)
        assert done.returncode == 1
        assert "Another process" in done.stderr


class TestKeeping:
    def test_by_days_weeks_and_months(self):
        begin = datetime(2026, 11, 30, 3, tzinfo=UTC)
        names = [name_at(begin - timedelta(days=number)) for number in range(400)]
        stay = kept(names, Keep(7, 5, 12))
        newest = [one[:10] for one in sorted(stay, reverse=True)]
        assert newest[:7] == [f"2026-11-{day:02}" for day in range(30, 23, -1)]
        assert len(stay) == 7 + 3 + 11
        assert [one for one in newest if one.endswith("-31")] == [
            "2026-10-31",
            "2026-08-31",
            "2026-07-31",
            "2026-05-31",
            "2026-03-31",
            "2026-01-31",
            "2025-12-31",
        ]

    def test_several_a_day_leave_the_newest(self):
        names = [name_at(datetime(2026, 11, 30, hour, tzinfo=UTC)) for hour in range(5)]
        assert kept(names, Keep(3, 0, 0)) == {names[-1]}

    def test_the_newest_stays_whatever_is_asked(self):
        assert len(kept([name_at(datetime(2020, 1, 1, tzinfo=UTC))], Keep(0, 0, 1))) == 1

    def test_old_ones_go_and_nothing_else_does(self, site, saved):
        old = saved.with_name("2020-01-01T00-00-00Z")
        older = saved.with_name("2019-01-01T00-00-00Z")
        shutil.copytree(saved, old)
        shutil.copytree(saved, older)
        for other in ("notes", "2018-01-01T00-00-00Z"):
            saved.with_name(other).mkdir()
        done = run(site, "backup", saved.parent, "--keep", "1,0,2")
        assert f"Deleted by age: {older.name}" in done.stdout
        assert saved.with_name("notes").is_dir()
        assert saved.with_name("2018-01-01T00-00-00Z").is_dir()
        assert old.exists()
        assert not older.exists()


class TestSums:
    @pytest.mark.parametrize("name", ["a b", "a\\nb", "a\nb\r", "\\", "布料.jpg", "\\r\r"])
    def test_names_come_back(self, tmp_path, name):
        (tmp_path / "sums").write_text(line_of("0" * 64, name), newline="\n")
        assert list(lines_of(tmp_path / "sums")) == [("0" * 64, name)]

    @pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a//b", "."])
    def test_names_that_lead_elsewhere_are_refused(self, tmp_path, name):
        (tmp_path / "sums").write_text(line_of("0" * 64, name))
        with pytest.raises(Broken):
            list(lines_of(tmp_path / "sums"))


@pytest.mark.long
def test_ten_thousand_files_with_progress(site, tmp_path):
    for number in range(10_000):
        path = site / "media" / "many" / f"{number // 500}"
        path.mkdir(parents=True, exist_ok=True)
        (path / f"{number}.webp").write_bytes(number.to_bytes(4, "big") * 50)
    made = backup(site, tmp_path / "backups")
    assert len(files_of(made / "media")) == len(files_of(site / "media")) > 10_000
    add_rows(site / "portal.sqlite3", 100, 1)
    again = backup(site, tmp_path / "backups")
    assert sum(one.stat().st_nlink == 2 for one in (again / "media" / "many").rglob("*.webp")) == 10_000


def test_progress_is_told_now_and_then():
    said, now = [], [0.0]
    progress = Progress(said.append, clock=lambda: now[0])
    for count in range(1, 10_001):
        now[0] += 0.001
        progress.files("saved", count)
    assert (
        said == [f"saved: {count:,} files …" for count in (2000, 4000, 6000, 8000, 10_000)] or len(said) == 4
    )
