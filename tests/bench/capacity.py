"""How much a machine answers and how much its disk takes: `python -m tests.bench.capacity`, on SQLite or beside DATABASE_URL.

Printed are, for five kinds of pages, how many a core answers in a second, kept and made anew; the bytes that an article, a figure, a
comment and a picture take, tables and indices together; and what 10 million page views a day and 1,000 requests a second need of that.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.server import BASE, environment, portal_server, prepare

from .__main__ import KINDS, first_article
from .load import measure

#: Views of a day → requests at the peak: a day's tenth in its busiest half hour.
PEAK = 0.1 / 1800
SHARES = (0.01, 0.05, 0.3)
#: A core is planned for at most this share of its time, so that nobody waits for another.
BUSY = 0.7


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.capacity", description=__doc__.partition(":")[0]
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each measurement")
    parser.add_argument(
        "--things", type=int, default=500, help="how many articles, figures and comments are weighed"
    )
    options = parser.parse_args()
    settings = {"DATABASE_URL": os.environ["DATABASE_URL"]} if os.environ.get("DATABASE_URL") else {}
    with tempfile.TemporaryDirectory(prefix="portal-capacity-") as name:
        prepare(Path(name), pictures=False, **settings)
        kept, anew = rates(Path(name), options, settings)
        env = environment(name, DJANGO_SETTINGS_MODULE="portal.settings", **settings)
        command = [sys.executable, "-m", "tests.bench.capacity_weights", str(options.things)]
        weights = json.loads(
            subprocess.run(command, cwd=BASE, env=env, check=True, capture_output=True, text=True).stdout
        )
    report(kept, anew, weights)


def rates(folder, options, settings):
    """Return ({kind: pages a second and core, kept}, the same made anew), by the server's processor time."""
    found = []
    for cache in ("64", "0"):
        with portal_server(folder, 1, PAGE_CACHE_MB=cache, **settings) as server:
            paths = KINDS | {"article": first_article(server.address)}
            measured = {kind: [] for kind in paths}
            for _ in range(options.rounds):
                for kind, path in paths.items():
                    before = server.cpu_seconds()
                    requests, _elapsed = measure(server.port, path, options.seconds, connections=8)
                    measured[kind].append((server.cpu_seconds() - before) / requests)
        found.append({kind: 1 / statistics.median(times) for kind, times in measured.items()})
    return found


def cores(per_second, share, kept, anew):
    """Return how many cores so many requests a second take when a share of them is made anew."""
    return per_second * ((1 - share) / kept + share / anew) / BUSY


def report(kept, anew, weights):
    """Print the three tables."""
    print("\n| page | kept, a second and core | made anew |\n|---|---|---|")
    for kind in kept:
        print(f"| {kind} | {kept[kind]:,.0f} | {anew[kind]:,.0f} |")
    print("\n| thing | bytes in the database | bytes of files |\n|---|---|---|")
    for thing, (in_database, in_files) in weights.items():
        print(f"| {thing} | {in_database:,.0f} | {in_files:,.0f} |")
    middle = statistics.median(kept.values()), statistics.median(anew.values())
    print(
        "\n| load | a second at the peak | "
        + " | ".join(f"{share:.0%} made anew" for share in SHARES)
        + " |\n|---|---|---|---|---|"
    )
    for name, per_second in (
        ("10 million page views a day", 10_000_000 * PEAK),
        ("1,000 requests a second", 1000),
    ):
        needed = " | ".join(f"{cores(per_second, share, *middle):.1f} cores" for share in SHARES)
        print(f"| {name} | {per_second:,.0f} | {needed} |")


if __name__ == "__main__":
    main()
