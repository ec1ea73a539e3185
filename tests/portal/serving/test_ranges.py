"""Parts of files: which part an answer has, from the server, and that no thread copies it."""

from types import SimpleNamespace

import pytest

from portal.serving.answers import hand_over, hand_over_bytes
from portal.serving.file_wrapper import FileWrapper
from portal.serving.ranges import BEYOND, part_asked
from tests.attack.site import large_file, large_upload
from tests.attack.visitors import request

ETAG, MODIFIED = '"5f-1388"', "Sat, 28 Nov 2026 08:00:00 GMT"
HEADERS = [("Content-Type", "image/png"), ("etag", ETAG), ("Last-Modified", MODIFIED)]


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=10-", (10, 1000)),
        ("Bytes= 10-19 ", (10, 20)),
        ("bytes=10-5000", (10, 1000)),
        ("bytes=10-" + "9" * 5000, (10, 1000)),
        ("bytes=-10", (990, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes=1000-", BEYOND),
        ("bytes=" + "9" * 5000 + "-", BEYOND),
        ("bytes=-0", BEYOND),
        ("bytes=20-10", None),
        ("bytes=-", None),
        ("bytes=0-1,5-9", None),
        ("bytes=a-b", None),
        ("bytes=+1-2", None),
        ("bytes=\u0661-\u0662", None),
        ("lines=0-1", None),
        ("", None),
    ],
)
def test_which_part_is_asked_for(asked, part):
    assert part_asked({"range": asked}, HEADERS, 1000) == part


