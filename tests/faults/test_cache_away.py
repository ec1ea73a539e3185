"""A4, A6: only the shared cache is away. Pages are made anew, comments, sign-in and search work, limits stay shut."""

import time

import pytest

from tests.faults.rig import PASSWORD, read_only, wait_until
from tests.faults.sites import POSTGRESQL
from tests.faults.test_database_away import FORM, with_opened

pytestmark = pytest.mark.long

PAGES = ("/", "/zh-hans/news/", "/index/", "/feeds/news.atom", "/api/v1/indices", "/nothing/")
#: Half a second is what one answer of Redis may take.
LONGEST_SECONDS = 3


def assert_all_goes_on(visitor):
    """Check that visitors and staff notice nothing."""
    for at in PAGES:
        answer = visitor.get(at)
        assert answer.status in (200, 404), (at, answer.text[:300])
        assert answer.seconds < LONGEST_SECONDS
    assert visitor.get("/search/?q=title").status == 200
    form = visitor.get(FORM)
    ready = visitor.get("/readyz")
    assert (ready.status, '"cache": "unreachable"' in ready.text) == (503, True)
    assert ready.seconds < 2
    assert visitor.get("/healthz").status == 200
    time.sleep(3.1)
    assert visitor.post(FORM, with_opened(form)).status == 302
    asked = [
        visitor.post("/reader-comments/my-data/", [("email", "reader@example.org")]).status for _ in range(2)
    ]
    assert asked == [200, 200]
    assert visitor.get("/admin/login/").status == 200
    signed_in = visitor.post("/admin/login/", [("username", "administrator"), ("password", PASSWORD)])
    assert signed_in.status == 302, signed_in.text[:500]
    assert visitor.get("/admin/").status == 200
    assert visitor.get("/admin/news/article/").status == 200


def test_redis_is_stopped_and_comes_back(site, redis):
    with site.served(REDIS_URL=redis.url) as visitor:
        assert visitor.get("/readyz").status == 200
        assert visitor.get("/news/").status == 200
        redis.stop()
        time.sleep(1)
        assert_all_goes_on(visitor)
        redis.start()
        wait_until(lambda: visitor.get("/readyz").status == 200, "Redis is back and not seen")


def test_redis_is_frozen_and_thaws(site, redis):
    with site.served(REDIS_URL=redis.url) as visitor:
        assert visitor.get("/news/").status == 200
        redis.freeze()
        time.sleep(1)
        assert_all_goes_on(visitor)
        redis.thaw()
        wait_until(lambda: visitor.get("/readyz").status == 200, "Redis is back and not seen")


@pytest.mark.skipif(not POSTGRESQL, reason="the cache's table is PostgreSQL's")
def test_the_table_of_the_cache_is_lost(site):
    with site.served() as visitor:
        assert visitor.get("/readyz").status == 200
        site.sql("DROP TABLE portal_cache")
        time.sleep(1)
        assert_all_goes_on(visitor)


@pytest.mark.skipif(POSTGRESQL, reason="the cache's files are used with SQLite")
def test_the_folder_of_the_cache_cannot_be_written(site):
    with site.served() as visitor:
        assert visitor.get("/readyz").status == 200
        (site.folder / "cache").mkdir(exist_ok=True)
        with read_only(site.folder / "cache") as allowed:
            if not allowed:
                pytest.skip("mounting is not allowed here")
            time.sleep(1)
            assert_all_goes_on(visitor)
