"""A database of its own and `manage.py work` processes on it, for tests of what processes do to each other."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.server import BASE, environment


class Portal:
    """A migrated database below a folder, on SQLite or in a PostgreSQL database made for it; hands in and starts workers."""

    def __init__(self, folder, **settings):
        self.folder = Path(folder)
        self.trial = self.folder / "trial"
        self.trial.touch()
        self.env = environment(
            folder, BACKGROUND_WORK="database", TRIAL_FILE=str(self.trial), PYTHONUNBUFFERED="1", **settings
        )
        self.workers = []

    def run(self, *words, check=True):
        """Run a command of manage.py and return what it wrote."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=BASE, env=self.env, check=check, capture_output=True, text=True
        )  # fmt: skip
        return done.stdout

    def python(self, script):
        """Run a script with Django set up and return what it prints, read as JSON."""
        head = "import os, json\nos.environ['DJANGO_SETTINGS_MODULE']='portal.settings'\nimport django\ndjango.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", head + script], cwd=BASE, env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "null")

    def work(self, *words, **extra):
        """Start a worker and return its process; what it logs goes to a file beside the database."""
        log = (self.folder / f"worker-{len(self.workers)}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work", "--interval", "0.05", *words],
            cwd=BASE, env={**self.env, **extra}, stderr=log, stdout=log,
        )  # fmt: skip
        self.workers.append(process)
        return process

    def log(self):
        """Return what all workers have logged."""
        return "".join(file.read_text() for file in sorted(self.folder.glob("worker-*.log")))

    def lines(self):
        """Return the lines that the trial work has left, as lists of words."""
        return [line.split() for line in self.trial.read_text().splitlines()]

    def wait_for(self, question, seconds=60):
        """Wait until a question about the lines is answered with yes."""
        until = time.monotonic() + seconds
        while not question(self.lines()):
            assert time.monotonic() < until, (self.lines()[-5:], self.log())
            time.sleep(0.05)

    def end(self):
        """End every worker that still runs."""
        for process in self.workers:
            if process.poll() is None:
                process.kill()
            process.wait()


def postgresql_database(name):
    """Make a PostgreSQL database beside the one that the tests use and return its address, or None on SQLite."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        return None
    import psycopg2

    parts = urlsplit(address)
    connection = psycopg2.connect(parts._replace(path="/postgres").geturl())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return parts._replace(path=f"/{name}").geturl()
