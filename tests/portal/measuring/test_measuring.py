"""Figures for Prometheus: true, summed over processes and their deaths, apart from the site, never kept."""

import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from foundation.background.mishaps import note_mishap
from foundation.background.models import WorkerRecord
from foundation.background.queue import Queue
from indexdata.enums import DateState
from indexdata.models import Release
from news.editing.review_letters import send_staff_letters
from portal.env import host_and_port
from portal.measuring import state
from portal.measuring.queries import Watch
from tests.faults.rig import wait_until
from tests.server import Server, environment, free_port


@pytest.fixture(scope="module")
def folder(installation, tmp_path_factory):
    """A VAR_DIR of one's own."""
    return shutil.copytree(installation, tmp_path_factory.mktemp("measured"), dirs_exist_ok=True)


class Measured:
    """A server that counts, and what it has counted."""

    def __init__(self, folder, processes=2, **settings):
        self.folder, port, self.metrics_port = folder, free_port(), free_port()
        env = environment(
            folder, PORT=str(port), WEB_CONCURRENCY=str(processes), BACKGROUND_WORKERS="0",
            METRICS_ADDRESS=f"127.0.0.1:{self.metrics_port}", **settings,
        )  # fmt: skip
        self.server = Server([sys.executable, "manage.py", "serve"], port, env)

    def __enter__(self):
        self.server.__enter__()
        wait_until(self.answers, "Nobody answers figures", seconds=60)
        return self

    def __exit__(self, *exception):
        self.server.__exit__(*exception)

    def ask(self, path):
        """Ask the site; return status and headers."""
        try:
            with urllib.request.urlopen(f"{self.server.address}{path}", timeout=30) as answer:
                answer.read()
                return answer.status, answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.headers

    def text(self):
        """Return the figures as they are answered."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=30) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            return answer.read().decode()

    def answers(self):
        """Tell whether figures are answered."""
        try:
            return bool(self.text())
        except OSError:
            return False

    def figures(self):
        """Return {(name, labels): value}."""
        return {
            (sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(self.text())
            for sample in family.samples
        }

    def requests(self, **labels):
        """Return the sum of the requests with these labels."""
        return sum(
            value
            for (name, held), value in self.figures().items()
            if name == "portal_requests_total" and labels.items() <= dict(held).items()
        )

    def counting_processes(self):
        """Return the numbers of the processes that have counted and live."""
        names = [
            one.stem.rpartition("_")[2]
            for one in (self.folder / f"metrics-{self.server.port}").glob("counter_*.db")
        ]
        return [int(one) for one in names if one.isdigit()]


@pytest.mark.long
def test_requests_are_counted_and_summed(folder):
    with Measured(folder) as measured:
        for _ in range(40):
            assert measured.ask("/")[0] == 200
        for number in range(5):
            assert measured.ask(f"/nowhere-{number}/")[0] == 404
        assert measured.requests(route="home") == 40
        assert measured.requests(route="home", made="anew") <= 2 * 2
        assert measured.requests(route="home", made="kept", status="200") >= 36
        assert measured.requests(status="404") == 5
        routes = {
            dict(labels).get("route")
            for (name, labels) in measured.figures()
            if name == "portal_requests_total"
        }
        assert not [route for route in routes if "nowhere" in route]
        figures = measured.figures()
        assert figures["portal_database_up", ()] == 1
        assert figures["portal_database_queries_total", ()] > 0
        assert figures["portal_database_seconds_total", ()] > 0
        assert figures["portal_queue_length", ()] == 0
        assert 0 <= figures["portal_stamp_age_seconds", ()] < 60
        assert figures["portal_request_seconds_count", (("route", "home"),)] == measured.requests(
            route="home", made="anew"
        )
        first, second = measured.text(), measured.text()
        assert "portal_requests_total" in first
        assert "portal_requests_total" in second

        # The site itself has no such address, and figures have no other.
        status, headers = measured.ask("/metrics")
        assert status == 404
        assert "ETag" not in headers
        for path in ("/", "/admin/", "/healthz", "/metrics/x"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"http://127.0.0.1:{measured.metrics_port}{path}", timeout=30)

        # A process that is killed takes nothing along, and its files go.
        before = measured.requests(route="home")
        killed = measured.counting_processes()
        site = [
            one for one in killed if b"portal.serving" in Path(f"/proc/{one}/cmdline").read_bytes() or True
        ]
        metrics = [one for one in site if b"serve_metrics" in Path(f"/proc/{one}/cmdline").read_bytes()]
        for one in set(site) - set(metrics):
            os.kill(one, signal.SIGKILL)
        wait_until(
            lambda: (
                not set(measured.counting_processes()) & (set(site) - set(metrics)) or not measured.text()
            ),
            "Files stay",
        )
        assert measured.requests(route="home") == before
        assert measured.ask("/")[0] == 200
        assert measured.requests(route="home") == before + 1


@pytest.mark.long
def test_a_wrong_address_stops_the_start_with_a_sentence(folder):
    for address, said in (
        ("9100", "host:port"), ("localhost:9100", "in numbers"), ("127.0.0.1:0", "65535"), ("127.0.0.1:x", "65535"),
        ("127.0.0.1:8000", "another than the site's own"),
    ):  # fmt: skip
        env = environment(folder, METRICS_ADDRESS=address, PORT="8000")
        done = subprocess.run(
            [sys.executable, "manage.py", "serve"], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "read"), [("127.0.0.1:9100", ("127.0.0.1", 9100)), ("[::1]:9100", ("::1", 9100))]
)
def test_addresses(text, read):
    assert host_and_port(text) == read


def asked():
    """Return {name and labels: value} of what the database says."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in state.State().collect()
        for sample in family.samples
    }


