"""kill -9 at random moments of what writes, and whether running it again ends as an unbroken run would.

`python -m tests.faults.kill` prints a table: operations, kills, how many hit the operation, and what differed. SQLite unless
DATABASE_URL names a PostgreSQL database; the databases are made beside it. `--kills 20 --only publish --seed 1`.

Each run is a process of its own, split off one that has loaded the portal and opened nothing.
"""

import argparse
import contextlib
import difflib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.faults.sites import POSTGRESQL, address_of, name_of, new_database, own_prefix

#: What begins with nothing at all; the others begin with a furnished site.
EMPTY = {"prepare"}
LONGEST_SECONDS = 900


class Place:
    """A folder and a database."""

    def __init__(self, folder, database=""):
        self.folder, self.database = Path(folder), database

    @contextlib.contextmanager
    def entered(self):
        """Let everything of the portal in this process lie here."""
        from django.conf import settings
        from django.db import connection
        from django.test import override_settings

        here = self.folder
        cache = {**settings.CACHES["default"]}
        if cache["BACKEND"].endswith("FileBasedCache"):
            cache["LOCATION"] = here / "cache"
        connection.settings_dict["NAME"] = self.database or str(here / "portal.sqlite3")
        os.environ["VAR_DIR"] = str(here)
        with override_settings(
            VAR_DIR=here,
            MEDIA_ROOT=here / "media",
            STATIC_ROOT=here / "static",
            CACHES={"default": cache},
            LOCALE_PATHS=[here / "locale"],
        ):
            yield


class Bench:
    """Places to begin with, and fresh copies of them."""

    def __init__(self, folder, stack):
        self.folder, self._stack, self._count = Path(folder), stack, 0
        self._furnished = None

    def fresh(self, operation):
        """Return a place that the operation has not touched."""
        from tests.faults.operations import furnish

        if operation not in EMPTY and self._furnished is None:
            self._furnished = self._new("furnished", "template1")
            run(self._furnished, furnish)
        self._count += 1
        source = None if operation in EMPTY else self._furnished
        return self._new(f"run{self._count}", source.database if source else "template1", source)

    def leave(self, place):
        """Take away what a run has left."""
        shutil.rmtree(place.folder)

    def _new(self, name, template, source=None):
        folder = self.folder / name
        if source:
            shutil.copytree(source.folder, folder)
        else:
            folder.mkdir()
            shutil.copytree(
                "locale", folder / "locale", ignore=shutil.ignore_patterns("*.mo"), dirs_exist_ok=True
            )
        if not POSTGRESQL:
            return Place(folder)
        database = f"{own_prefix()}_kill_{os.getpid()}_{name}"
        return Place(folder, self._stack.enter_context(new_database(database, template=template)))


def run(place, work, kill_after=None):
    """Do `work` at a place in a process of its own; tell whether it was killed before its end."""
    child = os.fork()
    if child == 0:
        os.setsid()
        status = 1
        try:
            with place.entered():
                work()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    until = time.monotonic() + (LONGEST_SECONDS if kill_after is None else kill_after)
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            assert status == 0, "the operation failed"
            return False
        time.sleep(0.002)
    for kill in (os.killpg, os.kill):  # its group is not made yet when it has only just begun
        with contextlib.suppress(ProcessLookupError):
            kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert kill_after is not None, "the operation does not end"
    return True


def state_of(place):
    """Return what a place holds, as lines."""

    def write():
        from tests.faults.state import state

        (place.folder / "state").write_text(state())

    run(place, write)
    return (place.folder / "state").read_text().splitlines()


def differences(expected, found):
    """Return the lines that differ."""
    lines = difflib.unified_diff(expected, found, lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[1:2] not in "+-"]


def trial(bench, operation, kills, seed, progress=lambda text: None):
    """Kill an operation at moments spread at random over its length; return (hits, differences, seconds)."""
    from tests.faults.operations import OPERATIONS

    work = OPERATIONS[operation]
    place = bench.fresh(operation)
    begun = time.monotonic()
    run(place, work)
    seconds = time.monotonic() - begun
    expected = state_of(place)
    bench.leave(place)
    chance, hits, wrong = random.Random(f"{operation} {seed}"), 0, []
    for number in range(kills):
        after = seconds * (number + chance.random()) / kills
        place = bench.fresh(operation)
        hit = run(place, work, after)
        if hit:
            run(place, work)
        hits += hit
        differing = differences(expected, state_of(place))
        bench.leave(place)
        wrong += [f"after {after:.2f} s: {line}" for line in differing[:12]]
        what = "killed" if hit else "had ended"
        progress(
            f"{operation} {number + 1}/{kills}: {after:.2f} of {seconds:.2f} s, {what}, {len(differing)} differ"
        )
    return hits, wrong, seconds


def load(folder):
    """Load the portal in this process without opening anything."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.faults.settings"
    os.environ["VAR_DIR"] = str(folder)
    os.environ["BACKGROUND_WORK"] = "database"
    os.environ.setdefault("SECRET_KEY", "kill")
    if POSTGRESQL:
        os.environ["DATABASE_URL"] = address_of(name_of())
    import django

    django.setup()


def main():
    """Print the table and end with 1 when anything differed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", action="append")
    chosen = parser.parse_args()
    rows, bad = [], False
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        load(folder)
        from tests.faults.operations import OPERATIONS

        bench = Bench(folder, stack)
        for operation in chosen.only or OPERATIONS:
            hits, wrong, seconds = trial(
                bench,
                operation,
                chosen.kills,
                chosen.seed,
                lambda text: print(text, file=sys.stderr, flush=True),
            )
            rows.append(f"| {operation} | {seconds:.1f} s | {chosen.kills} | {hits} | {len(wrong)} |")
            bad = bad or bool(wrong)
            print("\n".join(wrong), file=sys.stderr)
    print(f"Database: {'PostgreSQL' if POSTGRESQL else 'SQLite'}\n")
    print("| operation | unbroken | kills | hit it | lines that differ at the end |\n|---|---|---|---|---|")
    print("\n".join(rows))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
