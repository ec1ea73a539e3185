"""Limits are those of a network, not of a process: two servers that share a Redis let through what one would."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.long

MINUTE = 60
#: So many are let through, and so many asked for, which must all fall into one minute.
LIMIT, ASKED, LONGEST = 7, 24, 25
KINDS = {
    "API_ANSWERS_PER_MINUTE": ("api", "/api/v1/releases?limit={}"),
    "SEARCHES_PER_MINUTE": ("search", "/search/?q=word{}"),
    "SUGGESTIONS_PER_MINUTE": ("suggestion", "/search/suggest/?q=word{}"),
    "PICTURES_PER_MINUTE": ("picture", "/index/price/chart.svg?from=20{:02}"),
    "FILES_PER_MINUTE": ("file", "/index/price/data.csv?from=20{:02}"),
}


def wait_for_room():
    """Wait until enough of the minute that limits are counted in is left."""
    left = MINUTE - time.time() % MINUTE
    if left < LONGEST:
        time.sleep(left + 0.5)


def test_two_servers_let_through_what_one_would(site, redis):
    settings = {**dict.fromkeys(KINDS, str(LIMIT)), "REDIS_URL": redis.url}
    with site.served(2, **settings) as one, site.served(1, **settings) as other:
        for visitor in (one, other):
            assert visitor.get("/readyz").status == 200
        for kind, address in KINDS.values():
            wait_for_room()
            begun = time.time()
            asked = [((one, other)[number % 2], address.format(number + 10)) for number in range(ASKED)]
            with ThreadPoolExecutor(6) as pool:
                answers = list(pool.map(lambda pair: pair[0].get(pair[1]), asked))
            assert begun // MINUTE == time.time() // MINUTE, f"{kind}: too slow to fall into one minute"
            statuses = [answer.status for answer in answers]
            assert statuses.count(200) == LIMIT, (kind, statuses)
            assert statuses.count(429) == ASKED - LIMIT, (kind, statuses)
            left = [
                int(re.search(r";r=(\d+);", answer.headers["RateLimit"])[1])
                for answer in answers
                if answer.status == 200
            ]
            assert sorted(left) == list(range(LIMIT)), (kind, left)  # each number was given once
            for visitor in (one, other):  # both know of it
                assert visitor.get(address.format(80)).status == 429, kind
