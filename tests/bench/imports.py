"""A million figures from a file: `python -m tests.bench.imports [--indices 1000] [--issues 1000]`.

A long CSV file and a wide workbook are brought in as published before, on SQLite and, where DATABASE_URL names a PostgreSQL
database, on one beside it. Prints figures per second, the memory at the peak above what the process held before, the length of the
last step beside a bare INSERT … SELECT of the same figures in the same order, how often pages were told to change, and
how long another process that saves an article again and again waited. Each run is a process with a database of its own.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from tests.faults.sites import POSTGRESQL, address_of, name_of, new_database
from tests.server import BASE, environment

FORMS = ("long", "wide")
NEWEST = date(2026, 6, 1)
SAVED_EVERY_SECONDS = 0.2
BARE = (
    "INSERT INTO indexdata_observation (index_id, release_id, period, value, status, stated_previous, stated_year_start, "
    "stated_year_ago, demonstration, vintage, reason, entered_by_id) SELECT s.index_id, i.release_id, s.period, s.value, "
    "s.status, s.stated_previous, s.stated_year_start, s.stated_year_ago, false, 1, '', {by} "
    "FROM figures_staged s JOIN figures_issues i ON i.issue = s.issue ORDER BY s.index_id, s.period"
)


def main():
    """Measure each form on each database and print a line for it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--indices", type=int, default=1000)
    parser.add_argument("--issues", type=int, default=1000)
    parser.add_argument("--form", choices=FORMS, action="append")
    parser.add_argument("--only", choices=("SQLite", "PostgreSQL"))
    parser.add_argument("--inner", choices=(*FORMS, "saver"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inner == "saver":
        return save_again_and_again()
    if asked.inner:
        return measure(asked.inner, asked.indices, asked.issues)
    print(f"{asked.indices * asked.issues:,} figures, {asked.indices:,} indices × {asked.issues:,} issues")
    print(
        "                          figures/s   CPU s   above MB   last step   of a bare INSERT   pages told (staging + last step)"
    )
    for database in ("SQLite", "PostgreSQL"):
        if asked.only not in (None, database):
            continue
        if database == "PostgreSQL" and not POSTGRESQL:
            print("PostgreSQL: name a database by DATABASE_URL")
            continue
        for form in asked.form or FORMS:
            run(database, form, asked)
    return 0


def run(database, form, asked):
    """Measure one form in a process and a database of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-imports-") as folder, contextlib.ExitStack() as stack:
        more = {"DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3"}
        if database == "PostgreSQL":
            name = stack.enter_context(new_database(f"{name_of()}_imports_{os.getpid()}"))
            more["DATABASE_URL"] = address_of(name)
        command = [sys.executable, "-m", "tests.bench.imports", "--inner", form]
        command += ["--indices", str(asked.indices), "--issues", str(asked.issues)]
        env = {**environment(folder, **more), "DJANGO_SETTINGS_MODULE": "portal.settings"}
        done = subprocess.run(command, cwd=BASE, env=env, check=True, stdout=subprocess.PIPE, text=True)
        report(database, form, json.loads(done.stdout.splitlines()[-1]))


def report(database, form, found):
    """Print the line of one run, and below it what another process met."""
    print(
        f"{database:10} {form:5} {found['rate']:>18,.0f} {found['cpu']:>7.1f} {found['above']:>10.0f} {found['step']:>9.1f} s "
        f"{found['step'] / found['bare']:>16.2f} × {found['told']:>10}"
        + (
            f"   (by processor time {found['step_cpu'] / found['bare_cpu']:.2f} ×)"
            if database == "SQLite"
            else ""
        )
    )
    saver = found["saver"]
    print(
        f"{'':17}another process meanwhile: {saver['saved']} saves, {saver['failed']} failed, the longest took "
        f"{saver['longest']:.1f} s"
    )


def measure(form, indices, issues):
    """Bring one file in and print what was found as JSON."""
    folder = Path(os.environ["VAR_DIR"])
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from indexdata.importing.carrying_out import write
    from indexdata.importing.planning import prepared
    from indexdata.importing.reading import read

    with contextlib.suppress(Exception):
        call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0)
    by = get_user_model().objects.create_superuser("bench", "bench@example.org", "a long password")
    fill(indices)
    file = folder / f"figures-{form}"
    (write_long if form == "long" else write_wide)(file, indices, issues)
    with saver() as others, told() as announced:
        base = memory(reset=True)
        begun = clock()
        with prepared(read(file.read_bytes(), file.name), published=True) as made:
            assert made.plan.is_ready, made.plan.errors[:3]
            staged, told_before = clock(), len(announced)
            write(made, by)
            ended, above = clock(), memory() - base
            assert made.plan.changes == indices * issues
            told_by_it = [told_before, len(announced) - told_before]
            saved = others()
            bare = bare_insert(by.pk)
    found = {
        "rate": made.plan.changes / (ended[0] - begun[0]),
        "cpu": ended[1] - begun[1],
        "above": above,
        "step": ended[0] - staged[0],
        "step_cpu": ended[1] - staged[1],
        "bare": bare[0],
        "bare_cpu": bare[1],
        "told": f"{told_by_it[0]} + {told_by_it[1]}",
        "saver": saved,
    }
    print(json.dumps(found))
    return 0


def clock():
    """Return (wall seconds, processor seconds of this process)."""
    return time.perf_counter(), time.process_time()


def fill(number):
    """Make the indices."""
    from indexdata.models import Index

    Index.objects.bulk_create(
        Index(
            path=f"price/b{n}",
            code=f"BENCH_{n}",
            family="price",
            name_en=f"Bench {n}",
            name_zh_hans=f"指数{n}",
            tree_order=n,
        )
        for n in range(number)
    )


def write_long(file, indices, issues):
    """Write a row for each index and issue, values that walk as prices do."""
    chance = random.Random(3)
    with file.open("w", encoding="utf-8") as text:
        text.write("期次,指数代码,数值\n")
        for at in range(issues):
            period = NEWEST - timedelta(weeks=at)
            text.writelines(f"{period},BENCH_{n},{chance.uniform(80, 120):.2f}\n" for n in range(indices))


def write_wide(file, indices, issues):
    """Write a workbook with a column for each index."""
    from openpyxl import Workbook

    chance, book = random.Random(3), Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    sheet.append(["期次", *(f"BENCH_{n}" for n in range(indices))])
    for at in range(issues):
        period = NEWEST - timedelta(weeks=at)
        sheet.append([period, *(round(chance.uniform(80, 120), 2) for _n in range(indices))])
    book.save(file)


def memory(reset=False):
    """Return the megabytes this process has held at most; with `reset` those it holds now, from which it counts anew."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    wanted = "VmRSS" if reset else "VmHWM"
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(wanted)).split()[1]) / 1024


