"""Two servers beside each other in many short rounds, A B B A A B …, so that what else the machine does meets both alike.

Printed for each pair: the median and the quartiles of how many requests per second of the second's the first reaches, round by
round, and the same for the server's CPU of a request over all rounds.
"""

import statistics
from dataclasses import dataclass

from .load import measure


@dataclass
class Side:
    """One server and an address on it; what its rounds gave."""

    server: object
    path: str
    requests: int = 0
    cpu: float = 0.0

    def measure(self, seconds):
        """Measure one round and return its requests per second."""
        before = self.server.cpu_seconds()
        requests, elapsed = measure(self.server.port, self.path, seconds)
        self.requests += requests
        self.cpu += self.server.cpu_seconds() - before
        return requests / elapsed

    @property
    def cpu_of_a_request(self):
        """Return the CPU of a request in milliseconds."""
        return 1000 * self.cpu / self.requests


def compare(first, second, rounds, seconds):
    """Return the ratios of requests per second, one a round, of two sides; each goes first in every other round."""
    ratios = []
    for number in range(rounds):
        order = (first, second) if number % 2 == 0 else (second, first)
        rates = {id(side): side.measure(seconds) for side in order}
        ratios.append(rates[id(first)] / rates[id(second)])
    return ratios


def report(pairs, rounds, seconds):
    """Measure and print pairs, `{name: (first, second)}` of sides."""
    print(
        f"\n{rounds} pairs of rounds of {seconds:g} s in turn (A B B A …); ratios of the first to the second\n"
    )
    print(
        f"{'':34}{'requests per second':^26}  {'server CPU, ms':^20}{'ratio':>8}\n"
        f"{'':34}{'median':>10}{'quartiles':>16}  {'first':>10}{'second':>10}"
    )
    for name, (first, second) in pairs.items():
        for side in (first, second):  # to warm up
            side.measure(seconds)
            side.requests, side.cpu = 0, 0.0
        ratios = compare(first, second, rounds, seconds)
        low, middle, high = statistics.quantiles(ratios, n=4)
        cpu = first.cpu_of_a_request, second.cpu_of_a_request
        ratio = f"{cpu[0] / cpu[1]:>8.2f}" if cpu[1] else f"{'–':>8}"
        print(
            f"{name:34}{middle:>10.2f}{low:>9.2f} – {high:.2f}  {cpu[0]:>10.3f}{cpu[1]:>10.3f}{ratio}",
            flush=True,
        )


def sides(paths, file_name, warm, bare, plain):
    """Return the pairs: our server against granian's own on the same view, each kept page against the bare view."""
    article = f"/{file_name('article')}"
    pairs = {"the server, of granian's own": (Side(bare, article), Side(plain, article))}
    for kind, path in paths.items():
        pairs[f"kept {kind}, of the bare view"] = Side(warm, path), Side(bare, f"/{file_name(kind)}")
    return pairs
