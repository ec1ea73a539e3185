"""`make drill`: the portal on several machines, broken under load. ARGS=--short, --only NAME …, --hour, --list."""

import argparse
import shutil
import sys
import time
from pathlib import Path

from tests.drill import apart, hour, table
from tests.drill.counting import COMMENT, SAVE, broken_budgets, figures, lost_and_doubled, told, tried
from tests.drill.faults import FAULTS
from tests.drill.needs import lacks
from tests.drill.site import Whole
from tests.faults.rig import wait_until
from tests.server import BASE

KEPT_IN = BASE / "var" / "drill"
SETTLES_WITHIN = 150


def main():
    """Build, break, print; the exit status tells whether all budgets were kept."""
    parser = argparse.ArgumentParser(prog="make drill ARGS=…", description=__doc__.partition(":")[0])
    parser.add_argument("--short", action="store_true", help="some faults with less load: minutes")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these faults alone (see --list)")
    parser.add_argument("--hour", action="store_true", help="an hour of readers, writers and a release")
    parser.add_argument(
        "--minutes", type=int, default=60, help="how long the hour is; a shorter one proves less"
    )
    parser.add_argument("--comments", type=int, help="how many comments are sent (500)")
    parser.add_argument("--saves", type=int, help="how many saves are sent (200)")
    parser.add_argument("--content", type=Path, help="a file that keeps the prepared database for later runs")
    parser.add_argument("--list", action="store_true", help="print the names of the faults")
    options = parser.parse_args()
    if options.list:
        print("\n".join(f"{one.name:16} {one.says}" for one in FAULTS))
        return 0
    if unknown := set(options.only or ()) - {one.name for one in FAULTS}:
        print(f"There is no fault {', '.join(sorted(unknown))}; --list names them.", file=sys.stderr)
        return 2
    if missing := lacks():
        print(missing, file=sys.stderr)
        return 2
    if apart.stage() == "outside":
        return apart.go_apart(sys.argv[1:])
    if apart.stage() == "first":
        return apart.wait_for_drill(sys.argv[1:])
    return drill(options)


def drill(options):
    """Run in namespaces of one's own; return the exit status."""
    begun = time.monotonic()

    def say(what):
        print(f"  {time.monotonic() - begun:5.0f} s  {what}", flush=True)

    whole = Whole(apart.own_folder())
    try:
        whole.build(say, options.content)
        broken = hour.run(whole, options, say) if options.hour else break_all(whole, options, say)
    except KeyboardInterrupt:
        print("Broken off.", file=sys.stderr)
        return 130
    finally:
        keep(whole)
    print("\n".join(["", *(f"Not kept: {one}" for one in broken)]) if broken else "\nAll budgets were kept.")
    return 1 if broken else 0


def break_all(whole, options, say):
    """Break one thing after the other under load, print the table and return what was not kept."""
    chosen = [
        one
        for one in FAULTS
        if (one.name in options.only if options.only else one.short or not options.short)
    ]
    small = options.short or bool(options.only)
    comments, saves = options.comments or (100 if small else 500), options.saves or (40 if small else 200)
    load = whole.load(comments=comments, saves=saves, seconds=sum(one.seconds + 25 for one in chosen))
    load.wait(15)  # every page is kept by every process
    spans = []
    for one in chosen:
        wait_until(whole.is_whole, f"before “{one.name}” not all was whole again", SETTLES_WITHIN)
        load.wait(6)
        say(one.says)
        begun = time.monotonic()
        one.breaks(whole)
        load.wait(one.seconds)
        one.mends(whole)
        load.wait(6)
        spans.append((one, begun, time.monotonic()))
    wait_until(whole.is_whole, "in the end not all was whole again", SETTLES_WITHIN)
    say("what is left to write")
    load.end()
    samples = load.samples()
    broken = []
    print(f"\n{table.head()}")
    for one, since, until in spans:
        found = figures(samples, since, until)
        print(table.row(one.says, found))
        broken += broken_budgets(one.name, found, one.budget, one.all_answered, one.files_away)
    broken += count_writes(whole, samples)
    if any(one.status == 500 for one in samples):
        broken.append(f"{sum(one.status == 500 for one in samples)} answers in all were 500")
    return broken


def count_writes(whole, samples):
    """Print what was written, sent again, lost and doubled; return what was not kept."""
    broken = []
    print()
    for kind in (COMMENT, SAVE):
        done, sent = told(samples, kind), tried(samples, kind)
        tries = sum(one.kind == kind for one in samples)
        lost, doubled = lost_and_doubled(done, whole.stored(kind))
        print(
            f"{kind}s: {len(sent)} sent, {tries - len(sent)} times again, {len(done)} answered as carried out; "
            f"lost {len(lost)}, doubled {len(doubled)}."
        )
        if lost or doubled:
            broken.append(
                f"{kind}s lost: {', '.join(lost) or 'none'}; doubled: {', '.join(doubled) or 'none'}"
            )
        if sent - done:
            broken.append(f"{kind}s never answered as carried out: {', '.join(sorted(sent - done))}")
    return broken


def keep(whole):
    """Keep what was noted and logged where it can be read afterwards."""
    shutil.rmtree(KEPT_IN, ignore_errors=True)
    KEPT_IN.mkdir(parents=True)
    for name in ("logs", "samples.jsonl"):
        path = Path(whole.folder) / name
        if path.is_dir():
            shutil.copytree(path, KEPT_IN / name)
        elif path.exists():
            shutil.copy(path, KEPT_IN / name)


if __name__ == "__main__":
    sys.exit(main())
