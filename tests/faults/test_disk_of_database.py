"""A5 on PostgreSQL: the disk under the database is full; pages go on, what was typed comes back, nothing is half written."""

import contextlib
import random
import shutil
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest

from tests.faults.conftest import Site, line_to_postgresql
from tests.faults.rig import PASSWORD, Visitor, can_mount, fill_disk, small_disk, wait_until
from tests.faults.sites import POSTGRESQL, address_of, new_database
from tests.faults.test_database_away import FORM, assert_503, with_opened
from tests.faults.test_disk import article

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not POSTGRESQL, reason="SQLite's disk is the portal's own: test_disk.py"),
    pytest.mark.skipif(not can_mount(), reason="mounting is not allowed here"),
]
#: A text that the database cannot make shorter and has no room for in the pages that it holds.
WORDS = random.Random(5)
LONG = "<p>" + " ".join(f"{WORDS.getrandbits(64):x}" for _ in range(4000)) + "</p>"


@contextlib.contextmanager
def tablespace(name, folder):
    """Have PostgreSQL keep a database's files below a folder of this machine."""
    with contextlib.closing(psycopg2.connect(address_of("postgres"))) as administrator:
        administrator.autocommit = True
        cursor = administrator.cursor()
        cursor.execute(f"CREATE TABLESPACE \"{name}\" LOCATION '{folder}'")
        try:
            yield name
        finally:
            cursor.execute(f'DROP TABLESPACE "{name}"')


@pytest.fixture
def disk():
    """A small disk that PostgreSQL may write to."""
    folder = Path(tempfile.mkdtemp(prefix="portal-small-disk-"))
    folder.chmod(0o755)
    with small_disk(folder, "96m") as mounted:
        if mounted is None:
            pytest.skip("mounting is not allowed here")
        (folder / "data").mkdir(mode=0o700)
        try:
            shutil.chown(folder / "data", "postgres", "postgres")
        except LookupError:
            pytest.skip("PostgreSQL does not run as postgres on this machine")
        yield folder
    folder.rmdir()


@pytest.fixture
def site(prepared, tmp_path, disk):
    """A copy of the prepared site whose database lies on the small disk."""
    folder, name = prepared
    with contextlib.ExitStack() as stack:
        try:
            space = stack.enter_context(tablespace(f"{name}_small", disk / "data"))
        except psycopg2.Error as error:
            pytest.skip(f"the server of the database is not on this machine: {error}")
        database = stack.enter_context(new_database(f"{name}_small", template=name, tablespace=space))
        line = stack.enter_context(line_to_postgresql())
        yield Site(shutil.copytree(folder, tmp_path / "var"), line, database)


def test_a_full_disk_under_the_database_loses_no_words(site, disk):
    with site.served(PAGE_CACHE_MB="0") as editor:
        reader = Visitor(editor.address)
        form = reader.get(FORM)
        assert editor.get("/admin/login/").status == 200
        assert (
            editor.post("/admin/login/", [("username", "administrator"), ("password", PASSWORD)]).status
            == 302
        )
        fields = [(name, LONG if name == "body_en" else value) for name, value in article(editor)]
        ballast = fill_disk(disk)
        time.sleep(3.1)
        assert reader.get("/news/").status == 200
        page = assert_503(editor.post("/admin/news/article/add/", fields)).text
        assert LONG[3:200] in page
        assert 'value="A new title"' in page
        assert "disk is full" in page
        assert "A new title" not in editor.get("/admin/news/article/").text
        posted = reader.post(
            FORM, with_opened(form)
        )  # a short one may find room in a page that is there already
        if posted.status != 302:
            assert "Second &amp; last line." in assert_503(posted).text
        ballast.unlink()
        wait_until(
            lambda: editor.post("/admin/news/article/add/", fields).status == 302, "the room is not seen", 10
        )
        assert "A new title" in editor.get("/admin/news/article/").text
