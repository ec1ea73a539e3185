"""A5: a full disk, a disk that cannot be written: pages go on, what was typed comes back, nothing is half written."""

import shutil
import time

import pytest

from tests.faults.rig import PASSWORD, Visitor, can_mount, fill_disk, read_only, small_disk, wait_until
from tests.faults.sites import POSTGRESQL
from tests.faults.test_database_away import FORM, MY_DATA, REPORT, assert_503, assert_given_back, with_opened

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(POSTGRESQL, reason="the database's disk is another machine's"),
    pytest.mark.skipif(not can_mount(), reason="mounting is not allowed here"),
]
LONG = "<p>" + "Grey cloth, 坯布. " * 2000 + "</p>"


@pytest.fixture
def full(site, tmp_path):
    """A served site on a small disk, a visitor who has the form and has signed in; then the disk is full."""
    folder = tmp_path / "small"
    folder.mkdir()
    with small_disk(folder) as disk:
        if disk is None:
            pytest.skip("mounting is not allowed here")
        site.folder = shutil.copytree(site.folder, folder / "var")
        with site.served(PAGE_CACHE_MB="0", TMPDIR=str(folder)) as visitor:
            reader = Visitor(visitor.address)
            form = reader.get(FORM)
            assert visitor.get("/admin/login/").status == 200
            fields = [("username", "administrator"), ("password", PASSWORD)]
            # With a file too long for memory: from now on the server uses this disk for temporary files.
            assert visitor.send("/admin/login/", fields, [("file", "a.bin", b"a" * 300_000)]).status == 302
            ballast = fill_disk(folder)
            time.sleep(3.1)
            yield reader, form, visitor, ballast


def test_a_full_disk_loses_no_words(full):
    reader, form, editor, ballast = full
    assert reader.get("/news/").status == 200
    assert reader.get("/healthz").status == 200
    ready = reader.get("/readyz")
    assert (ready.status, '"files": "full"' in ready.text) == (503, True)
    answer = assert_503(reader.post(FORM, with_opened(form)))
    assert "Second &amp; last line." in answer.text
    page = assert_503(editor.post("/admin/news/article/add/", article(editor))).text
    assert "Grey cloth, 坯布." in page
    assert 'name="title_en"' in page
    assert "disk is full" in page
    signing_in = Visitor(reader.address)
    signing_in.get("/admin/login/")
    page = signing_in.post("/admin/login/", [("username", "chief"), ("password", PASSWORD)])
    assert page.status == 503
    assert 'value="chief"' in page.text
    assert PASSWORD not in page.text
    ballast.unlink()
    wait_until(
        lambda: reader.post(FORM, with_opened(form)).status in (302, 400, 429), "the room is not seen", 10
    )
    assert editor.post("/admin/news/article/add/", article(editor)).status == 302


def test_a_full_disk_loses_no_words_beside_a_file(full):
    """What is too long for memory lies on the disk while it arrives; when that is full, it stays in memory."""
    _reader, _form, editor, ballast = full
    fields = article(editor)
    for size in (300_000, 4_000_000):  # Django puts the second on the disk too
        answer = editor.send("/admin/news/article/add/", fields, [("picture", "loom.jpg", b"x" * size)])
        page = assert_503(answer).text
        assert "Grey cloth, 坯布." in page, size
        assert "A new title" in page
        assert "loom.jpg" in page
        assert "disk is full" in page
    ballast.unlink()
    wait_until(lambda: editor.get("/readyz").status == 200, "the room is not seen", 10)
    assert editor.send("/admin/news/article/add/", fields, []).status == 302


@pytest.mark.parametrize(("at", "fields"), [MY_DATA, REPORT], ids=["my data", "report"])
def test_a_full_disk_loses_nothing_that_readers_ask(full, at, fields):
    reader, _form, _editor, ballast = full
    assert reader.get(at).status == 200
    answer = reader.post(at, fields)
    if answer.status == 503:  # what needs no room is done
        assert_given_back(answer, at, fields)
    else:
        assert answer.status in (200, 302)
    ballast.unlink()
    wait_until(lambda: reader.post(at, fields).status in (200, 302), "the room is not seen", 10)


def test_a_disk_that_cannot_be_written(site):
    with site.served(PAGE_CACHE_MB="0") as before:
        form = before.get(FORM)
    time.sleep(3.1)
    with read_only(site.folder) as allowed:
        if not allowed:
            pytest.skip("mounting is not allowed here")
        with site.served(PAGE_CACHE_MB="0") as visitor:
            visitor = Visitor(visitor.address, before.cookies)
            assert visitor.get("/healthz").status == 200
            for at in ("/news/", "/zh-hans/", "/admin/login/", "/search/?q=title"):
                assert visitor.get(at).status in (200, 503), at
            assert "Second &amp; last line." in assert_503(visitor.post(FORM, with_opened(form))).text
            ready = visitor.get("/readyz")
            assert ready.status == 503
            assert "read-only" in ready.text
    with site.served(PAGE_CACHE_MB="0") as visitor:
        assert visitor.get("/readyz").status == 200


def article(editor):
    """Return the fields of a new article with a long text."""
    page = editor.get("/admin/news/article/add/").text
    section = page.partition('name="section"')[2].partition('<option value="')[2]
    numbers = [part.partition('"')[0] for part in section.split('<option value="')]
    return [
        ("title_en", "A new title"), ("body_en", LONG), ("section", next(one for one in numbers if one.isdigit())),
        ("comments_open", "on"), ("original_language", "en"), ("publish_languages", "en"), ("_save", "Save"),
        ("attachments-TOTAL_FORMS", "0"), ("attachments-INITIAL_FORMS", "0"),
    ]  # fmt: skip
