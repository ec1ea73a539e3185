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
            url = f"{scheme}://127.0.0.1:{server.getsockname()[1]}/"
            assert answer_of(url, allow_private=True) in ("no answer in time", "certificate")


@pytest.mark.django_db
def test_an_address_that_cannot_even_be_asked_stops_no_other():
    def ask(url):
        if url.endswith("/b"):
            raise RuntimeError("odd")
        return ""

    addresses = [f"https://example.org/{letter}" for letter in "abc"]
    assert dict(check(addresses, ask=ask)) == dict(zip(addresses, ["", "no connection", ""], strict=True))


@pytest.fixture
def asked():
    """A server that notes what it is asked; `moved` is the header of the one redirect it gives, as bytes."""
    noted = {"targets": [], "hosts": [], "moved": b""}

    class Noting(BaseHTTPRequestHandler):
        def do_HEAD(self):
            noted["targets"].append(self.path)
            noted["hosts"].append(self.headers["Host"])
            moved, noted["moved"] = noted["moved"], b""
            self.send_response(301 if moved else 200)
            if moved:
                self._headers_buffer.append(b"Location: " + moved + b"\r\n")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", noted
    server.shutdown()


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("/wiki/柯桥", "/wiki/%E6%9F%AF%E6%A1%A5"), ("/wiki/%E6%9F%AF%E6%A1%A5", "/wiki/%E6%9F%AF%E6%A1%A5"), ("/a b", "/a%20b"),
        ("/s?q=柯桥&x=1", "/s?q=%E6%9F%AF%E6%A1%A5&x=1"), ("/s?q=%BF%C2", "/s?q=%BF%C2"), ("/100%", "/100%25"),
        ("/a%2Fb;c=1,2", "/a%2Fb;c=1,2"),
        ("#part", "/"), ("/a?b=1#柯桥", "/a?b=1"), ("?q=1", "/?q=1"), ("/a|b{c}^`<>\"", "/a%7Cb%7Bc%7D%5E%60%3C%3E%22"),
    ],
)  # fmt: skip
def test_an_address_is_asked_percent_encoded(asked, written, target):
    """C6: /wiki/柯桥 was asked as /wiki/ and reported broken."""
    host, noted = asked
    assert answer_of(f"http://{host}{written}", allow_private=True) == ""
    assert noted["targets"] == [target]


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/柯桥".encode(), "/%E6%9F%AF%E6%A1%A5"), ("/柯桥".encode("gbk"), "/%BF%C2%C7%C5"), (b"/b#part", "/b"),
        (b"next?x=1", "/a/next?x=1"),
        (b"  /b", "/b"),
    ],
)  # fmt: skip
def test_a_redirect_is_followed_however_it_is_written(asked, location, target):  # C6
    host, noted = asked
    noted["moved"] = location
    assert answer_of(f"http://{host}/a/", allow_private=True) == ""
    assert noted["targets"] == ["/a/", target]


def test_a_host_in_another_script_is_asked_by_its_idna_form(asked, monkeypatch):  # C6
    host, noted = asked
    port, looked_up, real = host.rpartition(":")[2], [], socket.getaddrinfo

    def resolve(name, *arguments, **options):
        looked_up.append(name)
        return real("127.0.0.1", *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert answer_of(f"http://柯桥。公司:{port}/", allow_private=True) == ""
    assert looked_up[0] == "xn--tvv3j.xn--55qx5d"
    assert noted["hosts"] == [f"xn--tvv3j.xn--55qx5d:{port}"]
    assert answer_of("http://" + "柯" * 80 + ".cn/", allow_private=True) == "no connection"


def test_addresses_in_capitals_are_outside_addresses_too():
    assert link_checking.web_addresses('<p><a href="HTTPS://Example.org/A">a</a></p>') == {
        "HTTPS://Example.org/A"
    }
