"""Print what counting for Prometheus costs kept pages: python -m tests.bench.counting

Three servers beside each other, in turn: the portal that counts, the portal that does not, and a bare Django view with the same
bytes. Processor time per answer is compared, which other work on the machine does not change much.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from tests.server import portal_server, prepare_empty

from .__main__ import bare_server, file_name, save_bodies
from .load import measure

PATHS = {"home": "/", "releases": "/releases/"}


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=1.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        prepare_empty(folder)
        counted = folder / "metrics"
        counted.mkdir()
        with (
            portal_server(folder, 1, PROMETHEUS_MULTIPROC_DIR=str(counted)) as counting,
            portal_server(folder, 1) as without,
        ):
            save_bodies(without.address, PATHS, folder)
            with bare_server(folder, 1) as bare:
                for kind, path in PATHS.items():
                    servers = {
                        "counting": (counting, path),
                        "without": (without, path),
                        "bare": (bare, f"/{file_name(kind)}"),
                    }
                    costs = compare(servers, asked)
                    median = {each: statistics.median(values) for each, values in costs.items()}
                    print(
                        f"{kind}: bare view / kept page that is counted {median['bare'] / median['counting']:.2f}, "
                        f"not counted {median['bare'] / median['without']:.2f}; "
                        f"not counted / counted {median['without'] / median['counting']:.3f}",
                        flush=True,
                    )


def compare(servers, asked):
    """Return {server: processor seconds an answer, a round each}."""
    costs = {each: [] for each in servers}
    for _ in range(asked.rounds):
        for each, (server, path) in servers.items():
            before = server.cpu_seconds()
            answers, _seconds = measure(server.port, path, asked.seconds)
            costs[each].append((server.cpu_seconds() - before) / answers)
    return costs


if __name__ == "__main__":
    main()
