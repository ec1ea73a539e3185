"""Print warm and cold requests per second of five kinds of pages, each beside a bare Django view with the same bytes.

The portal (page cache on, and off for the cold rounds) and the bare view run on the same kind of server with the same
settings at the same time, and the bare view on granian's own WSGI server too (“plain”), which tells what our server costs
by itself. Rounds alternate between them and medians are printed, so that a busy machine is fair to all.
"""

import argparse
import os
import platform
import re
import statistics
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from portal.serving.process import THREADS
from tests.server import Server, environment, free_port, portal_server, prepare, server_command

from . import edit_page, pairs, publishing
from .load import measure

KINDS = {
    "home": "/",
    "index page": "/index/price/raw-materials/",
    "news list": "/news/",
    "article": None,
    "fabrics": "/fabrics/",
}


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5, help="of each measurement")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--only-publishing", action="store_true", help="only what publishing costs kept pages"
    )
    parser.add_argument("--pairs", type=int, default=20, help="rounds of the servers beside each other")
    parser.add_argument("--only-pairs", action="store_true", help="only the servers beside each other")
    options = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        print("Preparing starter and demonstration content …", flush=True)
        prepare(folder, pictures=False)
        with (
            portal_server(folder, options.workers) as warm,
            portal_server(folder, options.workers, PAGE_CACHE_MB="0") as cold,
        ):
            paths = KINDS | {"article": first_article(warm.address)}
            sizes = save_bodies(warm.address, paths, folder)
            with bare_server(folder, options.workers) as bare, plain_server(folder, options.workers) as plain:
                if not options.only_publishing:
                    pairs.report(
                        pairs.sides(paths, file_name, warm, bare, plain), options.pairs, options.seconds / 2
                    )
                if not (options.only_publishing or options.only_pairs):
                    report(paths, sizes, measure_all(paths, warm, cold, bare, plain, options), options)
            if not (options.only_publishing or options.only_pairs):
                edit_page.report(folder)
            if not options.only_pairs:
                publishing.report(
                    publishing.compare(warm, folder, paths, options.rounds, 6 * options.seconds)
                )
    print(f"\n{time.monotonic() - start:.0f} s in all.")


def first_article(address):
    """Return the path of the first article of the news list."""
    html = urllib.request.urlopen(f"{address}/news/").read().decode()
    return re.search(r'href="(/news/[\w-]+/\d+-[^"]+/)"', html)[1]


def save_bodies(address, paths, folder):
    """Write the bytes of each page, as a browser gets them, where the bare view finds them; return their sizes."""
    sizes = {}
    for kind, path in paths.items():
        request = urllib.request.Request(address + path, headers={"Accept-Encoding": "br"})
        body = urllib.request.urlopen(request).read()
        (folder / f"{file_name(kind)}").write_bytes(body)
        sizes[kind] = len(body)
    return sizes


def file_name(kind):
    """Return the name under which the bare view serves a page's bytes."""
    return f"{kind.replace(' ', '-')}.bytes"


def bare_server(folder, workers):
    """Return the bare view on the portal's kind of server."""
    port = free_port()
    command = server_command(port, workers, "tests.bench.bare:application")
    return Server(command, port, environment(folder, BARE_FOLDER=str(folder)))


def plain_server(folder, workers):
    """Return the bare view on granian's own WSGI server."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.plain", "127.0.0.1", str(port), str(workers)]
    return Server(
        [*command, "tests.bench.bare:application"], port, environment(folder, BARE_FOLDER=str(folder))
    )


@dataclass(frozen=True)
class Round:
    """One measurement: requests per second, and processor time of the server per request in milliseconds."""

    rate: float
    cpu: float


def measure_all(paths, warm, cold, bare, plain, options):
    """Return `{kind: (warm, cold, bare, plain)}`, each the list of its rounds."""
    results = {kind: ([], [], [], []) for kind in paths}
    for _ in range(options.rounds):
        for kind, path in paths.items():
            bytes_of_it = f"/{file_name(kind)}"
            targets = ((warm, path), (cold, path), (bare, bytes_of_it), (plain, bytes_of_it))
            for rounds, (server, target) in zip(results[kind], targets, strict=True):
                rounds.append(measure_one(server, target, options.seconds))
    return results


def measure_one(server, target, seconds):
    """Return one round."""
    before = server.cpu_seconds()
    requests, elapsed = measure(server.port, target, seconds)
    return Round(requests / elapsed, 1000 * (server.cpu_seconds() - before) / requests)


def report(paths, sizes, results, options):
    """Print the table."""
    print(
        f"{options.workers} processes with {THREADS} threads each, 16 connections, medians of {options.rounds} "
        f"alternating rounds; Python {platform.python_version()}\n"
    )
    print(f"{'':11}{'':>7}  {'requests per second':^58}  {'server CPU, ms per request':^33}")
    print(
        f"{'':11}{'bytes':>7}  {'plain':>7}{'bare':>7}{'of plain':>9}{'warm':>7}{'of bare':>9}{'cold':>8}{'of bare':>9}    "
        f"{'plain':>7}{'bare':>7}{'warm':>8}{'cold':>9}"
    )
    for kind, (warm, cold, bare, plain) in results.items():
        rates = [statistics.median(one.rate for one in rounds) for rounds in (plain, bare, warm, cold)]
        cpu = [statistics.median(one.cpu for one in rounds) for rounds in (plain, bare, warm, cold)]
        ratios = [ratio(bare, plain), ratio(warm, bare), ratio(cold, bare)]
        print(
            f"{kind:11}{sizes[kind]:>7}  {rates[0]:>7.0f}{rates[1]:>7.0f}{ratios[0]:>9.2f}{rates[2]:>7.0f}{ratios[1]:>9.2f}"
            f"{rates[3]:>8.1f}{ratios[2]:>9.4f}    {cpu[0]:>7.3f}{cpu[1]:>7.3f}{cpu[2]:>8.3f}{cpu[3]:>9.2f}"
        )


def ratio(rounds, limits):
    """Return the median of how many requests per second of the limit's were reached, round by round."""
    return statistics.median(one.rate / limit.rate for one, limit in zip(rounds, limits, strict=True))


if __name__ == "__main__":
    sys.exit(main())
