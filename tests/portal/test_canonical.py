"""One address for one page: what has no meaning in a query is ignored by pages and refused by files and the API (A10, F7)."""

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client

from portal.addresses import canonical
from portal.addresses.canonical import canonical_query
from portal.addresses.parameters import FREE, TAKES
from portal.api import api
from portal.serving.costly import LIMITS, counted
from tests.portal.addresses import address, fill, public_routes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paths_are_new():
    canonical._takes.clear()


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/", "utm_source=x&fbclid=1&z=0.77", ""),
        ("/zh-hans/", "from=singlemessage&isappinstalled=0", ""),
        ("/news/", "z=1&page=2", "page=2"),
        ("/index/price/", "from=singlemessage", ""),
        ("/index/price/", "from=timeline&from=2021-01-01&z=1", "from=2021-01-01"),
        ("/index/price/", "page=2&to=&from=2021", "from=2021&to=&page=2"),
        ("/index/compare/", "rebase=1&s=b&z=1&s=a", "s=b&s=a&rebase=1"),
        ("/search/", "q=%E6%A3%89+x&utm_campaign=1", "q=%E6%A3%89+x"),
        ("/nowhere/at/all/", "z=1", "z=1"),
        ("/flzs/table_data", "_=1&category=0", "_=1&category=0"),
        ("/news/", "page=2&" + "z" * 9000, "page=2&" + "z" * 9000),
    ],
)
def test_queries_have_one_form(path, query, expected):
    assert canonical_query(path, query) == expected


def test_every_public_address_says_what_it_takes():
    assert set(public_routes()) == TAKES.keys() | FREE


def test_the_api_takes_what_its_document_says():
    paths = api.get_openapi_schema()["paths"]
    documented = {
        operation["operationId"]: {
            one["name"] for one in operation.get("parameters", []) if one["in"] == "query"
        }
        for operations in paths.values()
        for operation in operations.values()
    }
    said = {
        name.removeprefix("api:"): set(taken.names)
        for name, taken in TAKES.items()
        if name.startswith("api:")
    }
    for former in ("openapi-json", "indices", "index", "observations"):
        del said[former]
    said["list_observations"].remove("all")  # the default; it is taken so that a page's query fits
    assert documented == said


def test_views_read_only_what_is_declared(monkeypatch):
    """Every name that a view asks a query for stands in the declaration."""
    fill()
    asked = set()
    for method in ("get", "getlist", "__getitem__", "__contains__"):
        monkeypatch.setattr(QueryDict, method, writing_down(getattr(QueryDict, method), asked))
    for name, taken in TAKES.items():
        asked.clear()
        Client().get(address(name))
        assert asked <= set(taken.names), name


def writing_down(method, asked):
    """Return a method of a query that writes down the name it is asked for."""

    def reading(self, name, *rest, **more):
        asked.add(name)
        return method(self, name, *rest, **more)

    return reading


def test_noise_makes_no_second_page(page_cache, django_assert_num_queries):
    fill()
    Client().get("/news/?utm_source=first")
    with django_assert_num_queries(0):
        page = Client().get("/news/?z=0.123&from=groupmessage")
    assert "utm_source" not in page.text
    assert "z=0.123" not in page.text
    assert len(page_cache._pages) == 1


def test_shared_by_a_messenger_an_index_page_shows_no_error():
    fill()
    assert Client().get("/index/price/?from=singlemessage").content == Client().get("/index/price/").content


