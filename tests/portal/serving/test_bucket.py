"""Files in a bucket: answered at the portal's own addresses, missing ones told from a store that is away."""

import errno
import io
import os
import time
from types import SimpleNamespace

import boto3
import pytest
from django.core.files.base import ContentFile
from django.test import Client

from foundation.stores import StoreAway
from portal.serving import bucket as bucket_module
from portal.serving.answers import hand_over
from portal.serving.file_wrapper import FileWrapper
from portal.serving.uploads import media
from tests.bucket import BUCKET, keys, on_storage, silence, silent_address

LONG = bytes(range(256)) * 40_000  # ten MB


def test_a_file_is_stored_read_listed_and_deleted(bucket, client_of_store):
    name = bucket.save("pictures/ab/布 料.png", ContentFile(b"cloth"))
    assert keys(client_of_store) == {"media/pictures/ab/布 料.png"}
    assert (bucket.exists(name), bucket.size(name)) == (True, 5)
    with bucket.open(name) as file:
        assert (file.size, file.read(), file.modified) == (5, b"cloth", bucket.get_modified_time(name))
    assert abs(bucket.get_modified_time(name).timestamp() - time.time()) < 5
    assert (bucket.listdir(""), bucket.listdir("pictures/ab")) == ((["pictures"], []), ([], ["布 料.png"]))
    assert bucket.listdir("nowhere") == ([], [])
    bucket.delete(name)
    bucket.delete(name)
    assert not bucket.exists(name)
    for ask in (bucket.open, bucket.size, bucket.get_modified_time):
        with pytest.raises(FileNotFoundError):
            ask(name)
    with pytest.raises(NotImplementedError):
        bucket.path(name)


def test_what_is_there_is_not_written_over(bucket):
    assert bucket.save("a.png", ContentFile(b"one")) == "a.png"
    second = bucket.save("a.png", ContentFile(b"two"))
    assert second != "a.png"
    with bucket.open("a.png") as file:
        assert file.read() == b"one"


def test_a_long_file_goes_in_parts_and_whoever_lent_it_keeps_it_open(bucket):
    content = ContentFile(LONG)
    content.read(100)
    bucket.save("long.bin", content)
    assert not content.closed
    with bucket.open("long.bin") as file:
        assert file.read() == LONG


def test_nothing_in_the_bucket_is_open_to_everybody(bucket, client_of_store):
    bucket.save("a.png", ContentFile(b"x"))
    grants = client_of_store.get_object_acl(Bucket=BUCKET, Key="media/a.png")["Grants"]
    assert all("URI" not in grant["Grantee"] for grant in grants)


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("pictures/ab/abc.png", "image/png", True),
        ("files/report.pdf", "application/pdf", False),
        ("files/page.html", "application/octet-stream", False),
        ("files/drawing.svg", "application/octet-stream", False),
    ],
)
def test_files_have_the_portals_own_addresses_and_headers(client, bucket, name, kind, shown):
    bucket.save(name, ContentFile(b"<script>alert(1)</script>"))
    assert bucket.url(name) == f"/media/{name}"
    response = client.get(bucket.url(name))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Type"] == kind
    assert response["Content-Length"] == "25"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert ("immutable" in response["Cache-Control"]) == name.startswith("pictures/")
    assert not response.cookies


