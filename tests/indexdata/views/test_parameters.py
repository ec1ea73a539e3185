from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from indexdata.enums import Transform
from indexdata.series.parameters import read_parameters
from tests.indexdata.world import weekly


def read(query):
    return read_parameters(QueryDict(query))


def test_nothing_asked_is_no_span_and_no_error():
    parameters = read("")
    assert (parameters.spanned, parameters.at, parameters.errors) == (False, None, {})
    assert parameters.transform == Transform.LEVEL


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("from=2025-06-16&to=2025-06-30", date(2025, 6, 16), date(2025, 6, 30)),
        ("from=2025-06&to=2025-06", date(2025, 6, 1), date(2025, 6, 30)),
        ("from=2025&to=2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("from=&to=2025-06", None, date(2025, 6, 30)),
        ("all=1&from=2025", None, None),
    ],
)
def test_spans(query, first, last):
    parameters = read(query)
    assert (parameters.first, parameters.last, parameters.spanned) == (first, last, True)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("from=banana", {"from"}),
        ("to=2025-02-30", {"to"}),
        ("from=2025-07&to=2025-06", {"to"}),
        ("as_of=tomorrow", {"as_of"}),
        ("transform=log", {"transform"}),
        ("from=%EF%BC%92025", {"from"}),
    ],
)
def test_what_is_wrong_has_a_sentence_and_keeps_what_was_typed(query, wrong):
    parameters = read(query)
    assert set(parameters.errors) == wrong
    assert all(parameters.errors.values())
    name, _, _typed = query.partition("=")
    assert parameters.typed[name]
    assert not parameters.spanned


def test_the_moment_is_never_later_than_now():
    today = timezone.localdate()
    assert read(f"as_of={today}").at <= timezone.now()
    assert set(read(f"as_of={today + timedelta(days=1)}").errors) == {"as_of"}


def test_as_of_means_the_end_of_the_day_in_shanghai():
    assert timezone.localtime(read("as_of=2025-06-16").at).isoformat().startswith("2025-06-16T23:59:59")


@pytest.mark.django_db
def test_pages_leave_invented_figures_out_where_published_ones_alone_are_asked_for(client):  # R10
    weekly(path="price", count=2, last=date(2023, 6, 12))
    weekly(path="price", count=2, last=date(2023, 6, 26), start=Decimal("555.00"), demonstration=True)
    weekly(path="price/a", count=1, last=date(2023, 6, 26), start=Decimal("666.00"), demonstration=True)
    for prefix in ("", "/zh-hans"):
        for address in ("/index/", "/index/price/", "/index/compare/?s=price", "/releases/price/2023-06-26/"):
            whole = client.get(prefix + address).text.partition("<main")[2]
            assert "555." in whole, address
            mark = "&" if "?" in address else "?"
            published = client.get(f"{prefix}{address}{mark}demonstration=exclude").text.partition("<main")[2]
            assert "555." not in published, address
            assert "666." not in published, address
            assert client.get(f"{prefix}{address}{mark}demonstration=perhaps").status_code == 200
    assert "100.10" in client.get("/index/price/?demonstration=exclude").text
    assert 'name="demonstration" value="exclude"' in client.get("/index/price/?demonstration=exclude").text


@pytest.mark.django_db
def test_a_switch_leads_to_published_figures_only_and_back(client):  # R10
    weekly(count=2, last=date(2023, 6, 12))
    weekly(count=1, last=date(2023, 6, 19), demonstration=True)
    for prefix, there, back in (
        ("", "Published figures only<", "Show demonstration figures too"),
        ("/zh-hans", None, None),
    ):
        for address in (
            "/index/",
            "/index/price/?from=2023",
            "/index/compare/?s=price",
            "/releases/price/2023-06-19/",
        ):
            path, _mark, query = address.partition("?")
            query = f"{query}&" if query else ""
            whole = client.get(prefix + address).text.replace("&amp;", "&").replace("%2F", "/")
            assert f'href="{prefix}{path}?{query}demonstration=exclude"' in whole, address
            assert there is None or there in whole
            published = client.get(f"{prefix}{path}?{query}demonstration=exclude").text.replace("&amp;", "&")
            assert f'href="{prefix}{path}?{query.removesuffix("&")}"' in published, address
            assert back is None or back in published