def sentence_of(answer):
    """Return what a refusal says, in whichever form."""
    if "json" not in answer["Content-Type"]:
        return answer.text
    said = answer.json()
    return said.get("detail") or said["error"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/index/price/data.csv?form=2021", "“form” here. Did you mean “from”?"),
        ("/index/price/data.json?vintage_date=2020-01-01", "“vintage_date” here. Did you mean “"),
        ("/index/price/chart.svg?z=1", "“z” here."),
        ("/zh-hans/index/price/data.csv?form=2021", "from"),
        ("/feeds/news.atom?z=1", "“z” here: this address takes none."),
        ("/news/city-news/4101-a-title/card.png?z=0.4", "“z” here: this address takes none."),
        ("/releases.ics?z=1", "“z” here"),
        ("/api/v1/releases?famly=price", "“famly” here. Did you mean “family”?"),
        ("/api/v1/indices/price?z=1", "Known are: demonstration."),
        ("/api/v1/reader-comments?artikel=1", "Did you mean “article”?"),
    ],
)
def test_files_and_the_api_refuse_what_they_do_not_know(path, sentence):
    fill()
    answer = Client().get(path)
    assert answer.status_code == 400
    assert sentence in sentence_of(answer)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/index/price/data.csv", "/index/price/data.json", "/zh-hans/index/price/data.json", "/index/price/chart.svg",
        "/feeds/releases.atom", "/feeds/index/price.atom", "/feeds/news.atom", "/api/v1/indices", "/api/v1/indices/price",
        "/api/v1/indices/price/observations", "/api/v1/releases", "/api/v1/reader-comments",
    ],
)  # fmt: skip
def test_the_old_name_of_a_parameter_is_refused_with_the_new_one(path):  # F7, R10
    fill()
    answer = Client().get(f"{path}?include_demonstration=false")
    assert answer.status_code == 400
    said = sentence_of(answer)
    assert "include_demonstration" in said
    assert "demonstration=include" in said


def test_a_query_that_cannot_be_taken_apart_is_refused_by_files():
    fill()
    for query in ("z" * 9_000, "&".join(f"z{number}=1" for number in range(300))):
        assert Client().get(f"/index/price/data.csv?{query}").status_code == 400
        assert Client().get(f"/news/?{query}").status_code == 200


def test_the_old_table_ignores_what_it_does_not_know():
    assert Client().get("/flzs/table_data?category=0&indexType=1_1&_=123").status_code == 200


class TestLimits:
    @pytest.mark.parametrize(
        ("setting", "path", "kind"),
        [
            ("PICTURES_PER_MINUTE", "/index/price/chart.svg?from=20{:02}", "text/plain"),
            ("PICTURES_PER_MINUTE", "/zh-hans/index/compare/?s=price&from=20{:02}", "text/html"),
            ("FILES_PER_MINUTE", "/index/price/data.csv?from=20{:02}", "text/plain"),
            (
                "FILES_PER_MINUTE",
                "/api/v1/indices/price/observations?from=20{:02}",
                "application/problem+json",
            ),
            ("API_ANSWERS_PER_MINUTE", "/api/v1/releases?limit={}", "application/problem+json"),
            ("SEARCHES_PER_MINUTE", "/search/?q=x{}", "text/html"),
            ("SUGGESTIONS_PER_MINUTE", "/search/suggest/?q=x{}", "application/json"),
        ],
    )
    def test_a_network_is_told_when_to_come_again(self, settings, page_cache, setting, path, kind):
        fill()
        setattr(settings, setting, 2)
        client = Client(REMOTE_ADDR="203.0.113.9")
        answers = [
            client.get(path.format(number)) for number in range(10, 15)
        ]  # of five, three fall in one minute
        statuses = [answer.status_code for answer in answers]
        assert 429 in statuses[2:]
        assert statuses[:2] == [200, 200]
        last = next(answer for answer in answers if answer.status_code == 429)
        assert 1 <= int(last["Retry-After"]) <= 60
        assert last["Content-Type"].startswith(kind)
        assert client.get(path.format(10)).status_code == 200, "what is kept costs nothing"
        assert Client(REMOTE_ADDR="198.51.100.1").get(path.format(99)).status_code == 200

    def test_a_network_is_counted_as_one_and_forgotten(self, settings, rf):
        settings.FILES_PER_MINUTE = 2
        requests = [rf.get("/", REMOTE_ADDR=f"203.0.113.{number}") for number in range(4)]
        assert [counted(request, "file", 1000).is_used_up for request in requests] == [
            False,
            False,
            True,
            True,
        ]
        assert not counted(requests[0], "file", 1100).is_used_up

    def test_the_word_is_in_both_languages(self, settings):
        settings.SEARCHES_PER_MINUTE = 1
        for prefix in ("", "/zh-hans"):
            Client(REMOTE_ADDR="203.0.113.7").get(f"{prefix}/search/?q=a")
        page = Client(REMOTE_ADDR="203.0.113.7").get("/zh-hans/search/?q=b")
        assert page.status_code == 429
        assert page["Content-Language"] == "zh-hans"
        assert 'lang="zh-Hans"' in page.text or "zh-hans" in page.text


def test_limits_are_settings():
    for name in LIMITS.values():
        assert hasattr(settings, name)
