"""The audit in parts: each kept as it ends, none stopped by another, taken up again where it broke off."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.auditing import __main__ as audit
from tests.auditing.outcomes import BROKEN_OFF, FAILED, LACKING, PASSED, Outcome, kept, table
from tests.auditing.parts import ON_POSTGRESQL, SUITE, Part, all_parts
from tests.auditing.running import run
from tests.server import BASE, free_port

PYTEST = [sys.executable, "-m", "pytest", "-n", "1", "--rootdir", str(BASE)]
MIXED = """
import pytest

@pytest.fixture
def broken():
    raise RuntimeError("making ready")

def test_good(): pass

@pytest.mark.parametrize("number", [1, 2])
def test_number(number): assert number == 1

def test_never_begins(broken): pass

@pytest.mark.skip(reason="not here")
def test_left_out(): pass
"""


def python(name, code, **more):
    return Part(name, f"says {name}", [[sys.executable, "-c", code]], **more)


def outcomes(folder):
    return {path.stem: json.loads(path.read_text())["outcome"] for path in folder.glob("*.json")}


def test_a_part_that_fails_stops_no_other(tmp_path, capsys):
    parts = [
        python("one", "print('first')"),
        python("two", "print('on the way'); raise SystemExit(3)"),
        python("three", ""),
    ]
    assert run(parts, tmp_path, "c1") is False
    assert outcomes(tmp_path) == {"one": PASSED, "two": FAILED, "three": PASSED}
    printed = capsys.readouterr().out
    assert "| on the way" in printed
    assert "ended with 3" in printed
    assert "first" in (tmp_path / "one.log").read_text()


def test_the_next_run_goes_on_with_what_has_not_passed_on_this_commit(tmp_path):
    counted = tmp_path / "counted"
    count = f"open({str(counted)!r}, 'a').write('x')"
    parts = [python("good", count), python("bad", f"{count}; raise SystemExit(1)")]
    for commit, again, runs in (("c1", False, 2), ("c1", False, 3), ("c1", True, 5), ("c2", False, 7)):
        run(parts, tmp_path, commit, again)
        assert len(counted.read_text()) == runs


def test_a_command_that_fails_is_the_last_of_its_part(tmp_path):
    marker = tmp_path / "ran"
    commands = [[sys.executable, "-c", "raise SystemExit(1)"], ["touch", str(marker)]]
    assert run([Part("pair", "", commands)], tmp_path, "c1") is False
    assert not marker.exists()


@pytest.mark.long
def test_tests_that_fail_are_named_as_they_fail_and_counted(tmp_path, capsys):
    tests = tmp_path / "test_mixed.py"
    tests.write_text(MIXED)
    assert run([Part("mixed", "", [[*PYTEST, str(tests)]])], tmp_path, "c1") is False
    one = kept(tmp_path, "mixed")
    assert one.counts == {"passed": 2, "failed": 2, "skipped": 1}
    assert [name.rpartition("::")[2] for name in one.failed] == ["test_number[2]", "test_never_begins"]
    assert one.tests == "5 (2 failed, 1 skipped)"
    assert capsys.readouterr().out.count("Failed just now:") == 2


@pytest.mark.long
def test_a_file_that_cannot_be_read_is_named(tmp_path):
    tests = tmp_path / "test_broken.py"
    tests.write_text("import nothing_of_this_name")
    run([Part("broken", "", [[*PYTEST, str(tests)]])], tmp_path, "c1")
    assert kept(tmp_path, "broken").failed


def test_what_the_caller_has_set_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/other")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only")
    code = "import os; raise SystemExit('DATABASE_URL' in os.environ or 'collect' in os.environ['PYTEST_ADDOPTS'])"
    assert run([python("clean", code)], tmp_path, "c1")


def test_a_part_without_what_it_needs_has_not_passed(tmp_path, capsys):
    port = free_port()
    parts = [
        python("away", "", ports={"PostgreSQL": f"postgres://postgres@127.0.0.1:{port}/x"}),
        python("absent", "", programs=("python9.9",)),
    ]
    assert run(parts, tmp_path, "c1") is False
    assert outcomes(tmp_path) == {"away": LACKING, "absent": LACKING}
    printed = capsys.readouterr().out
    assert f"PostgreSQL does not answer at 127.0.0.1:{port}." in printed
    assert "python9.9 is not on this machine." in printed


RESUMED = """
import sys
from pathlib import Path
from tests.auditing.parts import Part
from tests.auditing.running import run

