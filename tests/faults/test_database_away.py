"""A4, A5: the database goes away, is frozen or locked; nothing answers 500, nothing hangs, nothing typed is lost."""

import sqlite3
import time
from html import escape

import pytest

from news.comments.forms import FASTEST_SECONDS
from tests.faults.rig import PASSWORD, wait_until
from tests.faults.sites import POSTGRESQL
from tests.portal.addresses import ARTICLE, REMARK, address

pytestmark = pytest.mark.long

PAGES = (
    "/",
    "/zh-hans/",
    "/news/",
    "/index/",
    "/search/?q=cotton",
    "/nothing/here/",
    "/News/detial.php?id=1",
)
FILES = ("/feeds/news.atom", "/index/price/data.csv", "/sitemap.xml", "/releases.ics")
PROGRAMS = ("/api/v1/indices", "/flzs/table_data?category=0&indexType=1_1", "/index/price/data.json")
FORM = f"/reader-comments/{ARTICLE}/"
MY_DATA = ("/reader-comments/my-data/", [("email", "li@example.org")])
REPORT = (
    f"/reader-comments/c/{REMARK}/report/",
    [("reason", "abuse"), ("remark", "Says twice the same, <and> more.")],
)
COMMENT = [("name", "Li <Wei>"), ("body", "First line.\nSecond & last line."), ("email", "li@example.org")]
BACK_WITHIN = 6


def take_away(site):
    """Take the database away."""
    if POSTGRESQL:
        site.line.cut()
    else:
        (site.folder / "portal.sqlite3").rename(site.folder / "elsewhere")


def bring_back(site):
    """Bring it back."""
    if POSTGRESQL:
        site.line.join()
    else:
        (site.folder / "elsewhere").rename(site.folder / "portal.sqlite3")


@pytest.fixture
def sent_away(site):
    """A served site without kept pages whose database has gone after a visitor has got the form's cookie."""
    with site.served(PAGE_CACHE_MB="0") as visitor:
        assert visitor.get(FORM).status == 200
        take_away(site)
        yield site, visitor


def assert_503(answer, at=""):
    """Check what every 503 says."""
    assert answer.status == 503, (at, answer.status, answer.text[:300])
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in answer.text
    assert "django" not in answer.text.lower()
    assert "sessionid" not in answer.headers.get("Set-Cookie", "")
    return answer


def test_every_kind_of_address_says_so_in_its_own_dress(sent_away):  # A4
    _site, visitor = sent_away
    for at in PAGES:
        page = assert_503(visitor.get(at), at).text
        chinese = at.startswith("/zh-hans/")
        assert ('lang="zh-hans"' if chinese else 'lang="en"') in page
        assert page.count("<h1") == 1
        assert 'class="menu"' in page
        assert "data-language-switch" in page
        assert "noindex" in page
    for at in FILES:
        answer = assert_503(visitor.get(at), at)
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert len(answer.text) < 200
    for at in PROGRAMS:
        kind = "application/problem+json" if at.startswith("/api/") else "application/json"
        assert assert_503(visitor.get(at), at).headers["Content-Type"] == kind
    assert (
        'class="menu"'
        not in assert_503(visitor.get("/admin/login/?next=x", cookie="sessionid=" + "a" * 32)).text
    )


def test_this_process_answers_and_is_not_ready(sent_away):
    _site, visitor = sent_away
    assert visitor.get("/healthz").status == 200
    ready = visitor.get("/readyz")
    assert (ready.status, '"database": "unreachable"' in ready.text) == (503, True)
    assert ready.seconds < 2


def test_a_comment_comes_back_and_can_be_sent_again(sent_away):  # A5
    site, visitor = sent_away
    page = assert_503(visitor.post(FORM, COMMENT)).text
    assert f'action="{FORM}"' in page
    assert "Li &lt;Wei&gt;" in page
    assert "First line.\nSecond &amp; last line.</textarea>" in page
    assert 'value="li@example.org"' in page
    assert "<button" in page
    bring_back(site)
    wait_until(lambda: visitor.get(FORM).status == 200, "the database is back and not seen", BACK_WITHIN)


@pytest.mark.parametrize(("at", "fields"), [MY_DATA, REPORT], ids=["my data", "report"])
def test_what_readers_ask_comes_back_and_can_be_sent_again(site, at, fields):  # A5
    with site.served(PAGE_CACHE_MB="0") as visitor:
        assert visitor.get(at).status == 200
        take_away(site)
        assert_given_back(visitor.post(at, fields), at, fields)
        bring_back(site)
        wait_until(lambda: visitor.get(at).status == 200, "the database is back and not seen", BACK_WITHIN)
        assert visitor.post(at, fields).status in (200, 302)


def assert_given_back(answer, at, fields):
    """Check that a 503 holds a form for the same address with everything that was typed."""
    page = assert_503(answer).text
    assert f'action="{at}"' in page
    for name, value in fields:
        assert f'name="{name}"' in page
        assert escape(value) in page


