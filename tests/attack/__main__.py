"""Attack a portal on loopback: `python -m tests.attack [--kinds …] [--count 500] [--seconds 20] [--slow 120] [--addresses 1 50]`.

Starts a portal of its own (nothing else is ever attacked), measures `/healthz`, a kept page and saving in the admin on new
connections, in peace before and after, and under each kind of attacker, and prints medians and 99th percentiles in milliseconds.
Returns 1 if an answer of these failed, or if `/healthz` or the kept page were too late in one of a hundred cases (`LATE`).
"""

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.attack.senders import attack, kinds
from tests.attack.site import large_file, large_upload, signed_in
from tests.attack.visitors import Visitor, get, percentile, save
from tests.server import portal_server, prepare

MOST_CONNECTIONS, MOST_SECONDS, MOST_ADDRESSES = 2000, 150, 200
KEPT, FIGURES = "/news/", "/index/price/data.json"
#: So late, in milliseconds, is too late, if it is also so many times as late as in peace: a slow machine is no attacker.
LATE, TIMES_AS_IN_PEACE = 100, 3


def main():
    """Attack and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__.splitlines()[0])
    parser.add_argument("--kinds", nargs="*", help="parts of their names; all unless given")
    parser.add_argument("--count", type=int, default=500, help=f"connections, at most {MOST_CONNECTIONS}")
    parser.add_argument("--seconds", type=float, default=20, help=f"of each attack, at most {MOST_SECONDS}")
    parser.add_argument(
        "--slow",
        type=float,
        default=0,
        help="of those who go on a byte a second, from the last of --addresses",
    )
    parser.add_argument("--addresses", type=int, nargs="*", default=[1, 50], help="how many attackers share")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server")
    options = parser.parse_args()
    count, seconds = min(options.count, MOST_CONNECTIONS), min(options.seconds, MOST_SECONDS)
    with tempfile.TemporaryDirectory(prefix="portal-attack-") as name:
        folder = Path(name)
        print("Preparing a portal …", flush=True)
        prepare(folder, pictures=False)
        session = signed_in(folder)
        chosen = {
            kind: what
            for kind, what in kinds(large_file(folder), large_upload(folder), FIGURES).items()
            if not options.kinds or any(part in kind for part in options.kinds)
        }
        with portal_server(folder, options.workers) as server:
            for address in (KEPT, FIGURES):  # what is not there cannot be attacked
                get(server.port, address)()
            print(f"{count} connections, {seconds:.0f} s each; milliseconds\n")
            print(f"{'':28}{'from':>5}  {'/healthz':^18}{'kept page':^18}{'saving':^18}{'replaced':>9}")
            print(f"{'':33}  {'p50':>8}{'p99':>8}  {'p50':>8}{'p99':>8}  {'p50':>8}{'p99':>8}")
            peace = watch(server.port, session, seconds)
            show("in peace", "", peace, "")
            wrong = []
            for kind, what in chosen.items():
                for at, addresses in enumerate(options.addresses, start=1):
                    slow = what.goes_on and at == len(options.addresses)
                    lasting = max(seconds, min(options.slow, MOST_SECONDS)) if slow else seconds
                    addresses = max(1, min(addresses, MOST_ADDRESSES))
                    with ProcessPoolExecutor(1) as pool:
                        attackers = pool.submit(attack, server.port, what, count, lasting + 2, addresses)
                        time.sleep(2)
                        seen = watch(server.port, session, lasting - 1)
                        show(kind, addresses, seen, attackers.result())
                    if disturbed(seen, peace):
                        wrong.append(f"{kind} from {addresses}")
            show("in peace again", "", watch(server.port, session, seconds), "")
    print(f"\nDisturbed by: {', '.join(wrong)}." if wrong else "\nDisturbed by none.")
    return 1 if wrong else 0


def watch(port, session, seconds):
    """Return the visitors after they have asked for some seconds."""
    visitors = [
        Visitor(get(port, "/healthz"), 0.02),
        Visitor(get(port, KEPT), 0.02),
        Visitor(save(port, session), 0.2),
    ]
    for visitor in visitors:
        visitor.start()
    time.sleep(seconds)
    for visitor in visitors:
        visitor.stop()
    return visitors


def disturbed(seen, peace):
    """Return whether visitors got a wrong answer, or waited too long for a page; saving may take its time."""
    if any(one.failures for one in seen):
        return True
    pages = list(zip(seen, peace, strict=True))[:2]
    return any(
        percentile(one.times, 0.99) >= max(LATE, TIMES_AS_IN_PEACE * percentile(calm.times, 0.99))
        for one, calm in pages
    )


def show(kind, addresses, visitors, replaced):
    """Print a row."""
    cells = "".join(
        f"{percentile(one.times, 0.5):>10.1f}{percentile(one.times, 0.99):>8.1f}" for one in visitors
    )
    print(f"{kind:28}{addresses:>5}{cells}{replaced:>9}", flush=True)
    for one in visitors:
        if one.failures:
            print(f"    {len(one.failures)} of {len(one.times)} failed, e.g. {one.failures[0]}")


if __name__ == "__main__":
    sys.exit(main())
