"""A hundred thousand observations as SDMX: `python -m tests.bench.sdmx [--indices 200] [--issues 500]`.

Each form is asked for plain and packed in one process on SQLite. Prints the seconds of an answer, its processor time, its
size, and the memory at the peak above what the process held before: it is not to grow with the answer.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.server import BASE, environment

from .imports import NEWEST, clock, fill, memory

ADDRESSES = {
    "generic 2.1": ("/sdmx/2.1/data/PRICE", "*/*"),
    "specific 2.1": (
        "/sdmx/2.1/data/PRICE",
        "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
    ),
    "XML 3.0": ("/sdmx/3.0/data/dataflow/KQ/PRICE/1.0", "*/*"),
    "CSV 2.0": ("/sdmx/3.0/data/dataflow/KQ/PRICE/1.0", "text/csv"),
    "newest of each": ("/sdmx/2.1/data/PRICE?lastNObservations=1", "text/csv"),
    "availability": ("/sdmx/3.0/availability/dataflow/KQ/PRICE/1.0", "*/*"),
}


def main():
    """Measure in a process and a database of its own, and print a line for each form."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--indices", type=int, default=200)
    parser.add_argument("--issues", type=int, default=500)
    parser.add_argument("--inner", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inner:
        return measure_all(asked.indices, asked.issues)
    print(
        f"{asked.indices * asked.issues:,} observations      seconds   CPU s       MB   above MB", flush=True
    )
    with tempfile.TemporaryDirectory(prefix="bench-sdmx-") as folder:
        command = [sys.executable, "-m", "tests.bench.sdmx", "--inner"]
        command += ["--indices", str(asked.indices), "--issues", str(asked.issues)]
        more = {"DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3", "FILES_PER_MINUTE": "0"}
        env = {**environment(folder, **more), "DJANGO_SETTINGS_MODULE": "portal.settings"}
        return subprocess.run(command, cwd=BASE, env=env, check=False).returncode


def measure_all(indices, issues):
    """Fill the database and ask for each form."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill(indices)
    publish(issues)
    ask(*ADDRESSES["newest of each"], "")  # the database's own cache is full then
    for name, (address, accept) in ADDRESSES.items():
        for encoding in ("", "gzip"):
            found = ask(address, accept, encoding)
            label = f"{name}{', packed' if encoding else ''}"
            print("{:25}{:>9.2f}{:>8.2f}{:>9.1f}{:>11.1f}".format(label, *found), flush=True)
    return 0


def publish(issues):
    """Publish so many issues of every index."""
    from indexdata.enums import ContentState
    from indexdata.models import Index, Observation, Release

    chance = random.Random(3)
    periods = [NEWEST - timedelta(weeks=back) for back in range(issues)]
    noon = time(12, tzinfo=ZoneInfo("Asia/Shanghai"))
    Release.objects.bulk_create(
        Release(
            family="price",
            period=period,
            released_at=datetime.combine(period, noon),
            content_state=ContentState.APPROVED,
        )
        for period in periods
    )
    releases = dict(Release.objects.values_list("period", "pk"))
    for index in Index.objects.all():
        Observation.objects.bulk_create(
            Observation(
                index=index,
                release_id=releases[period],
                period=period,
                value=round(chance.uniform(80, 120), 2),
            )
            for period in periods
        )


def ask(address, accept, encoding):
    """Return (seconds, processor seconds, megabytes, megabytes above before) of an answer read to its end."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    headers = {"accept": accept, **({"accept-encoding": encoding} if encoding else {})}
    base, begun, size = memory(reset=True), clock(), 0
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, json.dumps(answer.content.decode()[:300])
    for piece in answer if answer.streaming else [answer.content]:
        size += len(piece)
    ended = clock()
    return ended[0] - begun[0], ended[1] - begun[1], size / 1e6, memory() - base


if __name__ == "__main__":
    sys.exit(main())
