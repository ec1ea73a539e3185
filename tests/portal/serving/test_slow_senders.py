"""Slow and large senders hold a connection and nothing else."""

import time

import pytest

from tests.attack.senders import attack, kinds
from tests.attack.site import large_file, large_upload
from tests.attack.visitors import Visitor, get, percentile, request, save
from tests.portal.serving.raw import FORM, HOST

pytestmark = pytest.mark.long

NAMES = list(kinds(""))
#: A long answer for programs: this portal has no figures.
OF_PROGRAMS = "/api/v1/openapi.json"
#: Generous: the machine that tests may be busy with others. A held thread shows as seconds, a held site as failures.
LONGEST_MEDIAN, LONGEST = 250, 5000


@pytest.mark.parametrize("name", NAMES)
def test_the_site_answers_while_senders_are_slow(served, folder, session, name):  # A1
    kind = kinds(large_file(folder), large_upload(folder), OF_PROGRAMS)[name]
    for address in ("/news/", OF_PROGRAMS):
        get(served.port, address)()
    visitors = [
        Visitor(get(served.port, "/healthz"), 0.02),
        Visitor(get(served.port, "/news/"), 0.02),
        Visitor(save(served.port, session), 0.1),
    ]
    with attacking(served.port, kind, count=60, seconds=3, addresses=10):
        time.sleep(0.5)
        for visitor in visitors:
            visitor.start()
        time.sleep(2)
        for visitor in visitors:
            visitor.stop()
    for visitor in visitors:
        assert not visitor.failures
        assert percentile(visitor.times, 1) < LONGEST
    assert percentile(visitors[0].times, 0.5) < LONGEST_MEDIAN
    assert percentile(visitors[1].times, 0.5) < LONGEST_MEDIAN


class attacking:
    """Attacks in a process of its own while the block runs."""

    def __init__(self, port, kind, **how):
        from multiprocessing import get_context

        arguments = (port, kind, how["count"], how["seconds"], how["addresses"])
        self._process = get_context("spawn").Process(target=attack, args=arguments)

    def __enter__(self):
        self._process.start()

    def __exit__(self, *_exception):
        self._process.kill()
        self._process.join()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (FORM + b"Content-Length: 1000\r\n\r\na", b""),
        (FORM + b"Content-Length: 1000\r\n\r\na", b"a"),
        (FORM + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    ],
    ids=["silent", "a byte now and then", "chunks"],
)
def test_a_slow_body_is_ended_with_a_sentence(raw, first, then):  # A1
    connection = raw(first)
    for _ in range(4):
        time.sleep(0.5)
        connection.send(then)
    got, seconds = connection.read(15)
    assert got.startswith(b"HTTP/1.1 408")
    assert b"Sending took too long" in got
    assert seconds < 13, "the connection was not closed"


def test_a_page_in_the_visitors_language(raw):
    connection = raw(b"POST /zh-hans/x/" + HOST + b"Expect: 100-continue\r\nContent-Length: 9000000\r\n\r\n")
    got, _seconds = connection.read(3)
    assert got.startswith(b"HTTP/1.1 413")
    assert b'lang="zh-Hans"' in got


def test_programs_get_a_sentence_as_json(raw):
    connection = raw(b"POST /api/v1/x" + HOST + b"Expect: 100-continue\r\nContent-Length: 9000000\r\n\r\n")
    got, _seconds = connection.read(3)
    assert got.startswith(b"HTTP/1.1 413")
    assert b"application/problem+json" in got
    assert b'"status": 413' in got


def test_a_large_body_is_refused_from_its_length(raw, spool):  # A2
    connection = raw(FORM + b"Expect: 100-continue\r\nContent-Length: 300000000\r\n\r\n")
    got, seconds = connection.read(3)
    assert got.startswith(b"HTTP/1.1 413")
    assert seconds < 2
    assert len(got) < 3000
    assert not list(spool.iterdir())


def test_a_stream_without_length_is_cut(raw, spool):  # A2
    connection = raw(FORM + b"Transfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    for _ in range(40):
        connection.send(chunk)
    connection.send(b"0\r\n\r\n")
    got, _seconds = connection.read(10)
    assert got.startswith(b"HTTP/1.1 413")
    assert not list(spool.iterdir())


def test_staff_send_more_than_the_public(served, session):  # A2
    body = b"x" * 3_000_000
    headers = {"Content-Type": "text/plain"}
    assert request(served.port, "POST", "/admin/news/redirect/add/", body, headers).status == 413
    headers["Cookie"] = f"sessionid={session}"
    assert request(served.port, "POST", "/news/", body, headers).status == 413
    assert (
        request(served.port, "POST", "/admin/news/redirect/add/", body, headers).status == 403
    )  # no form token
    headers["Cookie"] = "sessionid=abcdefghijklmnopqrstuvwxyz012345"
    assert request(served.port, "POST", "/admin/news/redirect/add/", body, headers).status == 413
    assert request(served.port, "GET", "/healthz").status == 200
