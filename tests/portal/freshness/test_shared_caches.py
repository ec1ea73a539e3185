"""What CDNs and proxies are told: nothing by default, never past the next known moment."""

import time
from dataclasses import replace

import pytest

from portal.freshness.pages import PUBLIC_CACHE_CONTROL
from portal.freshness.shared_caches import for_shared_caches
from portal.freshness.stamp import stamp

PUBLIC = [("Content-Type", "text/html"), ("Cache-Control", PUBLIC_CACHE_CONTROL)]


@pytest.fixture
def moment(monkeypatch):
    """Have the process know of a next moment in so many seconds, None for none; returns how to."""

    def known(seconds, wanted=False, away=False):
        at = float("inf") if seconds is None else time.time() + seconds
        knowledge = stamp.knowledge
        monkeypatch.setattr(knowledge, "wanted", {"figures": 0.0} if wanted else {})
        present = replace(knowledge.present, next_moment=at, away_since=1.0 if away else None)
        monkeypatch.setattr(knowledge, "present", present)

    return known


def seconds_in(headers):
    """Return what shared caches are told, None for nothing."""
    said = dict(headers)["Cache-Control"]
    return int(said.partition("s-maxage=")[2].partition(",")[0]) if "s-maxage" in said else None


def test_nothing_by_default(client, db, page_cache):
    for _ in range(2):
        assert client.get("/releases/").headers["Cache-Control"] == PUBLIC_CACHE_CONTROL


@pytest.mark.parametrize(
    ("next_moment", "told"),
    [(None, 60), (3600, 60), (60.9, 60), (30.9, 30), (1.9, 1), (0.9, None), (-1, None)],
)
def test_never_past_the_next_moment(settings, moment, next_moment, told):
    settings.SHARED_CACHE_SECONDS = 60
    moment(next_moment)
    assert seconds_in(for_shared_caches(PUBLIC)) == told


def test_nothing_while_the_next_moment_is_not_known(settings, moment):
    settings.SHARED_CACHE_SECONDS = 60
    moment(None, wanted=True)
    assert seconds_in(for_shared_caches(PUBLIC)) is None
    moment(None, away=True)
    assert seconds_in(for_shared_caches(PUBLIC)) is None


@pytest.mark.parametrize(
    "said", ["no-store", "private", "public, max-age=31536000, immutable", "public, max-age=60"]
)
def test_what_says_something_else_stays(settings, moment, said):
    settings.SHARED_CACHE_SECONDS = 60
    moment(None)
    assert for_shared_caches([("Cache-Control", said)]) == [("Cache-Control", said)]


def test_pages_say_it_kept_or_made_anew_and_keep_must_revalidate(settings, client, db, page_cache):
    settings.SHARED_CACHE_SECONDS = 5
    for _ in range(3):
        answer = client.get("/releases/")
        assert seconds_in(answer.headers.items()) == 5
        assert "must-revalidate" in answer.headers["Cache-Control"]
        assert "max-age=0" in answer.headers["Cache-Control"]
    again = client.get("/releases/", HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert (again.status_code, seconds_in(again.headers.items())) == (304, 5)


def test_pages_of_people_say_nothing(settings, client, db, page_cache):
    settings.SHARED_CACHE_SECONDS = 5
    for path in ("/admin/login/", "/healthz", "/follow/", "/nowhere/"):
        assert "s-maxage" not in client.get(path).headers.get("Cache-Control", ""), path
