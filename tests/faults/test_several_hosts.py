"""Several hosts of one database, and a pooler before it: the one that takes writes is used, a copy makes no page."""

import contextlib
import shutil

import pytest

from tests.faults.conftest import COMMANDS
from tests.faults.machines import Cluster, Pooler, has_caught_up, postgresql_programs
from tests.faults.rig import Line, Visitor, has_redis, manage, wait_until
from tests.faults.test_database_away import COMMENT, FORM, assert_503, with_opened
from tests.faults.test_sentinel import checked
from tests.server import Server, environment, free_port, server_command

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(postgresql_programs() is None, reason="no PostgreSQL to start one of our own"),
]
NAME = "portal"
CREATE_CACHE = ("manage.py", "createcachetable", "--verbosity", "0")


class Pair:
    """A primary and its standby with content, and a folder to serve them from."""

    def __init__(self, folder):
        self.folder = folder
        self.primary = Cluster().make()
        self.primary.sql(f"CREATE DATABASE {NAME}")
        settings = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": self.primary.address(NAME),
        }
        for command in dict.fromkeys([CREATE_CACHE, *COMMANDS]):
            manage(folder, *command, **settings)
        self.standby = self.primary.copy()
        has_caught_up(self.primary, self.standby)

    def address(self, *places):
        """Return the address of the database on these hosts, in this order."""
        return f"postgres://postgres@{','.join(places)}/{NAME}"

    @contextlib.contextmanager
    def served(self, url, **settings):
        """Serve it from a database address; yields a visitor."""
        port = free_port()
        env = environment(
            self.folder,
            PORT=str(port),
            DJANGO_SETTINGS_MODULE="tests.faults.settings",
            DATABASE_URL=url,
            **settings,
        )
        with Server(server_command(port, 1), port, env) as server:
            yield Visitor(server.address)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    made = Pair(tmp_path_factory.mktemp("pair"))
    yield made
    made.standby.remove()
    made.primary.remove()


def test_a_standby_alone_makes_no_page(pair):  # trap 1
    with pair.served(pair.address(pair.standby.place)) as visitor:
        ready = visitor.get("/readyz")
        assert (ready.status, '"database": "read-only"' in ready.text) == (503, True)
        for at in ("/", "/news/", "/zh-hans/index/", "/api/v1/series"):
            assert_503(visitor.get(at), at)
        assert visitor.get("/healthz").status == 200


def test_of_several_hosts_the_one_that_takes_writes_is_used(pair):
    with pair.served(pair.address(pair.standby.place, pair.primary.place)) as visitor:
        assert visitor.get("/readyz").status == 200
        assert visitor.get("/news/").status == 200


def test_a_host_that_swallows_everything_does_not_hide_the_next(pair):
    line = Line("127.0.0.1", pair.standby.port)
    line.freeze()
    try:
        with pair.served(pair.address(f"127.0.0.1:{line.port}", pair.primary.place)) as visitor:
            wait_until(lambda: visitor.get("/news/").status == 200, "the second host was never asked")
            answers = [visitor.get("/news/?a=1") for _ in range(5)]
            assert [one.status for one in answers] == [200] * 5
            assert max(one.seconds for one in answers) < 10
    finally:
        line.cut()


def test_commands_and_the_worker_find_it_too(pair):
    url = pair.address(pair.standby.place, pair.primary.place)
    settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "DATABASE_URL": url}
    done = manage(
        pair.folder, "manage.py", "work", "--until-empty", **{**settings, "BACKGROUND_WORK": "database"}
    )
    assert done.stderr == ""
    limits = manage(pair.folder, "-c", LIMITS, **settings).stdout.split()
    assert limits == ["0", "1h", "30min", "10min"]


LIMITS = """
import django; django.setup()
from django.db import connection
from portal.databases.serving import work_in_background
for begin in (lambda: None, work_in_background):
    begin()
    connection.close()
    with connection.cursor() as cursor:
        for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute("SHOW " + name)
            print(cursor.fetchone()[0])
"""
#: What is read row by row outside a transaction, by two at once so that their transactions get other sessions in turn.
ROW_BY_ROW = """
import django; django.setup()
import threading
from django.db import connection
from news.articles.models import Article
from indexdata.models import Observation
failed = []
def read():
    for _ in range(50):
        try:
            for model in (Article, Observation):
                assert len(list(model.objects.order_by("pk").iterator(chunk_size=2))) == model.objects.count()
        except Exception as error:
            failed.append(error)
    connection.close()
threads = [threading.Thread(target=read) for _ in range(4)]
[one.start() for one in threads]; [one.join() for one in threads]
print(len(failed), failed[:1])
"""


@pytest.mark.skipif(shutil.which("pgbouncer") is None, reason="no pgbouncer on the PATH")
def test_through_a_pooler_nothing_leans_on_the_session(pair):  # trap 2
    pooler = Pooler(pair.primary)
    try:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "DATABASE_URL": pooler.address(NAME)}
        assert manage(pair.folder, "-c", ROW_BY_ROW, **settings).stdout == "0 []\n"
        work = manage(
            pair.folder, "manage.py", "work", "--until-empty", **{**settings, "BACKGROUND_WORK": "database"}
        )
        assert work.stderr == ""
        with pair.served(pooler.address(NAME)) as visitor:
            assert visitor.get("/readyz").status == 200
            for at in (
                "/",
                "/news/",
                "/sitemap-articles.xml",
                "/sdmx/2.1/data/PRICE",
                "/index/price/data.csv",
            ):
                assert visitor.get(at).status in (200, 404), at
            assert visitor.get("/sdmx/2.1/data/PRICE").status == 200
    finally:
        pooler.remove()


@pytest.mark.skipif(not has_redis(), reason="no redis-server on the PATH")
def test_when_the_standby_takes_over_pages_and_writes_go_on(pair, redis):
    """What the primary did not pass on is lost, and no page shows it any more, though no stamp has changed."""
    has_caught_up(pair.primary, pair.standby)
    pair.standby.hear_no_more()
    pair.primary.sql("UPDATE news_article SET title_en = 'Lost with the primary'", NAME)
    with pair.served(pair.address(pair.primary.place, pair.standby.place), REDIS_URL=redis.url) as visitor:
        form = visitor.get(FORM)
        assert "Lost with the primary" in visitor.get("/news/").text
        before = pair.primary.sql("SELECT count(*) FROM news_comment", NAME)
        pair.primary.stop()
        assert "Lost with the primary" in visitor.get("/news/").text  # kept
        assert_503(visitor.post(FORM, COMMENT))
        pair.standby.promote()
        wait_until(lambda: visitor.get("/readyz").status == 200, "the new primary was not found")
        wait_until(
            lambda: "Lost with the primary" not in visitor.get("/news/").text, "a lost page was kept", 5
        )
        assert visitor.get("/news/").headers["X-Kept-While-Away"] is None
        assert visitor.get("/index/").status == 200
        assert visitor.post(FORM, with_opened(form)).status == 302
        assert pair.standby.sql("SELECT count(*) FROM news_comment", NAME)[0][0] == before[0][0] + 1


def test_a_database_that_takes_no_writes_is_named(pair):
    """The standby has been promoted by now: it is made read-only as an operator would."""
    settings = {"DATABASE_URL": pair.standby.address(NAME)}
    assert "portal.E002" not in checked(pair, **settings)
    pair.standby.sql(f"ALTER DATABASE {NAME} SET default_transaction_read_only = on")
    assert "portal.E002" in checked(pair, **settings)
