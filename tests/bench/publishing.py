"""While something is published: requests per second and the 99th percentile of kept pages, without writes and with them.

A process of its own publishes an article by the verb once a second, as an office in a hurry would. 16 connections ask for the
five kinds of pages in turn; quiet and busy rounds alternate on one server.
"""

import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from tests.server import BASE, environment

from .load import measure_latencies

CONNECTIONS = 16


def main():
    """Publish an article a second until told to stop: the process of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    import django

    django.setup()
    from django.contrib.auth import get_user_model

    from news.articles.models import Article, Section
    from news.editing.publishing import publish

    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    chief = get_user_model().objects.filter(username="bench").first()
    chief = chief or get_user_model().objects.create_superuser(
        "bench", "bench@example.org", "a long password"
    )
    section = Section.objects.news().first()
    print("ready", flush=True)
    number = 0
    while not told.is_set():
        number += 1
        begun = time.monotonic()
        article = Article.objects.create(
            section=section,
            title_en=f"Published under load {number}",
            title_zh_hans=f"压力下发布 {number}",
            body_en="<p>Published while others read.</p>",
            body_zh_hans="<p>在他人阅读时发布。</p>",
        )
        publish(article, chief, override="a measurement")
        told.wait(max(0, 1 - (time.monotonic() - begun)))


@contextmanager
def publisher(folder):
    """A process that publishes something every second."""
    command = [sys.executable, "-m", "tests.bench.publishing"]
    process = subprocess.Popen(command, cwd=BASE, env=environment(folder), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline().strip() == "ready"
        yield process
        if process.poll() is not None:
            raise RuntimeError("The publisher has ended before its time.")
    finally:
        process.terminate()
        process.wait()


def compare(server, folder, paths, rounds, seconds):
    """Return [(quiet, busy)] a round, each (requests per second, median and 99th percentile in milliseconds)."""
    measured = []
    measure_latencies(server.port, list(paths.values()), 1, CONNECTIONS)
    for _round in range(rounds):
        quiet = one_round(server, paths, seconds)
        with publisher(folder):
            measured.append((quiet, one_round(server, paths, seconds)))
    return measured


def one_round(server, paths, seconds):
    """Return (requests per second, median, 99th percentile) of one round."""
    latencies, elapsed = measure_latencies(server.port, list(paths.values()), seconds, CONNECTIONS)
    latencies.sort()
    percentile = latencies[min(len(latencies) - 1, int(len(latencies) * 0.99))]
    return len(latencies) / elapsed, 1000 * statistics.median(latencies), 1000 * percentile


def report(measured):
    """Print quiet and busy beside each other, and the ratios."""
    print(
        f"\nkept pages, {CONNECTIONS} connections, all kinds in turn; busy: something is published once a second"
    )
    print(f"{'':11}{'requests/s':>11}{'median ms':>11}{'p99 ms':>9}")
    quiet, busy = [
        [statistics.median(one[at] for one in side) for at in range(3)]
        for side in zip(*measured, strict=True)
    ]
    for name, (rate, median, percentile) in (("quiet", quiet), ("busy", busy)):
        print(f"{name:11}{rate:>11.0f}{median:>11.2f}{percentile:>9.2f}")
    rates = statistics.median(busy[0] / quiet[0] for quiet, busy in measured)
    tails = statistics.median(busy[2] / quiet[2] for quiet, busy in measured)
    print(
        f"{'busy/quiet':11}{rates:>11.2f}{busy[1] / quiet[1]:>11.2f}{tails:>9.2f}   (targets: ≥ 0.9, p99 ≤ 1.5)"
    )


if __name__ == "__main__":
    main()
