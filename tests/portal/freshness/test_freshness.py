"""An edit in one process is right in every other within a second, whatever is away and whatever clocks do."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from portal.freshness.stamp import Watcher
from tests.factories.news import ArticleFactory
from tests.portal.freshness.relay import Relay
from tests.server import free_port

pytestmark = pytest.mark.long


class Process:
    """A second process of the portal, spoken to line by line."""

    def __init__(self, environment):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.portal.freshness.second_process"],
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
def start(database_address, tmp_path):
    """Return a function that starts a process with the same database and the same folder."""
    started = []

    def start_one(**environment):
        started.append(Process({"DATABASE_URL": database_address, "VAR_DIR": str(tmp_path), **environment}))
        return started[-1]

    yield start_one
    for process in started:
        process.stop()


@pytest.fixture
def article(database_address, tmp_path):
    """An article that both processes find in their database."""
    made = ArticleFactory(title_en="First")
    if connection.vendor == "sqlite":
        connection.cursor().execute("VACUUM INTO %s", [str(tmp_path / "shared.sqlite3")])
    return made


def seen_within(seconds, process, title):
    """Wait until a process shows a title; fail after so many seconds."""
    begun = time.monotonic()
    while (shown := process.ask("get /titles/")) != title:
        assert time.monotonic() - begun < seconds, shown


def asked_until(seconds, process, condition):
    """Ask for the page until the answer is as it should be; return it, or fail after so many seconds."""
    begun = time.monotonic()
    while not condition(answer := json.loads(process.ask("ask /titles/"))):
        assert time.monotonic() - begun < seconds, answer
        time.sleep(0.05)
    return answer


def known_within(seconds, process, moment):
    """Wait until a process knows that something changes by itself in less than `moment` seconds; fail after so many seconds."""
    begun = time.monotonic()
    while not float(process.ask("moment")) < moment:
        assert time.monotonic() - begun < seconds
        time.sleep(0.05)


def is_refused(answer):
    """These small pages have no error page of the site's: what is a 503 there is a 500 here."""
    return answer["status"] >= 500


def is_marked(answer):
    return answer["status"] == 200 and "X-Kept-While-Away" in answer["headers"]


def test_an_edit_in_one_process_is_seen_by_the_other_within_a_second(start, article):
    reader, writer = start(), start()
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


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_clock_that_jumps_hides_no_change(start, article, seconds):  # A6
    reader, writer = start(), start()
    assert reader.ask("get /titles/") == "First"
    reader.ask(f"clock {seconds}")
    for number in range(2):
        reader.ask("get /titles/")
        assert writer.ask(f"title {article.pk} Edit {number}") == "1"
        seen_within(1, reader, f"Edit {number}")


class TestTheSharedCacheIsAway:  # A4
    """Redis alone is away: the database can be asked, so pages are made anew and never stale."""

    @pytest.fixture
    def redis(self, tmp_path):
        if not shutil.which("redis-server"):
            pytest.skip("no redis-server on the PATH")
        port = free_port()
        command = ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _try in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield port
        server.terminate()
        server.wait()

    def test_pages_are_made_anew_and_a_change_is_announced_later(self, start, article, redis):
        door = Relay("127.0.0.1", redis)
        writer = start(REDIS_URL=f"redis://127.0.0.1:{door.port}/0")
        reader = start(REDIS_URL=f"redis://127.0.0.1:{redis}/0")
        for process in (writer, reader):
            assert process.ask("get /titles/") == "First"
        door.lock()
        assert writer.ask(f"title {article.pk} Edited") == "1"
        answer = json.loads(writer.ask("ask /titles/"))
        assert (answer["status"], answer["first"]) == (200, "Edited")
        assert not is_marked(answer)
        door.unlock()
        asked_until(5, writer, lambda answer: not answer["late"])
        seen_within(1, reader, "Edited")
        assert writer.ask(f"title {article.pk} Again") == "1"
        seen_within(1, reader, "Again")


