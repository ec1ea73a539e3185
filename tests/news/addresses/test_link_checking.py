"""Outside addresses are asked, and never one inside a network of ours; a real server answers here."""

import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command
from django.utils import timezone

from news.addresses import link_checking
from news.addresses.link_checking import answer_of, check, due, outside_addresses
from news.addresses.models import LinkCheck
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory, PageFactory


class Site(BaseHTTPRequestHandler):
    """/ok answers, /gone is 404, /no-head refuses HEAD, /moved leads to /ok, /loop to itself."""

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        status = {"/ok": 200, "/gone": 404, "/moved": 301, "/loop": 302, "/inside": 302}.get(self.path, 200)
        if self.path == "/no-head" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        if status in (301, 302):
            self.send_header(
                "Location", {"/moved": "/ok", "/loop": "/loop"}.get(self.path, "http://169.254.169.254/")
            )
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/ok", ""), ("/no-head", ""), ("/moved", ""), ("/gone", "404"), ("/loop", "too many redirects")],
)
def test_what_an_address_answers(site, path, reason):
    assert answer_of(site + path, allow_private=True) == reason


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/latest/",
     "http://192.168.1.1/", "http://0.0.0.0/", "http://2130706433/"],
)  # fmt: skip
def test_nothing_inside_is_ever_asked(url):
    assert answer_of(url) in ("not public", "no connection")
    assert answer_of(url) != ""


def test_a_server_that_is_not_there():
    assert answer_of("http://127.0.0.1:1/", allow_private=True) == "no connection"
    assert answer_of("ftp://example.org/") == "no connection"


@pytest.mark.django_db
def test_addresses_of_published_texts_are_asked_and_noted():
    ArticleFactory(
        body_en='<p><a href="https://example.org/a?x=1&amp;y=2">a</a> <a href="ref:article/1">b</a></p>'
    )
    ArticleFactory(body_en='<p><a href="https://example.org/hidden">a</a></p>', status=ArticleStatus.DRAFT)
    PageFactory(body_zh_hans='<p><a href="https://example.org/b">a</a></p>')
    found = outside_addresses()
    assert found == {"https://example.org/a?x=1&y=2", "https://example.org/b"}
    answers = dict(check(sorted(found), ask=lambda url: "404" if url.endswith("/b") else ""))
    assert answers["https://example.org/b"] == "404"
    assert [row.url for row in LinkCheck.objects.failing()] == ["https://example.org/b"]
    assert due(found) == ["https://example.org/b"]
    LinkCheck.objects.update(checked_at=timezone.now() - timedelta(days=8))
    assert set(due(found)) == found


@pytest.mark.django_db
def test_the_command_forgets_what_nothing_links_to(capsys):
    LinkCheck.objects.create(url="https://example.org/old", failing_since=timezone.now())
    call_command("check_links")
    assert "Asked 0 of 0" in capsys.readouterr().out
    assert not LinkCheck.objects.exists()


@pytest.mark.parametrize("drips", [b"H", b"HTTP/1.1 200 OK\r\nX: ", b""])
def test_a_server_that_sends_a_byte_now_and_then_is_cut_off(monkeypatch, drips):  # A7
    monkeypatch.setattr(link_checking, "LIMIT", 1.5)
    server = socket.create_server(("127.0.0.1", 0))

    def drip():
        with suppress(OSError):
            while True:
                connection, _address = server.accept()
                with connection:
                    connection.sendall(drips)
                    while True:
                        connection.sendall(b"x")
                        time.sleep(0.2)

    threading.Thread(target=drip, daemon=True).start()
    with server:
        for scheme in ("http", "https"):
            began = time.monotonic()
            url = f"{scheme}://127.0.0.1:{server.getsockname()[1]}/"
            assert answer_of(url, allow_private=True) in ("no answer in time", "certificate")
            assert time.monotonic() - began < 4


@pytest.mark.django_db
def test_an_address_that_cannot_even_be_asked_stops_no_other():
    def ask(url):
        if url.endswith("/b"):
            raise RuntimeError("odd")
        return ""

    addresses = [f"https://example.org/{letter}" for letter in "abc"]
    assert dict(check(addresses, ask=ask)) == dict(zip(addresses, ["", "no connection", ""], strict=True))