def bare_insert(by):
    """Return (wall seconds, processor seconds) of inserting the staged figures into the emptied table."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "TRUNCATE indexdata_observation, indexdata_provenance, indexdata_draftvintage CASCADE"
            )
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("DELETE FROM indexdata_provenance")
            cursor.execute("DELETE FROM indexdata_observation")
            cursor.execute("PRAGMA foreign_keys = ON")
        begun = clock()
        with transaction.atomic():
            cursor.execute(BARE.format(by=by))
        ended = clock()
    return ended[0] - begun[0], ended[1] - begun[1]


@contextlib.contextmanager
def told():
    """Count how often pages of figures are told that something has changed."""
    from portal.freshness.stamp import stamp

    announced, announce = [], stamp.announce

    def count(tokens):
        announced.append(tokens)
        announce(tokens)

    stamp.announce = count
    try:
        yield announced
    finally:
        del stamp.announce


@contextlib.contextmanager
def saver():
    """A process that saves an article again and again; yields what ends it and returns what it met."""
    command = [sys.executable, "-m", "tests.bench.imports", "--inner", "saver"]
    process = subprocess.Popen(command, cwd=BASE, env=os.environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline().strip() == "ready"

    def end():
        process.send_signal(signal.SIGTERM)
        return json.loads(process.communicate(timeout=120)[0].splitlines()[-1])

    try:
        yield end
    finally:
        process.kill()
        process.wait()


def save_again_and_again():
    """Save an article as the portal's server would, until told to stop; print what happened."""
    import django

    django.setup()
    from portal.databases.serving import serve_visitors
    from tests.factories.news import ArticleFactory

    article = ArticleFactory()
    serve_visitors()
    from django.db import DatabaseError, connection

    connection.close()
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    print("ready", flush=True)
    waits, failed = [], 0
    while not stopped:
        begun = time.perf_counter()
        try:
            article.source_name = f"{len(waits)}"
            article.save()
        except DatabaseError:
            failed += 1
        waits.append(time.perf_counter() - begun)
        time.sleep(SAVED_EVERY_SECONDS)
    print(json.dumps({"saved": len(waits) - failed, "failed": failed, "longest": max(waits)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
