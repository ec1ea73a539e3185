"""A build of the bulk files: `python -m tests.bench.bulk [--indices 1000] [--issues 1000] [--times 1 10]`.

All files of published figures, made in one process on SQLite. The budget of 1,000 series of 1,000 periods is 30 s and 300 MB above what
the process held before; ten times as many series are printed beside it.
"""

import argparse
import subprocess
import sys
import tempfile

from tests.server import BASE, environment

from .held import Held
from .imports import clock, fill
from .sdmx import publish

MOST_SECONDS, MOST_MB = 30, 300


def main():
    """Measure each size in a process and a database of its own; the answer is 1 where the first is over the budget."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--indices", type=int, default=1000)
    parser.add_argument("--issues", type=int, default=1000)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10], help="so many times the indices")
    parser.add_argument("--inner", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inner:
        return measure(asked.indices, asked.issues)
    print("       figures    seconds      CPU s   above MB   files MB", flush=True)
    over = 0
    for times in asked.times:
        with tempfile.TemporaryDirectory(prefix="bench-bulk-") as folder:
            command = [sys.executable, "-m", "tests.bench.bulk", "--inner"]
            command += ["--indices", str(times * asked.indices), "--issues", str(asked.issues)]
            env = {**environment(folder), "DJANGO_SETTINGS_MODULE": "portal.settings"}
            done = subprocess.run(command, cwd=BASE, env=env, check=False).returncode
            over = over or (done if times == 1 else 0)
    return over


def measure(indices, issues):
    """Fill the database, build the files of published figures, and print the line."""
    import django

    django.setup()
    from django.core.management import call_command

    from indexdata.bulk.building import build
    from indexdata.models import BulkBuild

    call_command("migrate", verbosity=0)
    fill(indices)
    publish(issues)
    begun = clock()
    with Held() as held:
        build(invented=False)
    ended = clock()
    seconds = ended[0] - begun[0]
    size = sum(file["bytes"] for file in BulkBuild.objects.get(invented=False).files) / 1e6
    print(
        f"{indices * issues:>14,}{seconds:>11.1f}{ended[1] - begun[1]:>11.1f}{held.above:>11.1f}{size:>11.1f}",
        flush=True,
    )
    return int(seconds > MOST_SECONDS or held.above > MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
