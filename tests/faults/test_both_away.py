"""Database and Redis are both switched off and come back, one after the other: pages, words and what is written.

A page that had to be made is the first query that succeeds: what is answered after it is right.
"""

import pytest

from tests.faults.conftest import COMMANDS, Site
from tests.faults.machines import Cluster, postgresql_programs
from tests.faults.rig import has_redis, manage, wait_until
from tests.faults.test_database_away import FORM, assert_503, kept_while_away, with_opened
from tests.faults.test_several_hosts import CREATE_CACHE, NAME

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(postgresql_programs() is None, reason="no PostgreSQL to start one of our own"),
    pytest.mark.skipif(not has_redis(), reason="no redis-server on the PATH"),
]
KEPT = ("/", "/news/", "/zh-hans/news/")
COMMENTS = "SELECT count(*) FROM news_comment"


@pytest.fixture
def cluster():
    made = Cluster().make()
    made.sql(f"CREATE DATABASE {NAME}")
    yield made
    made.remove()


def renamed(cluster, title):
    """Change every title past the portal, so that no stamp tells of it."""
    cluster.sql(f"UPDATE news_article SET title_en = '{title}'", NAME)


def shows(visitor, title):
    """Tell whether the list of news, as it stands, is answered."""
    answer = visitor.get("/news/")
    return answer.status == 200 and title in answer.text and not answer.headers["X-Kept-While-Away"]


def test_both_are_switched_off_and_come_back(cluster, redis, tmp_path):
    site = Site(tmp_path)
    site.settings["DATABASE_URL"] = cluster.address(NAME)
    for command in dict.fromkeys([CREATE_CACHE, *COMMANDS]):
        manage(tmp_path, *command, **site.settings)
    before = cluster.sql(COMMENTS, NAME)
    with site.served(REDIS_URL=redis.url) as visitor:
        form = visitor.get(FORM)
        assert [visitor.get(at).status for at in KEPT] == [200] * len(KEPT)
        redis.stop()
        cluster.stop()
        wait_until(lambda: kept_while_away(visitor.get("/news/")), "kept pages were not answered")
        for at in KEPT:
            answer = visitor.get(at)
            assert kept_while_away(answer), at
            assert answer.headers["Warning"].startswith("110")
        assert 'class="menu"' in assert_503(visitor.get("/search/?q=cotton")).text
        assert "Second &amp; last" in assert_503(visitor.post(FORM, with_opened(form))).text
        ready = visitor.get("/readyz").text
        assert '"database": "unreachable", "cache": "unreachable"' in ready
        assert visitor.get("/healthz").status == 200

        cluster.start()
        renamed(cluster, "Changed while Redis was away")
        wait_until(lambda: visitor.get("/search/?q=cotton").status == 200, "the database is back, not seen")
        assert shows(visitor, "Changed while Redis was away"), "an older page was answered"
        assert cluster.sql(COMMENTS, NAME) == before

        renamed(cluster, "Changed before Redis came back")
        redis.start()
        wait_until(lambda: visitor.get("/readyz").status == 200, "Redis is back, not seen")
        assert shows(visitor, "Changed before Redis came back"), "an older page was answered"
        assert visitor.post(FORM, with_opened(form)).status == 302
        assert cluster.sql(COMMENTS, NAME)[0][0] == before[0][0] + 1


def test_redis_comes_back_before_the_database(cluster, redis, tmp_path):
    site = Site(tmp_path)
    site.settings["DATABASE_URL"] = cluster.address(NAME)
    for command in dict.fromkeys([CREATE_CACHE, *COMMANDS]):
        manage(tmp_path, *command, **site.settings)
    with site.served(REDIS_URL=redis.url) as visitor:
        assert visitor.get("/news/").status == 200
        renamed(cluster, "Changed past the portal")
        redis.stop()
        cluster.stop()
        wait_until(lambda: kept_while_away(visitor.get("/news/")), "kept pages were not answered")
        redis.start()
        assert visitor.get("/news/").status in (
            200,
            503,
        )  # stamps that were lost leave nothing that is known to be right
        cluster.start()
        wait_until(lambda: visitor.get("/search/?q=cotton").status == 200, "the database is back, not seen")
        assert shows(visitor, "Changed past the portal"), "an older page was answered"
