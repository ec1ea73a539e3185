"""The shared cache behind Sentinel: another master takes over, and what the first one was told last is lost."""

import contextlib
import signal
import time

import pytest
import redis
from redis.connection import SSLConnection

from portal.databases.redis import SentinelPool
from tests.faults.machines import RedisGroup
from tests.faults.rig import has_redis, manage, wait_until
from tests.faults.test_database_away import FORM, with_opened
from tests.portal.freshness.test_freshness import Process
from tests.server import environment, free_port

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not has_redis(), reason="no redis-server on the PATH"),
]
NEWEST = (
    "import django; django.setup()\n"
    "from news.articles.models import Article\n"
    "print(Article.objects.published().newest_first().values_list('pk', flat=True)[0])"
)
CHECK = ("manage.py", "check", "--deploy", "--database", "default")


@pytest.fixture
def group():
    made = RedisGroup()
    yield made
    made.remove()


def lose_master(group):
    """Kill the master and wait until the copy has taken over."""
    first, second = group.ports
    group.signal(first, signal.SIGKILL)
    wait_until(lambda: group.master() == second, "Sentinel made no other master", 30)


def test_pages_go_on_while_another_master_takes_over(site, group):
    with site.served(REDIS_URL=group.url) as visitor:
        form = visitor.get(FORM)
        assert visitor.get("/readyz").status == 200
        assert visitor.get("/news/").status == 200
        group.signal(group.ports[0], signal.SIGKILL)
        for _ in range(20):
            answer = visitor.get("/news/")
            assert answer.status == 200
            assert answer.headers["X-Kept-While-Away"] is None
            assert answer.seconds < 3
            time.sleep(0.05)
        wait_until(lambda: visitor.get("/readyz").status == 200, "the new master was not found", 30)
        assert visitor.post(FORM, with_opened(form)).status == 302
        group.start(group.ports[0])  # says that it is a master, and is empty, until Sentinel turns it
        assert visitor.get("/news/").status == 200
        assert visitor.get("/readyz").status == 200


def test_a_late_answer_is_no_answer_to_the_next_question(group):
    """Whoever waited in vain leaves the connection: what comes on it later was asked by somebody else."""
    pool = SentinelPool.from_url(group.url, socket_timeout=0.3, socket_connect_timeout=0.3)
    kind = SentinelPool.from_url(group.url.replace("redis+", "rediss+")).connection_class
    assert issubclass(kind, pool.connection_class)
    assert issubclass(kind, SSLConnection)
    with contextlib.closing(redis.Redis(connection_pool=pool)) as client:
        assert client.mset({"one": "1", "two": "2"})
        group.signal(group.ports[0], signal.SIGSTOP)
        with pytest.raises(redis.RedisError):
            client.get("one")
        group.signal(group.ports[0], signal.SIGCONT)
        time.sleep(0.2)
        assert client.get("two") == b"2"


def test_a_change_whose_announcement_was_lost_is_shown_all_the_same(site, group):
    """The copy has not heard of the last change, and a process that saw no stamp since knows of none either."""
    settings = {**site.settings, "REDIS_URL": group.url}
    newest = manage(site.folder, "-c", NEWEST, **settings).stdout.strip()
    env = {
        **environment(site.folder, **settings),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PAGE_CACHE_MB": "8",
    }
    asleep, writer = Process(env), Process(env)
    try:
        before = asleep.ask("get /titles/")
        assert asleep.ask("get /titles/") == before
        time.sleep(4)  # its thread sleeps while nobody asks
        group.hear_no_more()
        assert writer.ask(f"title {newest} Told to the lost master") == "1"
        group.signal(group.ports[0], signal.SIGKILL)
        wait_until(lambda: group.master() == group.ports[1], "Sentinel made no other master", 30)
        for _ in range(6):  # the first may be made while nobody knows what is right: those after it are kept
            assert asleep.ask("get /titles/") == "Told to the lost master", "an older page was kept"
            time.sleep(0.5)
    finally:
        asleep.stop()
        writer.stop()


def test_a_sentinel_without_master_is_named(site, group):
    settings = {**site.settings, "REDIS_URL": group.url}
    assert "portal.E003" not in checked(site, **settings)
    settings["REDIS_URL"] = group.url.replace(group.MASTER, "nobody")
    assert "portal.E003" in checked(site, **settings)
    assert "names no master “nobody”" in checked(site, **settings)
    settings["REDIS_URL"] = (
        f"redis+sentinel://127.0.0.1:{free_port()},127.0.0.1:{free_port()}/portal-master/0"
    )
    assert "None of the Sentinels answers" in checked(site, **settings)
    settings["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    assert "portal.E005" in checked(site, **settings)


def checked(site, **settings):
    """Return what the checks before a deployment say."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", **settings}
    done = manage(site.folder, "-c", f"import sys; sys.argv = {list(CHECK)!r}\n{RUN}", **settings)
    return done.stdout + done.stderr


RUN = """
import django; django.setup()
from django.core.management import call_command
from django.core.management.base import SystemCheckError
try:
    call_command("check", deploy=True, databases=["default"])
except SystemCheckError as error:
    print(error)
"""