def test_a_sign_in_comes_back_without_its_password(sent_away):
    _site, visitor = sent_away
    fields = [("username", "administrator"), ("password", PASSWORD), ("next", "/admin/")]
    page = assert_503(visitor.post("/admin/login/", fields)).text
    assert 'value="administrator"' in page
    assert PASSWORD not in page
    assert 'type="password" name="password"' in page


def test_words_of_another_site_are_not_given_back(sent_away):
    _site, visitor = sent_away
    visitor.cookies.clear()
    page = visitor.post(FORM, [("body", "buy here buy here buy here buy here")]).text
    assert "buy here" not in page


def test_everything_is_well_again_when_it_is_back(sent_away):
    site, visitor = sent_away
    assert visitor.get("/news/").status == 503
    bring_back(site)
    wait_until(lambda: visitor.get("/news/").status == 200, "the database is back and not seen", BACK_WITHIN)
    assert visitor.get("/readyz").status == 200


@pytest.mark.skipif(not POSTGRESQL, reason="a frozen server is PostgreSQL's")
def test_a_frozen_database_holds_nobody_up(site):
    with site.served(PAGE_CACHE_MB="0") as visitor:
        assert visitor.get("/news/").status == 200
        site.line.freeze()
        assert visitor.get("/readyz").seconds < 2
        waits = []
        for _ in range(8):
            answer = visitor.get("/news/")
            assert_503(answer)
            waits.append(answer.seconds)
        assert max(waits) < 5
        assert sorted(waits)[len(waits) // 2] < 0.5
        assert visitor.get("/healthz").seconds < 0.5
        site.line.cut()
        site.line.join()
        wait_until(lambda: visitor.get("/news/").status == 200, "the database is back and not seen", 10)


@pytest.mark.skipif(not POSTGRESQL, reason="a standby is PostgreSQL's")
def test_of_a_database_that_takes_no_writes_no_page_is_made(site):
    name = site.settings["DATABASE_URL"].rpartition("/")[2]
    with site.served() as visitor:
        form = visitor.get(FORM)
        assert visitor.get("/news/").status == 200
        time.sleep(3.1)
        site.sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        site.sql(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        )
        wait_until(
            lambda: kept_while_away(visitor.get("/news/")), "nobody noticed that nothing can be written"
        )
        assert_503(visitor.get("/index/"))
        ready = visitor.get("/readyz")
        assert (ready.status, '"database": "read-only"' in ready.text) == (503, True)
        assert "Second &amp; last" in assert_503(visitor.post(FORM, with_opened(form))).text
        site.sql(
            f'SET transaction_read_only = off; ALTER DATABASE "{name}" RESET default_transaction_read_only'
        )
        wait_until(lambda: visitor.get("/index/").status == 200, "writes are taken again, and nobody noticed")
        assert visitor.post(FORM, with_opened(form)).status == 302


def kept_while_away(answer):
    """Tell whether an answer is a page that was kept, marked as such."""
    return answer.status == 200 and answer.headers["X-Kept-While-Away"] is not None


@pytest.mark.skipif(POSTGRESQL, reason="a file is SQLite's")
@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_a_damaged_file_is_a_503_and_stays_as_it_is(site, content):
    with site.served(PAGE_CACHE_MB="0") as visitor:
        take_away(site)
        (site.folder / "portal.sqlite3").write_bytes(content)
        for stray in site.folder.glob("portal.sqlite3-*"):
            stray.unlink()
        assert_503(visitor.get("/news/"))
        assert_503(visitor.get("/zh-hans/search/?q=a"))


@pytest.mark.skipif(POSTGRESQL, reason="a file is SQLite's")
def test_no_empty_database_is_made_where_the_file_was(sent_away):
    site, visitor = sent_away
    visitor.get("/news/")
    assert not (site.folder / "portal.sqlite3").exists()


@pytest.mark.skipif(POSTGRESQL, reason="a lock over all is SQLite's")
def test_a_locked_file_is_read_and_a_comment_comes_back(site):
    with site.served(PAGE_CACHE_MB="0") as visitor:
        form = visitor.get(FORM)
        time.sleep(3.1)
        other = sqlite3.connect(site.folder / "portal.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert visitor.get("/news/").status == 200
        answer = assert_503(visitor.post(FORM, with_opened(form)))
        assert answer.seconds < 8
        assert "Second &amp; last" in answer.text
        other.execute("ROLLBACK")
        assert visitor.post(FORM, with_opened(form)).status == 302


def with_opened(form):
    """Return the comment with the note of when its form was opened, once a person could have written it."""
    opened = form.text.partition('name="opened" value="')[2].partition('"')[0]
    assert opened, address("news:comment-form")
    since = int(opened.partition("-")[2].partition(":")[0])
    time.sleep(max(0.0, since + FASTEST_SECONDS + 1 - time.time()))
    return [*COMMENT, ("opened", opened)]