class TestTheDatabaseIsAway:  # A4
    """What is kept is answered, marked, for a time; what this process lacks is a 503."""

    @pytest.fixture
    def door(self, database_address):
        if connection.vendor != "postgresql":
            pytest.skip("a server that can be away")
        call_command("createcachetable", "portal_cache")  # the tests themselves may use Redis
        kept = connection.settings_dict
        return Relay(kept["HOST"] or "127.0.0.1", int(kept["PORT"] or 5432))

    def address_of(self, door):
        kept = connection.settings_dict
        return f"postgres://{kept['USER']}:{kept['PASSWORD']}@127.0.0.1:{door.port}/{kept['NAME']}"

    @pytest.mark.parametrize("cache", ["", "redis"])
    def test_kept_pages_are_answered_marked_for_a_time(self, start, article, door, settings, cache):
        redis = settings.REDIS_URL
        if cache and not redis:
            pytest.skip("REDIS_URL is not set")
        process = start(
            DATABASE_URL=self.address_of(door),
            REDIS_URL=redis if cache else "",
            KEPT_WHILE_AWAY_SECONDS="6",
        )
        for _time in range(2):
            assert process.ask("get /titles/") == "First"
        door.lock()
        answer = asked_until(3, process, is_marked)
        assert answer["first"] == "First"
        assert answer["headers"]["Warning"].startswith("110")
        assert int(answer["headers"]["Age"]) >= 0
        assert is_refused(json.loads(process.ask("ask /comments/"))), "this process lacks it"
        asked_until(9, process, is_refused)
        door.unlock()
        answer = asked_until(8, process, lambda answer: answer["status"] == 200)
        assert not is_marked(answer)
        assert process.ask(f"title {article.pk} Edited") == "1"
        assert process.ask("get /titles/") == "Edited"

    def test_never_past_the_next_moment(self, start, article, door):
        process = start(DATABASE_URL=self.address_of(door), REDIS_URL="")
        assert process.ask("get /titles/") == "First"
        assert process.ask(f"expire {article.pk} 6") == "1"
        begun = time.monotonic()
        assert process.ask("get /titles/") == "First"
        known_within(4, process, 6)
        assert process.ask("get /titles/") == "First"
        door.lock()
        asked_until(3, process, is_marked)
        asked_until(9, process, is_refused)
        assert 5 < time.monotonic() - begun < 9

    def test_a_change_made_meanwhile_is_seen_when_it_is_back(self, start, article, door):
        process, writer = start(DATABASE_URL=self.address_of(door), REDIS_URL=""), start(REDIS_URL="")
        assert process.ask("get /titles/") == "First"
        door.lock()
        asked_until(3, process, is_marked)
        assert writer.ask(f"title {article.pk} Edited") == "1"
        assert process.ask("get /titles/") == "First"
        door.unlock()
        answer = asked_until(6, process, lambda answer: not answer["away"])
        assert answer["first"] == "Edited", "an older page was answered after the first query that succeeded"
        assert not is_marked(answer)

    def test_who_finds_it_back_first_lets_everybody_know(self, start, article, door):
        """A page that had to be made: what is kept is right with the next answer, whenever the thread looks."""
        process, writer = start(DATABASE_URL=self.address_of(door), REDIS_URL=""), start(REDIS_URL="")
        assert process.ask("get /titles/") == "First"
        door.lock()
        asked_until(3, process, is_marked)
        assert writer.ask(f"title {article.pk} Edited") == "1"
        door.unlock()
        until = time.monotonic() + 6
        while is_refused(json.loads(process.ask("ask /comments/"))):
            assert time.monotonic() < until
            time.sleep(0.05)
        assert process.ask("get /titles/") == "Edited"


def test_a_lost_sqlite_file_leaves_kept_pages(start, article, tmp_path):  # A4
    if connection.vendor != "sqlite":
        pytest.skip("SQLite has a file")
    process = start()
    for _time in range(2):
        assert process.ask("get /titles/") == "First"
    process.ask("get /healthz")
    time.sleep(Watcher.IDLE_AFTER + 1)  # the thread has let go of the file
    for name in ("shared.sqlite3", "shared.sqlite3-wal", "shared.sqlite3-shm"):
        with suppress(FileNotFoundError):
            (tmp_path / name).rename(tmp_path / f"lost-{name}")
    (tmp_path / "shared.sqlite3").write_bytes(b"this is no database" * 500)
    answer = asked_until(5, process, is_marked)
    assert answer["first"] == "First"