@pytest.mark.parametrize(
    ("condition", "is_part"),
    [
        (ETAG, True),
        (f"W/{ETAG}", False),
        ('"other"', False),
        (MODIFIED, True),
        ("Sat, 28 Nov 2026 09:00:00 GMT", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_a_part_only_of_the_file_that_was_begun(condition, is_part):
    part = part_asked({"range": "bytes=1-2", "if-range": condition}, HEADERS, 1000)
    assert part == ((1, 3) if is_part else None)


def test_a_weak_tag_never_joins_parts():
    asked = {"range": "bytes=1-2", "if-range": f"W/{ETAG}"}
    assert part_asked(asked, [("ETag", f"W/{ETAG}")], 1000) is None


def test_an_empty_file_has_no_part():
    assert part_asked({"range": "bytes=0-"}, HEADERS, 0) is BEYOND


def test_a_part_goes_by_the_path_of_its_file(tmp_path):
    """Granian reads it; copying it would hold a thread for as long as that takes."""
    path = tmp_path / "large"
    path.write_bytes(b"0123456789" * 100_000)
    given = []
    proto = SimpleNamespace(response_file_range=lambda *what: given.append(what))
    scope = SimpleNamespace(method="GET", path="/media/large", headers={"range": "bytes=10-"})
    with path.open("rb") as file:
        hand_over(proto, 200, [("Content-Length", "1000000")], FileWrapper(file), scope)
    (status, headers, sent, start, end) = given[0]
    assert (status, sent, start, end) == (206, str(path), 10, 1_000_000)
    assert dict(headers) == {
        "Accept-Ranges": "bytes",
        "Content-Range": "bytes 10-999999/1000000",
        "Content-Length": "999990",
    }


BODY = b"period,value\r\n2023-06-12,106.30\r\n"
TABLE = [
    ("Content-Type", "text/csv"),
    ("Accept-Ranges", "bytes"),
    ("ETag", ETAG),
    ("Content-Length", str(len(BODY))),
]


@pytest.mark.parametrize(
    ("method", "headers", "asked", "status", "sent"),
    [
        ("GET", TABLE, "bytes=0-5", 206, BODY[:6]),
        ("GET", TABLE, "bytes=-8", 206, BODY[-8:]),
        ("GET", TABLE, "", 200, BODY),
        ("GET", TABLE, "bytes=0-1,4-5", 200, BODY),
        ("GET", TABLE[:1] + TABLE[2:], "bytes=0-5", 200, BODY),
        ("HEAD", TABLE, "bytes=0-5", 200, BODY),
    ],
)
def test_a_table_made_in_memory_has_parts_where_it_says_so(method, headers, asked, status, sent):  # F14
    given = []
    proto = SimpleNamespace(response_bytes=lambda *what: given.append(what))
    scope = SimpleNamespace(method=method, path="/index/price/data.csv", headers={"range": asked})
    hand_over_bytes(proto, scope, 200, headers, BODY)
    assert (given[0][0], given[0][2]) == (status, sent)
    if status == 206:
        said = dict(given[0][1])
        assert said["Content-Length"] == str(len(sent))
        assert said["Content-Range"].endswith(f"/{len(BODY)}")


def test_what_is_beyond_a_table_is_refused():
    given = []
    proto = SimpleNamespace(response_bytes=lambda *what: given.append(what))
    scope = SimpleNamespace(method="GET", path="/index/price/data.csv", headers={"range": "bytes=999-"})
    hand_over_bytes(proto, scope, 200, TABLE, BODY)
    assert given[0][0] == 416
    assert dict(given[0][1])["Content-Range"] == f"bytes */{len(BODY)}"


@pytest.fixture(scope="module")
def files(folder):
    """{address: content} of a large static file, a small one, and a large upload."""
    upload = large_upload(folder, 2)
    (folder / "media" / "attachments" / "small.pdf").write_bytes(b"%PDF-1.7\nsmall")
    addresses = {large_file(folder): "static", upload: "media", "/media/attachments/small.pdf": "media"}
    return {
        address: (folder / root / address.removeprefix(f"/{root}/")).read_bytes()
        for address, root in addresses.items()
    }


def part_of(served, address, method="GET", **headers):
    """Return the answer to a request for a part as it lies on the disk."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return request(served.port, method, address, headers={"Accept-Encoding": "identity", **named})


@pytest.mark.long
def test_parts_from_the_server(served, files):
    for address, content in files.items():
        size = len(content)
        for asked, start, end in (
            ("0-0", 0, 1),
            ("3-", 3, size),
            ("-5", size - 5, size),
            ("2-99999999", 2, size),
        ):
            answer = part_of(served, address, Range=f"bytes={asked}")
            assert (answer.status, answer.text == content[start:end]) == (206, True), (address, asked)
            assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
            assert answer.headers["Content-Length"] == str(end - start)
            assert "content-type" in answer.headers


def test_what_is_beyond_the_file_gets_a_sentence(served, files):
    for address, content in files.items():
        for asked in (f"{len(content)}-", "-0"):
            answer = part_of(served, address, Range=f"bytes={asked}")
            assert answer.status == 416, (address, asked)
            assert answer.headers["Content-Range"] == f"bytes */{len(content)}"
            assert answer.headers["Cache-Control"] == "no-store"
            assert b"from the beginning" in answer.text


def test_several_parts_and_nonsense_get_the_whole(served, files):
    for address, content in files.items():
        for asked in ("bytes=0-1,5-9", "bytes=9-3", "bytes=x-", "lines=0-1"):
            answer = part_of(served, address, Range=asked)
            assert (answer.status, answer.text == content) == (200, True), (address, asked)
            assert answer.headers["Accept-Ranges"] == "bytes"


def test_head_tells_of_the_whole(served, files):
    for address, content in files.items():
        answer = part_of(served, address, "HEAD", Range="bytes=1-2")
        assert (answer.status, answer.text) == (200, b"")
        assert answer.headers["Content-Length"] == str(len(content))


def test_a_download_goes_on_only_if_the_file_is_still_the_same(served, files):
    for address, content in files.items():
        whole = part_of(served, address)
        known = whole.headers["ETag"] or whole.headers["Last-Modified"]
        same = part_of(served, address, Range="bytes=4-", If_Range=known)
        assert (same.status, same.text == content[4:]) == (206, True), address
        other = part_of(served, address, Range="bytes=4-", If_Range='"another"')
        assert (other.status, other.text == content) == (200, True), address


def test_a_part_of_what_the_visitor_has_is_not_sent(served, files):
    for address in files:
        whole = part_of(served, address)
        modified = whole.headers["Last-Modified"]
        assert part_of(served, address, Range="bytes=4-", If_Modified_Since=modified).status == 304


def test_pages_have_no_parts(served):
    answer = request(served.port, "GET", "/tags/", headers={"Range": "bytes=0-9"})
    assert answer.status == 200