def test_who_has_a_file_or_only_asks_about_it_has_nothing_fetched(client, bucket, monkeypatch):
    bucket.save("pictures/ab/abc.png", ContentFile(b"cloth"))
    whole = client.get("/media/pictures/ab/abc.png")
    monkeypatch.setattr(bucket_module, "_fetched", lambda body: pytest.fail("fetched"))
    known = client.get("/media/pictures/ab/abc.png", headers={"if-modified-since": whole["Last-Modified"]})
    assert (known.status_code, known.content) == (304, b"")
    assert "immutable" in known["Cache-Control"]
    head = client.head("/media/pictures/ab/abc.png")
    assert (head.status_code, b"".join(head)) == (200, b"")
    for name in (
        "Content-Length",
        "Content-Type",
        "Last-Modified",
        "Content-Security-Policy",
        "Cache-Control",
    ):
        assert head[name] == whole[name], name
    monkeypatch.undo()
    old = {"if-modified-since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    assert b"".join(client.get("/media/pictures/ab/abc.png", headers=old)) == b"cloth"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["nothing.png", "pictures", "pictures/", "pictures/.hidden", "../a.png", "x" * 5000 + ".png", "%ff.png"],
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_file_that_is_not_there_is_404(client, bucket, path, method):
    bucket.save("pictures/a.png", ContentFile(b"x"))
    bucket.save("pictures/.hidden", ContentFile(b"secret"))
    assert getattr(client, method)(f"/media/{path}").status_code == 404


class Connection:
    """Stands for granian's side of a request: remembers what it was told to send."""

    def response_file(self, status, headers, path):
        self.sent = status, dict(headers), path, 0, None

    def response_file_range(self, status, headers, path, start, end):
        self.sent = status, dict(headers), path, start, end

    def response_bytes(self, status, headers, content):
        self.sent = status, dict(headers), None, 0, content

    def read(self):
        """Return (status, headers, what the reader gets), as granian reads it a little later."""
        status, headers, path, start, end = self.sent
        if path is None:
            return status, headers, end
        with open(path, "rb") as file:
            return status, headers, file.read()[start:end]


@pytest.mark.parametrize(
    ("size", "part", "status", "expected"),
    [
        (len(LONG), None, 200, slice(None)),
        (len(LONG), "bytes=1000-600999", 206, slice(1000, 601_000)),
        (5000, None, 200, slice(5000)),
        (5000, "bytes=100-", 206, slice(100, 5000)),
    ],
)
def test_the_server_sends_a_fetched_file_when_it_has_long_been_closed(
    rf, bucket, size, part, status, expected
):
    bucket.save("files/a.pdf", ContentFile(LONG[:size]))
    response = media(rf.get("/media/files/a.pdf"), "files/a.pdf")
    got, headers, content = handed_over(response, **({"range": part} if part else {}))
    assert (got, content == LONG[expected]) == (status, True)
    assert headers["Content-Length"] == str(len(LONG[expected]))
    assert headers["Accept-Ranges"] == "bytes"


def handed_over(response, **headers):
    """Return (status, headers, content) of what granian sends of a response to who asks with these headers."""
    connection = Connection()
    scope = SimpleNamespace(method="GET", path="/media/a", headers=headers)
    hand_over(connection, 200, list(response.items()), FileWrapper(response.file_to_stream), scope)
    response.file_to_stream.close()
    return connection.read()


@pytest.fixture
def fetched(monkeypatch):
    """The sizes of what was fetched from the bucket."""
    sizes, fetch = [], bucket_module._fetched

    def counted(body, size):
        file = fetch(body, size)
        sizes.append(os.fstat(file.fileno()).st_size)
        return file

    monkeypatch.setattr(bucket_module, "_fetched", counted)
    return sizes


@pytest.mark.parametrize(
    ("part", "status", "expected", "sizes"),
    [
        ("bytes=1000-1999", 206, slice(1000, 2000), [1000]),
        ("bytes=-700000", 206, slice(-700_000, None), [700_000]),
        (f"bytes={len(LONG)}-", 416, None, []),
        ("bytes=0-1,5-6", 200, slice(None), [len(LONG)]),
    ],
)
def test_of_a_long_file_only_the_part_that_is_asked_for_is_fetched(
    rf, bucket, fetched, part, status, expected, sizes
):
    bucket.save("files/a.pdf", ContentFile(LONG))
    response = media(rf.get("/media/files/a.pdf", headers={"range": part}), "files/a.pdf")
    got, headers, content = handed_over(response, range=part)
    assert (got, fetched) == (status, sizes)
    if expected is None:
        assert headers["Content-Range"] == f"bytes */{len(LONG)}"
        return
    assert content == LONG[expected]
    assert headers["Content-Length"] == str(sizes[0])
    assert headers["Accept-Ranges"] == "bytes"
    assert ("Content-Range" in headers) == (status == 206)


def test_a_part_of_a_file_that_is_another_by_now_is_never_pieced_together(rf, bucket, fetched):
    bucket.save("files/a.pdf", ContentFile(LONG))
    part, old = "bytes=5-9", "Mon, 01 Jan 2024 00:00:00 GMT"
    request = rf.get("/media/files/a.pdf", headers={"range": part, "if-range": old})
    assert handed_over(media(request, "files/a.pdf"), **{"range": part, "if-range": old})[0] == 200
    response = media(request, "files/a.pdf")
    bucket.keep("files/a.pdf", ContentFile(b"another file"))
    assert handed_over(response, range=part)[0] == 503
    response = media(request, "files/a.pdf")
    bucket.delete("files/a.pdf")
    assert handed_over(response, range=part)[0] == 503


@pytest.mark.django_db
def test_a_server_that_knows_no_parts_sends_the_whole_file(client, bucket, fetched):
    bucket.save("files/a.pdf", ContentFile(b"cloth"))
    answer = client.get("/media/files/a.pdf", headers={"range": "bytes=1-2"})
    assert (answer.status_code, b"".join(answer)) == (200, b"cloth")
    assert client.get("/media/files/b.pdf", headers={"range": "bytes=1-2"}).status_code == 404


def asked(method="get", **headers):
    """Ask for a picture as a visitor does; a failure is answered, not raised."""
    return getattr(Client(raise_request_exception=False), method)("/media/pictures/a.png", headers=headers)


@pytest.mark.parametrize("headers", [{}, {"if-modified-since": "Mon, 01 Jan 2024 00:00:00 GMT"}])
def test_a_store_that_says_nothing_is_503_soon_and_at_once_then(settings, headers):
    with silence() as endpoint:
        address = silent_address(endpoint, connect_seconds=0.3, read_seconds=0.5)
        with on_storage(settings, address) as storage:
            assert storage.client  # making one takes a while, once in a process
            begun = time.monotonic()
            answer = asked(**headers)
            first = time.monotonic() - begun
            begun = time.monotonic()
            again = [asked(**headers).status_code for _ in range(20)]
            rest = time.monotonic() - begun
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    assert 0.4 < first < 2.5
    assert again == [503] * 20
    assert rest < 1


def test_a_store_that_refuses_connections_is_503(settings):
    with silence() as endpoint:
        pass
    with on_storage(settings, silent_address(endpoint)):
        assert [asked().status_code, asked("head").status_code] == [503, 503]


def test_a_bucket_that_is_gone_is_503_not_404(settings, address_of_store):
    with on_storage(
        settings, f"s3://k:s@nowhere-at-all?endpoint={address_of_store}&path_style=true"
    ) as storage:
        assert asked().status_code == 503
        with pytest.raises(StoreAway, match="NoSuchBucket"):
            storage.save("a.png", ContentFile(b"x"))


def test_a_store_that_comes_back_is_asked_again(settings, address_of_bucket):
    with (
        silence() as endpoint,
        on_storage(settings, silent_address(endpoint, connect_seconds=0.2, read_seconds=0.3)) as away,
    ):
        assert asked().status_code == 503
        away._breaker._pause = 0
        away._breaker.waited_in_vain()
        away.__dict__["client"] = boto3.client(
            "s3", endpoint_url=address_of_bucket.partition("endpoint=")[2].partition("&")[0],
            aws_access_key_id="k", aws_secret_access_key="s", region_name="us-east-1",
        )  # fmt: skip
        away._prefix = "media/"
        away.save("pictures/a.png", ContentFile(b"back"))
        assert b"".join(asked()) == b"back"
        assert not away._breaker.is_away()


class Dripping(io.BytesIO):
    """What a store sends that has stopped sending in the middle, or sends too slowly."""

    def iter_chunks(self, size):
        yield b"half"
        raise bucket_module.BotoCoreError


def test_half_a_file_is_never_answered(bucket, monkeypatch):
    bucket.save("pictures/a.png", ContentFile(b"whole"))
    fetched = bucket_module._fetched
    monkeypatch.setattr(bucket_module, "_fetched", lambda body, size: fetched(Dripping(), size))
    assert asked().status_code == 503


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="this system has no files in memory")
def test_pictures_are_answered_while_the_disk_of_this_machine_is_full(bucket, monkeypatch):
    """The drill found it: what was fetched went to the disk, however small."""

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    bucket.save("pictures/a.png", ContentFile(b"a picture"))
    monkeypatch.setattr(bucket_module.tempfile, "TemporaryFile", full)
    assert b"".join(asked()) == b"a picture"
    monkeypatch.setattr(bucket_module, "LARGEST_IN_MEMORY", 8)
    assert asked().status_code == 503


def test_a_store_that_sends_too_slowly_is_given_up(bucket, monkeypatch):
    bucket.save("pictures/a.png", ContentFile(b"whole"))
    monkeypatch.setattr(bucket_module, "LONGEST_FETCH_SECONDS", 0)
    assert asked().status_code == 503


def test_what_is_said_to_who_wanted_a_picture(settings):
    with (
        silence() as endpoint,
        on_storage(settings, silent_address(endpoint, connect_seconds=0.2, read_seconds=0.2)),
    ):
        answer = asked()
    assert answer["Content-Type"].startswith("text/plain")
    assert "cannot be answered at the moment" in answer.text
