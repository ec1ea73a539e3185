"""Running the parts of an audit one after another: each with its log, its outcome kept as it ends, no part stopped by another."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from portal.env import DECLARED
from tests.auditing.naming import FAILED_NOW
from tests.auditing.outcomes import FAILED, LACKING, PASSED, RUNNING, Outcome, duration, kept
from tests.auditing.parts import Part
from tests.server import BASE

#: So many last lines of a part that failed and runs no tests are printed.
LAST_LINES = 15
#: The variables of a caller that would change what the tests do.
OTHERS = ("DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS", "COVERAGE_FILE", "PYTEST_XDIST_WORKER")


def say(words: str) -> None:
    """Print at once."""
    print(words, flush=True)


def run(parts: list[Part], folder: Path, commit: str, again: bool = False) -> bool:
    """Run those of the parts that have not passed on this commit, all of them if `again`; return whether all have passed."""
    folder.mkdir(parents=True, exist_ok=True)
    if again:
        for part in parts:
            (folder / f"{part.name}.json").unlink(missing_ok=True)
    good = True
    for place, part in enumerate(parts, 1):
        before = kept(folder, part.name)
        heading = f"{part.name} ({place} of {len(parts)})"
        if before and before.commit == commit and before.outcome == PASSED:
            say(f"== {heading}: passed on this commit before")
            continue
        say(f"== {heading}: {part.says}")
        one = run_one(part, folder, commit)
        good = good and one.outcome == PASSED
        say(f"   {one.outcome}: {one.words or one.tests}, {duration(one.seconds)}, {folder / part.name}.log")
    return good


def run_one(part: Part, folder: Path, commit: str) -> Outcome:
    """Run a part to its end, or name what it lacks; return its outcome, which is kept below `folder`."""
    begun = time.monotonic()
    moment = datetime.now().astimezone().isoformat(timespec="seconds")
    one = Outcome(part.name, commit, RUNNING, begun=moment, pid=os.getpid())
    log, notes = folder / f"{part.name}.log", folder / f"{part.name}.notes"
    log.unlink(missing_ok=True)
    notes.unlink(missing_ok=True)
    one.keep(folder)
    lacking = part.lacks()
    if lacking:
        one.outcome, one.words = LACKING, lacking
        log.write_text(lacking + "\n", encoding="utf-8")
    else:
        with log.open("a", encoding="utf-8") as lines:
            code = next(filter(None, (_command(part, command, lines, notes) for command in part.commands)), 0)
        one.outcome = FAILED if code else PASSED
        one.counts, one.failed = read_notes(notes)
        if code and not one.failed:
            one.words = f"ended with {code}"
            say(
                "".join(
                    f"   | {line}\n" for line in log.read_text(encoding="utf-8").splitlines()[-LAST_LINES:]
                )
            )
    one.seconds = time.monotonic() - begun
    one.keep(folder)
    return one


def read_notes(path: Path) -> tuple[dict[str, int], list[str]]:
    """Return {outcome: tests} and the failed ones of what the plugin noted; a test that failed twice counts once."""
    if not path.exists():
        return {}, []
    outcomes: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        outcome, _, name = line.partition(" ")
        if outcomes.get(name) != "failed":
            outcomes[name] = outcome
    return dict(Counter(outcomes.values())), [
        name for name, outcome in outcomes.items() if outcome == "failed"
    ]


def _command(part: Part, command: list[str], log, notes: Path) -> int:
    """Run a command in a group of its own that ends with us, its lines into the log; return the code it ends with."""
    env = {name: value for name, value in os.environ.items() if name not in DECLARED and name not in OTHERS}
    env |= {"AUDIT_NOTES": str(notes), "PYTEST_ADDOPTS": "-p tests.auditing.naming", "PYTHONUNBUFFERED": "1"}
    log.write(f"$ {' '.join(command)}\n")
    log.flush()
    process = subprocess.Popen(
        command,
        cwd=BASE,
        env=env | part.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        encoding="utf-8",
        errors="replace",
    )
    try:
        for line in process.stdout:
            log.write(line)
            log.flush()
            if line.startswith(FAILED_NOW):
                say(f"   {line.rstrip()}")
        return process.wait()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise


def stopped(_number, _frame):
    """End as Ctrl-C does when somebody asks us to end, so that what we started ends too."""
    sys.exit(130)
