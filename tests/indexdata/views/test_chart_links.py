"""The links around a chart: spans, nearer and further, each an address that keeps what else was asked for."""

import re
from datetime import date
from html import unescape

import pytest

from tests.indexdata.world import weekly

pytestmark = pytest.mark.django_db


def moves(client, query):
    page = client.get(f"/index/price/{query}").text
    found = re.findall(r'<a (?:href="([^"]*)#chart")?[^>]*?data-move="(\w+)"', page)
    return {key: unescape(address) for address, key in found}


def test_nearer_and_further_within_what_is_held(client):
    weekly(count=200, last=date(2025, 5, 19))  # from 26 July 2021
    found = moves(client, "?from=2024-01-01&to=2024-12-30&transform=points")
    assert found == {
        "earlier": "?from=2023-07-03&to=2024-07-01&transform=points",
        "out": "?from=2023-07-03&transform=points",
        "in": "?from=2024-04-01&to=2024-09-30&transform=points",
        "later": "?from=2024-05-20&transform=points",
    }
    assert moves(client, "?all=1")["earlier"] == ""
    assert moves(client, "?all=1")["later"] == ""
    assert moves(client, "?from=2021-08&to=2025-05")["out"] == "?all=1"


def test_nothing_is_nearer_than_two_months(client):
    weekly(count=200, last=date(2025, 5, 19))
    assert moves(client, "?from=2025-03-03&to=2025-05-19")["in"] == ""
    assert moves(client, "?from=2019-01&to=2019-02") == dict.fromkeys(("earlier", "out", "in", "later"), "")


def test_the_spans_are_five_and_the_current_one_is_marked(client):
    weekly(count=200, last=date(2025, 5, 19))
    page = client.get("/index/price/?all=1&monthly=last").text
    nav = page.partition('aria-label="Span of time"')[2].partition("</nav>")[0]
    assert re.findall(r">([^<]+)</a>", nav) == ["3 months", "1 year", "2 years", "5 years", "All"]
    assert re.findall(r'aria-current="true">([^<]+)<', nav) == ["All"]
    assert nav.count("monthly=last") == 5
