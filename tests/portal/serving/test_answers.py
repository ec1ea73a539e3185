"""Answers as they were before the front: files, ranges, HEAD, 304, streams, and what a broken sender leaves behind."""

import time

import pytest

from tests.attack.site import large_file
from tests.attack.visitors import request
from tests.portal.serving.raw import FORM, HOST

pytestmark = pytest.mark.long


def test_the_process_answers_without_django(served):
    answer = request(served.port, "GET", "/healthz", headers={"Host": "balancer.example"})
    assert (answer.status, answer.text, answer.headers["Cache-Control"]) == (200, b"ok\n", "no-store")
    answer = request(served.port, "HEAD", "/healthz")
    assert (answer.status, answer.text, answer.headers["Content-Length"]) == (200, b"", "3")


def test_pages_have_the_same_headers_kept_or_not(served):
    first = request(served.port, "GET", "/tags/")
    again = request(served.port, "GET", "/tags/")
    ignored = ("date", "x-request-id")
    headers = [
        {name: value for name, value in answer.getheaders() if name not in ignored}
        for answer in (first, again)
    ]
    assert headers[0] == headers[1]
    assert "content-security-policy" in headers[0]
    head = request(served.port, "HEAD", "/tags/")
    assert (head.status, head.text, head.headers["Content-Length"]) == (
        200,
        b"",
        first.headers["Content-Length"],
    )
    known = request(served.port, "GET", "/tags/", headers={"If-None-Match": first.headers["ETag"]})
    assert (known.status, known.text) == (304, b"")


def test_another_host_gets_no_kept_page(served):
    request(served.port, "GET", "/tags/")
    assert request(served.port, "GET", "/tags/", headers={"Host": "elsewhere.example"}).status == 400


def test_large_files_whole_and_in_parts(served, folder):
    address = large_file(folder)
    content = (folder / "static" / address.removeprefix("/static/")).read_bytes()
    plain = {"Accept-Encoding": "identity"}
    whole = request(served.port, "GET", address, headers=plain)
    assert (whole.status, whole.text == content) == (200, True)
    part = request(served.port, "GET", address, headers={**plain, "Range": "bytes=100-700099"})
    assert (part.status, part.text == content[100:700100]) == (206, True)
    head = request(served.port, "HEAD", address, headers=plain)
    assert (head.status, head.text, head.headers["Content-Length"]) == (200, b"", str(len(content)))


def test_requests_sent_ahead_are_answered_in_order(raw):
    connection = raw(
        (b"GET /healthz" + HOST + b"\r\n") * 3 + b"GET /tags/" + HOST + b"Connection: close\r\n\r\n"
    )
    got, _seconds = connection.read(5)
    assert got.count(b"HTTP/1.1 200") == 4
    assert got.rindex(b"ok\n") < got.index(b"<!doctype html>")


def test_100_continue_comes_before_the_body(raw):
    connection = raw(FORM + b"Expect: 100-continue\r\nContent-Length: 10\r\n\r\n")
    got, _seconds = connection.read(1)
    assert got.startswith(b"HTTP/1.1 100")
    connection.send(b"username=a")
    got, _seconds = connection.read(2)
    assert got.startswith(b"HTTP/1.1 403")  # the form's token is missing


def test_chunks_reach_the_form(served, raw):
    token = b"t" * 32
    form = b"csrfmiddlewaretoken=" + token + b"&username=a&password=b"
    head = FORM.replace(b"\r\n", b"\r\nCookie: csrftoken=" + token + b"\r\n", 1)
    connection = raw(head + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
    for at in range(0, len(form), 20):
        part = form[at : at + 20]
        connection.send(b"%x\r\n%s\r\n" % (len(part), part))
    connection.send(b"0\r\n\r\n")
    got, _seconds = connection.read(10)
    assert got.startswith(b"HTTP/1.1 200"), got[:200]


def test_a_broken_body_is_not_taken_for_a_whole_one(served, session, raw):
    token = b"t" * 32
    form = b"csrfmiddlewaretoken=" + token + b"&path=/broken-off/&target=/news/&note="
    head = (
        b"POST /admin/news/redirect/add/" + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"Cookie: csrftoken=" + token + b"; sessionid=" + session.encode() + b"\r\n"
    )
    raw(head + b"Content-Length: 1000\r\n\r\n" + form).close()
    raw(head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(form), form)).close()
    time.sleep(1)
    assert request(served.port, "GET", "/broken-off/").status == 404