@pytest.fixture
def stays_open(monkeypatch):
    """The connection of the test is not closed as one of a server is."""
    monkeypatch.setattr(state, "close_old_connections", lambda: None)


@pytest.mark.usefixtures("stays_open")
class TestState:
    def test_an_empty_portal(self, db):
        figures = asked()
        assert figures["portal_database_up",] == 1
        assert {value for (name, *_), value in figures.items() if name != "portal_database_up"} == {0.0}

    def test_the_queue(self, db, settings):
        queue = Queue("default", {"OPTIONS": {"at_once": False}})
        for _ in range(3):
            queue.enqueue(send_staff_letters, ["x", 1, 1, "s"], {})
        figures = asked()
        assert figures["portal_queue_length",] == 3
        assert figures["portal_queue_age_seconds",] >= 0

    def test_workers(self, db):
        now = timezone.now()
        WorkerRecord.objects.create(name="a", started_at=now, seen_at=now)
        WorkerRecord.objects.create(name="b", started_at=now, seen_at=now - timedelta(hours=1))
        assert asked()["portal_workers",] == 1

    def test_failures(self, db):
        note_mishap("news.reply-letter", "1", "No mail server")
        note_mishap("links", "2", "Gone")
        note_mishap("links", "3", "Gone")
        figures = asked()
        assert figures["portal_failures_open", "letters"] == 1
        assert figures["portal_failures_open", "others"] == 2

    def test_releases(self, db):
        now = timezone.now()
        for number, moment in enumerate(
            (now - timedelta(hours=1), now + timedelta(hours=1), now + timedelta(days=3))
        ):
            Release.objects.create(
                family="price", period=timezone.localdate() - timedelta(weeks=number, days=timezone.localdate().weekday()),
                released_at=moment, date_state=DateState.CONFIRMED,
            )  # fmt: skip
        figures = asked()
        assert figures["portal_releases_late",] == 1
        assert figures["portal_releases_due",] == 1

    def test_a_database_that_is_away(self, db, monkeypatch):
        def away():
            raise DatabaseError("away")

        monkeypatch.setattr(state, "queue", away)
        assert asked() == {("portal_database_up",): 0.0}


class TestSlowStatements:
    def test_one_is_logged_without_its_values(self, caplog):
        def execute(sql, params, many, context):
            return "rows"

        assert (
            Watch(0.0000001)(
                execute, "SELECT *\n FROM people WHERE email = %s", ["li@example.org"], False, {}
            )
            == "rows"
        )
        (record,) = caplog.records
        assert "SELECT * FROM people WHERE email = %s" in record.getMessage()
        assert "li@example.org" not in record.getMessage()

    def test_quick_ones_are_not(self, caplog):
        Watch(60)(lambda *_: None, "SELECT 1", [], False, {})
        Watch(0)(lambda *_: None, "SELECT 1", [], False, {})
        assert caplog.records == []
