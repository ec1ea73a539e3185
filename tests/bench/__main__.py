"""Print warm and cold requests per second of five kinds of pages, each beside a bare Django view with the same bytes.

The portal (page cache on, and off for the cold rounds) and the bare view run on the same kind of server with the same
settings at the same time; rounds alternate between them and medians are printed, so that a busy machine is fair to all.
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
from pathlib import Path

from portal.server import THREADS
from tests.server import Server, environment, free_port, portal_server, prepare, server_command

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
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.7, help="of each measurement")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        print("Preparing starter and demonstration content …", flush=True)
        prepare(folder)
        with (
            portal_server(folder, options.workers) as warm,
            portal_server(folder, options.workers, PAGE_CACHE_MB="0") as cold,
        ):
            paths = KINDS | {"article": first_article(warm.address)}
            sizes = save_bodies(warm.address, paths, folder)
            with bare_server(folder, options.workers) as bare:
                report(paths, sizes, measure_all(paths, warm, cold, bare, options), options)
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


def measure_all(paths, warm, cold, bare, options):
    """Return `{kind: (warm, cold, bare)}`, each the list of the rounds' requests per second."""
    results = {kind: ([], [], []) for kind in paths}
    for _ in range(options.rounds):
        for kind, path in paths.items():
            targets = ((warm, path), (cold, path), (bare, f"/{file_name(kind)}"))
            for rates, (server, target) in zip(results[kind], targets, strict=True):
                rates.append(measure(server.port, target, options.seconds))
    return results


def report(paths, sizes, results, options):
    """Print the table."""
    print(
        f"{options.workers} processes with {THREADS} thread each, 16 connections, medians of {options.rounds} "
        f"alternating rounds; Python {platform.python_version()}\n"
    )
    print(f"{'':12}{'bytes':>8}{'bare':>10}{'warm':>10}{'warm/bare':>11}{'cold':>10}{'cold/bare':>11}")
    for kind, rates in results.items():
        warm, cold, bare = (statistics.median(list_) for list_ in rates)
        ratio = statistics.median(one / limit for one, limit in zip(rates[0], rates[2], strict=True))
        print(
            f"{kind:12}{sizes[kind]:>8}{bare:>10.0f}{warm:>10.0f}{ratio:>11.2f}{cold:>10.0f}{cold / bare:>11.3f}"
        )


if __name__ == "__main__":
    sys.exit(main())
