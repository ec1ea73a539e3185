"""Attack a portal on loopback: `python -m tests.attack [--kinds …] [--count 500] [--seconds 20] [--addresses 1 50]`.

Starts a portal of its own (nothing else is ever attacked), measures `/healthz`, a kept page and saving in the admin on new
connections, in peace before and after, and under each kind of attacker, and prints medians and 99th percentiles in milliseconds.
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
from tests.server import portal_server, prepare_empty

MOST_CONNECTIONS, MOST_SECONDS, MOST_ADDRESSES = 2000, 150, 200
KEPT = "/news/"


def main():
    """Attack and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__.splitlines()[0])
    parser.add_argument("--kinds", nargs="*", help="parts of their names; all unless given")
    parser.add_argument("--count", type=int, default=500, help=f"connections, at most {MOST_CONNECTIONS}")
    parser.add_argument("--seconds", type=float, default=20, help=f"of each attack, at most {MOST_SECONDS}")
    parser.add_argument("--addresses", type=int, nargs="*", default=[1, 50], help="how many attackers share")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server")
    options = parser.parse_args()
    count, seconds = min(options.count, MOST_CONNECTIONS), min(options.seconds, MOST_SECONDS)
    with tempfile.TemporaryDirectory(prefix="portal-attack-") as name:
        folder = Path(name)
        print("Preparing a portal …", flush=True)
        prepare_empty(folder)
        session = signed_in(folder)
        chosen = {
            kind: what
            for kind, what in kinds(large_file(folder), large_upload(folder)).items()
            if not options.kinds or any(part in kind for part in options.kinds)
        }
        with portal_server(folder, options.workers) as server:
            get(server.port, KEPT)()
            print(f"{count} connections, {seconds:.0f} s each; milliseconds\n")
            print(f"{'':28}{'from':>5}  {'/healthz':^18}{'kept page':^18}{'saving':^18}{'replaced':>9}")
            print(f"{'':33}  {'p50':>8}{'p99':>8}  {'p50':>8}{'p99':>8}  {'p50':>8}{'p99':>8}")
            show("in peace", "", watch(server.port, session, seconds), "")
            for kind, what in chosen.items():
                for addresses in options.addresses:
                    addresses = max(1, min(addresses, MOST_ADDRESSES))
                    with ProcessPoolExecutor(1) as pool:
                        attackers = pool.submit(attack, server.port, what, count, seconds + 2, addresses)
                        time.sleep(2)
                        seen = watch(server.port, session, seconds - 1)
                        show(kind, addresses, seen, attackers.result())
            show("in peace again", "", watch(server.port, session, seconds), "")


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
