"""Addresses of Redis and of Sentinel: what makes no sense is refused with half a sentence."""

import pytest

from portal.backends.caches import redis_address, sentinel_address, shared_cache


def test_an_address_of_sentinel_says_who_knows_the_master_and_how_to_speak_to_both():
    place = sentinel_address(
        "redis+sentinel://portal:p%40ss@one:5001,two,[::1]:5003/mymaster/2?sentinel_password=s&socket_timeout=1.5"
    )
    assert place.hosts == (("one", 5001), ("two", 26379), ("::1", 5003))
    assert (place.service, place.is_encrypted) == ("mymaster", False)
    assert place.options == {"username": "portal", "password": "p@ss", "db": 2, "socket_timeout": 1.5}
    assert place.sentinel_options == {"password": "s"}


def test_the_first_database_is_meant_where_none_is_named():
    assert sentinel_address("rediss+sentinel://one/mymaster").options == {"db": 0}
    assert sentinel_address("rediss+sentinel://one/mymaster").is_encrypted is True


@pytest.mark.parametrize(
    "raw",
    [
        "redis://127.0.0.1:6379/0",
        "redis://:secret@one/",
        "rediss://one:6380/1?ssl_cert_reqs=none",
        "unix:///run/redis.sock?db=1",
        "redis://one?socket_timeout=0.3&socket_connect_timeout=0.3",
        "redis+sentinel://one,two/mymaster/0",
    ],
)
def test_these_are_taken_as_they_are(raw):
    assert redis_address(raw) == raw
    assert shared_cache(raw, {"ENGINE": "x"}, None)["LOCATION"] == [raw]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("localhost:6379", "it starts with"),
        ("http://one", "it starts with"),
        ("redis://", "it names no host"),
        ("redis://one,two/0", "several hosts are those of Sentinel"),
        ("redis://one:port/0", "a port is a number"),
        ("redis://one/first", "a database of Redis is a number, not 'first'"),
        ("redis://one/0?socket_timeot=1", "Redis knows no option socket_timeot"),
        ("redis://one/0?socket_timeout=soon", "socket_timeout"),
        ("redis://[::1/0", "it cannot be read"),
        ("redis+sentinel://one,two", "which master"),
        ("redis+sentinel://one,two/0", "which master"),
        ("redis+sentinel://one,/mymaster", "one of its hosts is empty"),
        ("redis+sentinel://one:0/mymaster", "a port is a number"),
        ("redis+sentinel://one/mymaster/zero", "a database of Redis is a number"),
        ("redis+sentinel://one/mymaster?sentinel_pasword=a", "Redis knows no option sentinel_pasword"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_asked(raw, sentence):
    with pytest.raises(ValueError, match=sentence):
        redis_address(raw)
