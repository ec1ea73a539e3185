"""The log as JSON, names of requests, and what a Sentry is told: nothing of a person in any of them."""

import gzip
import io
import json
import logging
import re
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest

from portal.serving.log_lines import JsonLines, formatter_of, without_persons
from portal.serving.request_ids import NameRequests, current
from tests.server import BASE, environment


def written(say):
    """Return the objects that a logger's lines are, `say` being given the logger."""
    stream, logger = io.StringIO(), logging.Logger("portal.test")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter_of("json"))
    handler.addFilter(NameRequests())
    logger.addHandler(handler)
    say(logger)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


class TestLines:
    def test_what_stands_in_one(self):
        token = current.set("abcdefgh")
        try:
            (line,) = written(lambda logger: logger.warning("%s 匹 of %s", 3, "布"))
        finally:
            current.reset(token)
        assert line["message"] == "3 匹 of 布"
        assert (line["level"], line["logger"], line["request_id"]) == ("WARNING", "portal.test", "abcdefgh")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])

    def test_nothing_that_was_added(self):
        (line,) = written(
            lambda logger: logger.warning("x", extra={"request": "<WSGIRequest ?q=secret>", "user": "li"})
        )
        assert set(line) == {"time", "level", "logger", "message", "process"}

    def test_a_trace_is_one_line(self):
        def fail(logger):
            try:
                raise ValueError("Key (email)=(li@example.org) already exists")
            except ValueError:
                logger.exception("Failed at /search/?q=secret+word")

        (line,) = written(fail)
        assert "ValueError" in line["trace"]
        assert "li@example.org" not in line["trace"]
        assert "secret" not in line["message"]

    def test_what_is_no_text(self):
        (line,) = written(lambda logger: logger.warning({"a": "b"}))
        assert line["logger"] == "portal.test"

    def test_a_long_one_is_cut(self):
        (line,) = written(lambda logger: logger.warning("x" * 1_000_000))
        assert len(line["message"]) == 16_000


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("GET /search/?q=涤纶&page=2 failed", "GET /search/?… failed"),
        ("http://h/a/?token=1", "http://h/a/?…"),
        ("a letter to li.wei@example.org: no", "a letter to …@…: no"),
        ("from 8.8.8.8, port", "from …, port"),
        ("from 2a00:1450:4001:829::200e now", "from … now"),
        ("the server at 10.0.0.5:5432 and 127.0.0.1", "the server at 10.0.0.5:5432 and 127.0.0.1"),
        ("at 12:30:45 on ::1", "at 12:30:45 on ::1"),
        ("SELECT a WHERE b = %s", "SELECT a WHERE b = %s"),
        ("Really? yes=no", "Really? yes=no"),
    ],
)
def test_persons_are_hidden(text, hidden):
    assert without_persons(text) == hidden


class TestNames:
    @pytest.mark.parametrize("sent", ["0af7651916cd43dd8448eb211c80319c", "a-b_c.d.E", "x" * 64])
    def test_one_that_was_sent_comes_back(self, client, db, sent):
        assert client.get("/healthz", HTTP_X_REQUEST_ID=sent).headers["X-Request-ID"] == sent

    @pytest.mark.parametrize(
        "sent",
        [
            "",
            "short",
            "x" * 65,
            "a b c d e f g",
            "abcdefgh\n",
            "<script>alert",
            "布布布布布布布布",
            "a" * 100_000,
        ],
    )
    def test_others_are_left_aside(self, client, db, sent):
        name = client.get("/healthz", HTTP_X_REQUEST_ID=sent).headers["X-Request-ID"]
        assert re.fullmatch("[0-9a-f]{16}", name)

    def test_each_request_has_its_own_and_none_is_kept(self, client, db, page_cache):
        names = {client.get("/releases/").headers["X-Request-ID"] for _ in range(5)}
        assert len(names) == 5


@pytest.fixture
def sentry():
    """A Sentry of one's own; gives its address and what it was told."""
    told = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
            told.append(unpack.get(self.headers.get("Content-Encoding"), bytes)(body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_words):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://publickey@127.0.0.1:{server.server_port}/1", told
        server.shutdown()


FAIL = """
from unittest.mock import patch
from django.test import Client
import django.urls.resolvers as resolvers
def broken(self, path):
    typed = "secretlocal"
    raise ValueError("li@example.org")
with patch.object(resolvers.URLResolver, "resolve", broken):
    Client(raise_request_exception=False).post(
        "/search/?q=secretquery", {"text": "secretbody"}, REMOTE_ADDR="8.8.8.8",
        headers={"cookie": "a=secretcookie", "referer": "http://h/?q=secretreferer", "host": "localhost"},
    )
import sentry_sdk
sentry_sdk.flush(10)
"""


@pytest.mark.long
def test_a_sentry_is_told_what_failed_and_nothing_of_who_asked(installation, tmp_path, sentry):
    address, told = sentry
    folder = shutil.copytree(installation, tmp_path / "var")
    env = environment(folder, SENTRY_DSN=address, LOG_FORMAT="json")
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", FAIL],
        cwd=BASE,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    everything = b"\n".join(told)
    assert b"ValueError" in everything
    assert b"/search/" in everything
    for word in (b"secret", b"li@example.org", b"8.8.8.8"):
        assert word not in everything, word
    assert "secret" not in done.stderr
    (line,) = [json.loads(one) for one in done.stderr.splitlines() if one.startswith("{")]
    assert line["request_id"]
    assert line["level"] == "ERROR"
    assert "li@example.org" not in line["trace"]


@pytest.mark.long
@pytest.mark.parametrize(
    "setting", [{"SENTRY_DSN": "nonsense"}, {"LOG_FORMAT": "xml"}, {"SLOW_QUERY_MILLISECONDS": "-1"}]
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path, setting):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE,
        env=environment(tmp_path, **setting),
        capture_output=True,
        text=True,
        check=False,
    )
    (name,) = setting
    assert done.returncode == 1
    assert done.stderr.strip().startswith(f"{name} must be") or f"{name} must be" in done.stderr
    assert "Traceback" not in done.stderr


def test_one_form_for_each_setting():
    assert isinstance(formatter_of("json"), JsonLines)
    assert not isinstance(formatter_of("line"), JsonLines)