def status_of(connection):
    """Return the status of the one answer on a connection, 0 without one."""
    got, _seconds = connection.read()
    return int(got[9:12] or 0)


@pytest.mark.parametrize(
    "text", ["涤纶".encode(), "涤纶".encode("gbk"), b"\xff\xfe", b"\xe6"], ids=["utf-8", "gbk", "ff", "half"]
)
@pytest.mark.parametrize(
    "line",
    [
        "GET /search/?q=@",
        "GET /zh-hans/news/?x=@",
        "GET /@/",
        "GET /news.php?class=@",
        "GET /static/css/@.css",
        "POST /i18n/setlang/?next=@",
    ],
)
def test_what_a_program_sends_unquoted_is_no_error_of_ours(raw, line, text):
    """Browsers quote an address; scripts, mirrors and readers of feeds send its bytes as they are."""
    connection = raw(line.encode().replace(b"@", text) + HOST + b"Connection: close\r\n\r\n")
    assert status_of(connection) in (200, 301, 302, 400, 403, 404)


@pytest.mark.parametrize(
    "header", ["Referer", "User-Agent", "Cookie", "Accept-Language", "If-None-Match", "X-Forwarded-For"]
)
@pytest.mark.parametrize("text", ["涤纶".encode(), b"\xff\xfe"], ids=["utf-8", "ff"])
def test_unquoted_bytes_in_a_header_are_no_error_of_ours(raw, header, text):
    head = header.encode() + b": a=" + text + b"\r\n"
    connection = raw(b"GET /search/?q=a" + HOST + head + b"Connection: close\r\n\r\n")
    assert status_of(connection) in (200, 400)


def test_names_with_underscores_do_not_pass_for_a_proxys(served):
    answer = request(
        served.port, "GET", "/tags/", headers={"X_Forwarded_Proto": "https", "X_Forwarded_For": "1.2.3.4"}
    )
    assert answer.status == 200


def test_no_websocket(raw):
    connection = raw(
        b"GET /healthz" + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    got, _seconds = connection.read(1)
    assert got.startswith(b"HTTP/1.1 200")


def test_an_honest_slow_upload_by_staff_arrives(served, session, spool, raw):  # A2
    """20 MB as fast as the line takes them, with pauses: more than the public may send, kept in a file without a name."""
    token = b"t" * 32
    size, boundary = 20 * 1024 * 1024, b"limit"
    before = (
        b'--limit\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
        + token
        + b"\r\n--limit\r\n"
        b'Content-Disposition: form-data; name="note"; filename="a.bin"\r\n\r\n'
    )
    after = b"\r\n--limit--\r\n"
    head = (
        b"POST /admin/news/redirect/add/" + HOST + b"Content-Type: multipart/form-data; boundary=" + boundary
        + b"\r\nCookie: csrftoken=" + token + b"; sessionid=" + session.encode() + b"\r\nConnection: close\r\n"
    )  # fmt: skip
    connection = raw(head + b"Content-Length: %d\r\n\r\n" % (len(before) + size + len(after)) + before)
    for _ in range(20):
        connection.send(b"\0" * (1024 * 1024))
        time.sleep(0.1)
    connection.send(after)
    got, _seconds = connection.read(20)
    assert got.startswith(b"HTTP/1.1 200"), got[:300]  # the form again: its fields are missing
    until = time.monotonic() + 20
    while list(spool.iterdir()):  # Django closes its own copy once the answer has gone
        assert time.monotonic() < until, list(spool.iterdir())
        time.sleep(0.05)
