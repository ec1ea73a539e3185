"""An edit in one process is right in every other within a second."""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from tests.factories.news import ArticleFactory


class Process:
    """A second process of the portal, spoken to line by line."""

    def __init__(self, environment):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.portal.second_process"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "PAGE_CACHE_MB": "8", **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, command):
        """Send one command and return the answer."""
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def stop(self):
        """End the process."""
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()


@pytest.fixture
def database_address(transactional_db, tmp_path):
    """A database that other processes can open, holding what this test's database holds."""
    if connection.vendor == "postgresql":
        kept = connection.settings_dict
        host = f"{kept['HOST'] or '127.0.0.1'}:{kept['PORT'] or 5432}"
        return f"postgres://{kept['USER']}:{kept['PASSWORD']}@{host}/{kept['NAME']}"
    return f"sqlite:///{tmp_path / 'shared.sqlite3'}"


@pytest.fixture
def processes(database_address, tmp_path):
    """Two processes with the same database and the same folder."""
    both = [Process({"DATABASE_URL": database_address, "VAR_DIR": str(tmp_path)}) for _ in range(2)]
    yield both
    for process in both:
        process.stop()


def test_an_edit_in_one_process_is_seen_by_the_other_within_a_second(processes, tmp_path):
    article = ArticleFactory(title_en="First")
    if connection.vendor == "sqlite":
        connection.cursor().execute("VACUUM INTO %s", [str(tmp_path / "shared.sqlite3")])
    reader, writer = processes
    for number in range(3):
        for _ in range(3):
            kept = reader.ask("get /titles/")
        title = f"Edit {number}"
        assert kept != title
        assert writer.ask(f"title {article.pk} {title}") == "1"
        edited_at = time.monotonic()
        assert writer.ask("get /titles/") == title
        while reader.ask("get /titles/") != title:
            assert time.monotonic() - edited_at < 1
