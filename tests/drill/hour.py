"""The drill's hour: readers, comments, saves and a release; memory of each process in the end beside that after ten minutes."""

import time
from pathlib import Path

from tests.drill import table
from tests.drill.counting import broken_budgets, broken_memory, figures
from tests.drill.faults import KILLED
from tests.drill.network import processes_below


def run(whole, options, say):
    """Let an hour pass, print the tables and return what was not kept."""
    from tests.drill.__main__ import count_writes

    seconds = options.minutes * 60
    load = whole.load(
        comments=options.comments or 8 * options.minutes, saves=options.saves or 4 * options.minutes, seconds=seconds
    )  # fmt: skip
    begun = time.monotonic()
    load.wait(seconds / 6)
    early = memory(whole)
    say("memory noted")
    load.wait(seconds / 3)
    say(f"a release: {whole.nodes.manage('-m', 'tests.drill.release').strip()}")
    load.wait(seconds / 2)
    late = memory(whole)
    ended = time.monotonic()
    load.end()
    samples = load.samples()
    found = figures(samples, begun, ended)
    print(f"\n{table.head()}\n{table.row(f'{options.minutes} minutes and a release', found)}\n")
    print("| process | MB at a sixth | MB at the end | ratio |\n|---|---|---|---|")
    for name in sorted(set(early) & set(late)):
        print(f"| {name} | {early[name]:.0f} | {late[name]:.0f} | {late[name] / early[name]:.2f} |")
    return [
        *broken_budgets("hour", found, KILLED, all_answered=True),
        *broken_memory(early, late),
        *count_writes(whole, samples),
    ]


def memory(whole):
    """Return the memory of each process of the portal's nodes in MB, by node, what it is, and its id."""
    found = {}
    for one in whole.nodes.machines:
        for pid in processes_below(one.programs["serve"].pid):
            kind = _kind(pid)
            if kind:
                found[f"{one.name} {kind} {pid}"] = _resident(pid)
    return found


def _kind(pid):
    words = (Path("/proc") / str(pid) / "cmdline").read_bytes().decode().split("\0")
    text = " ".join(words)
    return next((name for name, mark in KINDS.items() if mark in text), "process") if text.strip() else ""


KINDS = {"worker": "manage.py work", "server": "portal.serving.server", "answers": "multiprocessing"}


def _resident(pid):
    lines = (Path("/proc") / str(pid) / "status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
