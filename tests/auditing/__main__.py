"""Run the longest tier of checks part by part: `make audit`, or `python -m tests.auditing [--whole] [--only fuzz] [--again] [--table]`.

Each part's outcome, tests, time and log are kept in var/audit/ as it ends; the next run on the same commit goes on with what
has not passed. `--whole` adds the suite with all that each test can try, `--only` takes pieces of parts' names, `--again` forgets
their outcomes, `--table` prints what is known and runs nothing, `--list` prints the parts with their commands.
"""

import argparse
import fcntl
import hashlib
import shlex
import signal
import subprocess
import sys
from pathlib import Path

from tests.auditing.outcomes import table
from tests.auditing.parts import all_parts
from tests.auditing.running import run, say, stopped
from tests.server import BASE

POSTGRESQL, REDIS = "postgres://postgres@127.0.0.1:5432/portal_audit", "redis://127.0.0.1:6379/9"


def main(arguments=None) -> int:
    """Run, or print; return 0 if every part that was asked for has passed on this commit."""
    parser = argparse.ArgumentParser(prog="make audit ARGS=…", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--whole", action="store_true", help="also the suite, each test with all it can try: many hours"
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", help="parts whose name holds one of these")
    parser.add_argument("--again", action="store_true", help="forget how they ended before")
    parser.add_argument("--table", action="store_true", help="print how they ended, run nothing")
    parser.add_argument("--list", action="store_true", help="print the parts and their commands, run nothing")
    parser.add_argument("--folder", type=Path, default=BASE / "var" / "audit", help="of outcomes and logs")
    parser.add_argument("--postgresql", default=POSTGRESQL, help=f"the server to use, {POSTGRESQL}")
    parser.add_argument("--redis", default=REDIS, help=f"the server to use, {REDIS}")
    options = parser.parse_args(arguments)
    parts = all_parts(options.folder, options.postgresql, options.redis)
    if options.only:
        chosen = [part for part in parts if any(name in part.name for name in options.only)]
    else:
        chosen = [part for part in parts if options.whole or not part.of_the_whole]
    if not chosen:
        parser.error(f"no part is called so. There are: {', '.join(part.name for part in parts)}.")
    if options.list:
        for part in chosen:
            say("\n  ".join([f"{part.name}: {part.says}", *map(shlex.join, part.commands)]))
        return 0
    commit = commit_of_tree()
    if options.table:
        say(table(options.folder, chosen, commit))
        return 0
    options.folder.mkdir(parents=True, exist_ok=True)
    with (options.folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another audit runs in {options.folder}. --table prints how far it is.")
            return 2
        signal.signal(signal.SIGTERM, stopped)
        try:
            good = run(chosen, options.folder, commit, options.again)
        except KeyboardInterrupt:
            say("\nBroken off; the next run goes on from here.")
            return 130
    say(f"\n{table(options.folder, chosen, commit)}")
    return 0 if good else 1


def commit_of_tree() -> str:
    """Return the commit of the tree, with a short digest of what differs from it: an outcome holds for one state alone."""
    commit = _git("rev-parse", "--short=12", "HEAD").strip() or "no-commit"
    untracked = _git("ls-files", "--others", "--exclude-standard", "-z").split("\0")[:-1]
    differing = _git("diff", "HEAD")
    if not (untracked or differing):
        return commit
    digest = hashlib.sha256(differing.encode())
    for name in untracked:
        digest.update(name.encode())
        digest.update((BASE / name).read_bytes())
    return f"{commit}+{digest.hexdigest()[:6]}"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=BASE, capture_output=True, text=True, errors="replace")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
