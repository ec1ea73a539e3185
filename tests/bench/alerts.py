"""Sending letters about figures: `python -m tests.bench.alerts [--readers 10000]`.

One release comes out that so many readers follow; one worker on SQLite hands in their letters and writes them to a mail box in
memory, so that the mail server's time is not in it. Prints a line each for a tenth of the readers and for all of them: the statements
and the processor time a letter must not grow with their number.
"""

import argparse
import subprocess
import sys
import tempfile
from datetime import timedelta
from decimal import Decimal

from tests.server import BASE, environment

from .imports import clock, fill, memory

ISSUES = 60


def main():
    """Measure in processes and databases of their own; the answer is 1 where a letter is missing or went twice."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--inner", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inner:
        return measure(asked.readers)
    print("   letters    seconds   letters/s   CPU ms a letter   statements a letter   above MB", flush=True)
    wrong = 0
    for readers in (asked.readers // 10, asked.readers):
        with tempfile.TemporaryDirectory(prefix="bench-alerts-") as folder:
            command = [sys.executable, "-m", "tests.bench.alerts", "--inner", "--readers", str(readers)]
            env = environment(folder, BACKGROUND_WORK="database", DJANGO_SETTINGS_MODULE="portal.settings")
            wrong += subprocess.run(command, cwd=BASE, env=env, check=False).returncode
    return int(wrong > 0)


def measure(readers):
    """Fill the database, tell of the release, and print the line."""
    import django

    django.setup()
    from django.conf import settings
    from django.core import mail
    from django.core.management import call_command
    from django.db import connection

    from foundation.background.worker import Worker
    from news.alerts.telling import tell_of_releases

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    call_command("migrate", verbosity=0)
    fill(1)
    follow(readers)
    statements = 0

    def counted(execute, sql, params, many, context):
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    base, begun = memory(reset=True), clock()
    with connection.execute_wrapper(counted):
        tell_of_releases()
        worker = Worker(with_chores=False)
        while stored := worker.take():
            worker.do(stored)
    ended = clock()
    seconds, cpu = ended[0] - begun[0], ended[1] - begun[1]
    sent = [one.to[0] for one in mail.outbox]
    print(
        f"{len(sent):>10,}{seconds:>11.1f}{len(sent) / seconds:>12.0f}{1000 * cpu / max(len(sent), 1):>18.2f}"
        f"{statements / max(len(sent), 1):>22.1f}{memory() - base:>11.1f}",
        flush=True,
    )
    return int(sorted(sent) != sorted(f"reader{number}@example.org" for number in range(readers)))


def follow(readers):
    """Publish issues of the one index, the newest a minute ago, and have so many readers follow its family."""
    from django.utils import timezone

    from indexdata.arithmetic.periods import shifted
    from indexdata.enums import ContentState
    from indexdata.models import Index, Observation, Release
    from news.alerts.models import Alert
    from news.comments.models import Reader

    now, index = timezone.now(), Index.objects.get()
    monday = now.date() - timedelta(days=now.weekday())
    for back in range(ISSUES):
        moment = now - timedelta(minutes=1, weeks=back)
        period = shifted(monday, -back, "weekly")
        release = Release.objects.create(
            family=index.family, period=period, released_at=moment, content_state=ContentState.APPROVED
        )
        Observation.objects.create(
            index=index, release=release, period=period, value=Decimal(100) + Decimal(back) / 10
        )
    Reader.objects.bulk_create(
        (Reader(email=f"reader{number}@example.org", confirmed_at=now) for number in range(readers)),
        batch_size=1000,
    )
    Alert.objects.bulk_create(
        (
            Alert(
                reader_id=reader, family=index.family, language=("en", "zh-hans")[reader % 2],
                site="https://www.example.org/", confirmed_at=now, created_at=now,
            )
            for reader in Reader.objects.values_list("pk", flat=True)
        ),
        batch_size=1000,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