folder = Path(sys.argv[1])
count = "open({!r}, 'a').write('x')"
ran = [str(folder / name) for name in ("first", "second")]
slow = f"{count.format(ran[1])}\\nimport time, pathlib\\nif not pathlib.Path({str(folder / 'go')!r}).exists():\\n"
slow += "    for _ in range(1000): print('on', flush=True); time.sleep(0.1)"
parts = [Part(n, "", [[sys.executable, "-c", code]]) for n, code in (("one", count.format(ran[0])), ("two", slow))]
sys.exit(not run(parts, folder, "c1"))
"""


def waited(condition):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("It did not come to that within a minute.")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_what_was_killed_is_taken_up_where_it_broke_off(tmp_path, number):
    command = [sys.executable, "-c", RESUMED, str(tmp_path)]
    process = subprocess.Popen(command, cwd=BASE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    waited((tmp_path / "second").exists)
    process.send_signal(number)
    process.wait()
    assert kept(tmp_path, "one").outcome == PASSED
    assert kept(tmp_path, "two").outcome == BROKEN_OFF
    waited(lambda: not written_by(tmp_path / "two.log"))  # what it had started has ended with it
    (tmp_path / "go").touch()
    assert subprocess.run(command, cwd=BASE, stdout=subprocess.DEVNULL).returncode == 0
    assert (tmp_path / "first").read_text() == "x"
    assert (tmp_path / "second").read_text() == "xx"
    assert kept(tmp_path, "two").outcome == PASSED


def written_by(log):
    """Return whether the commands that speak into this log still live: those whose environment names its notes."""
    name = str(log.with_suffix(".notes")).encode()
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            if name in place.read_bytes():
                return True
        except OSError:
            continue
    return False


def test_the_table_tells_each_part_and_names_what_failed(tmp_path):
    parts = [python(name, "") for name in ("suite", "fuzz", "growth", "bench")]
    Outcome("suite", "c1", FAILED, 125.4, {"passed": 1200, "failed": 2}, ["tests/a.py::b", "c"]).keep(
        tmp_path
    )
    Outcome("fuzz", "c1", PASSED, 61, {"passed": 10, "skipped": 1}).keep(tmp_path)
    Outcome("growth", "c0", PASSED, 9).keep(tmp_path)
    Outcome("bench", "c1", LACKING, 0, words="PostgreSQL does not answer at x:1.").keep(tmp_path)
    lines = table(tmp_path, parts, "c1").splitlines()
    assert "| suite | says suite | **failed** | 1,202 (2 failed) | 2:05 | `suite.log` |" in lines
    assert "| fuzz | says fuzz | passed | 11 (1 skipped) | 1:01 | `fuzz.log` |" in lines
    assert "| growth | says growth | not run on this commit | | | |" in lines
    assert any("**could not run**: PostgreSQL does not answer at x:1. | – " in line for line in lines)
    assert any("| 1 of 4 passed | 1,213 | 3:06 |" in line for line in lines)
    assert lines[-3:] == ["Failed in suite:", "- `tests/a.py::b`", "- `c`"]


def test_an_outcome_that_was_half_written_counts_as_none(tmp_path):
    (tmp_path / "one.json").write_text('{"name": "one", "comm')
    assert kept(tmp_path, "one") is None
    assert "not run on this commit" in table(tmp_path, [python("one", "")], "c1")


@pytest.mark.parametrize("of_database", [False, True])
def test_each_test_file_stands_in_one_part(of_database):
    """On PostgreSQL those of the browser and the clients, which bring databases of their own, stand in none."""
    paths = {
        name: (SUITE[name][1], ON_POSTGRESQL[name] if of_database else SUITE[name][2])
        for name in (ON_POSTGRESQL if of_database else SUITE)
    }
    for named in {path for pair in paths.values() for some in pair for path in some}:
        assert (BASE / named).exists(), named
    for file in sorted((BASE / "tests").rglob("test_*.py")):
        relative = file.relative_to(BASE)

        def holds(some, relative=relative):
            return any(relative.is_relative_to(path) for path in some)

        homes = [name for name, (those, without) in paths.items() if holds(those) and not holds(without)]
        expected = 0 if of_database and homes == [] and holds(["tests/browser", "tests/faults"]) else 1
        assert len(homes) == expected, (relative, homes)


def test_parts_have_names_of_their_own_and_no_two_share_a_database():
    parts = all_parts(Path("/x"), "postgres://postgres@127.0.0.1:5432/audit", "redis://127.0.0.1:6379/9")
    assert len({part.name for part in parts}) == len(parts)
    assert {"axe", "fuzz", "fuzz-postgresql", "killed", "clients", "attack", "growth", "bench"} <= {
        part.name for part in parts
    }
    for part in parts:
        if part.env.get("DATABASE_URL"):
            assert part.ports.keys() >= {"PostgreSQL"}, part.name


def test_what_no_other_tier_does_always_runs_and_the_suite_when_the_whole_is_asked_for(capsys):
    def listed(*arguments):
        assert audit.main([*arguments, "--list"]) == 0
        return {line.partition(":")[0] for line in capsys.readouterr().out.splitlines() if line[0] != " "}

    always, whole = listed(), listed("--whole")
    assert {"marked", "axe", "clients", "attack", "bench"} <= always
    assert {
        f"{name}{where}" for name in ("fuzz", "killed", "growth") for where in ("", "-postgresql")
    } <= always
    assert whole - always >= {"news", "news-postgresql", "rest", "browser", "coverage"}
    assert listed("--only", "news") == {"news", "news-postgresql"}


def test_the_tool_runs_what_is_asked_for(tmp_path, monkeypatch, capsys):
    parts = [python("quick", ""), python("other", "raise SystemExit(1)")]
    monkeypatch.setattr(audit, "all_parts", lambda *_: parts)
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert audit.main(["--folder", str(tmp_path), "--only", "qui"]) == 0
        assert audit.main(["--folder", str(tmp_path)]) == 1
    finally:
        signal.signal(signal.SIGTERM, before)
    assert "passed on this commit before" in capsys.readouterr().out
    assert audit.main(["--folder", str(tmp_path), "--table"]) == 0
    assert "| other | says other | **failed**" in capsys.readouterr().out
    assert audit.main(["--list"]) == 0
    assert f"quick: says quick\n  {sys.executable} -c" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        audit.main(["--only", "nothing-of-this-name"])
    assert "There are: quick, other." in capsys.readouterr().err


def test_two_audits_do_not_run_in_one_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(audit, "all_parts", lambda *_: [python("quick", "")])
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True); sys.stdin.read()",
            str(tmp_path / "lock"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        holder.stdout.readline()
        assert audit.main(["--folder", str(tmp_path)]) == 2
    finally:
        holder.communicate()
    assert "Another audit runs" in capsys.readouterr().out
    assert os.listdir(tmp_path) == ["lock"]
