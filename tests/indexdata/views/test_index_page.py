import json
import re
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from foundation.headings import by_words
from indexdata.arithmetic.periods import shifted
from indexdata.models import Observation, Release
from indexdata.series.parameters import read_parameters
from indexdata.series.rows import span_of, stored_series, stored_with_newest
from indexdata.views.index_reading import IndexReading
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.indexdata.world import last_monday, monthly, noon, weekly

pytestmark = pytest.mark.django_db


def main_of(response):
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize(("prefix", "name"), [("", "Textile price"), ("/zh-hans", "纺织品价格")])
def test_the_page_in_both_languages(client, prefix, name):
    IndexFactory(path="price", name_en="Textile price", name_zh_hans="纺织品价格")
    weekly(count=3)
    page = main_of(client.get(f"{prefix}/index/price/"))
    assert page.count("<h1") == 1
    assert f"<h1>{by_words(name)}</h1>" in page
    assert '<span class="newest__value">100.20</span>' in page
    assert page.count("<svg") == 2


def test_the_sentence_agrees_with_the_number(client):
    figures = weekly(count=1, last=date(2025, 6, 9))
    ObservationFactory(index=figures[0].index, period=date(2025, 6, 16), value="99.00")
    page = main_of(client.get("/index/price/"))
    assert "stood at 99.00 in the issue of 16 June 2025: down 1.00% on 9 June 2025." in page


def test_an_old_figure_says_as_of_first(client):
    weekly(count=3, last=date(2020, 6, 15))
    assert "As of 15 June 2020 — " in main_of(client.get("/index/price/"))
    weekly("price/raw-materials", count=3)
    assert "As of" not in main_of(client.get("/index/price/raw-materials/"))


def test_a_newer_demonstration_figure_does_not_hide_the_published_one(client):
    weekly(count=1, last=date(2020, 6, 15))
    weekly(count=1, demonstration=True)
    page = main_of(client.get("/index/price/"))
    assert "The newest published figure is 100.00, as of 15 June 2020" in page
    assert "demo-mark" in page
    assert "kc-demo" in page


def test_a_period_without_an_issue_stands_in_the_table(client):
    monthly(months=("2023-01", "2023-03"))
    ReleaseFactory(family="prosperity", period=date(2023, 2, 1), no_issue=True)
    assert "No issue" in main_of(client.get("/index/prosperity/"))


def test_what_cannot_be_understood_is_said_and_kept(client):
    weekly(count=3)
    response = client.get("/index/price/?from=%3Cbanana%3E&transform=log&as_of=2999-01-01")
    page = main_of(response)
    assert response.status_code == 200
    assert 'value="&lt;banana&gt;"' in page
    assert page.count('aria-invalid="true"') == 3
    assert "100.20" in page
    assert "data.csv?" not in page


def test_the_span_narrows_table_and_downloads(client):
    figures = weekly(count=5)
    start = figures[3].period.isoformat()
    page = main_of(client.get(f"/index/price/?from={start}&to="))
    assert page.count("<tr data-period") == 2
    assert f"data.csv?from={start}&amp;to=" in page
    assert "100.10" not in page


def test_long_series_are_shown_in_pages_and_drawn_whole(client):
    weekly(count=150)
    page = main_of(client.get("/index/price/?all=1&page=3"))
    assert page.count("<tr data-period") == 150
    assert page.count("figures__value") == 30


def test_as_of_shows_an_older_vintage(client):
    (old,) = weekly(count=1, last=date(2025, 6, 16))
    old.superseded_at = noon(date(2025, 7, 1))
    old.save()
    ObservationFactory(
        index=old.index, release=old.release, period=old.period, value="77.77", vintage=2,
        published_at=old.superseded_at,
    )  # fmt: skip
    assert "Corrected" in main_of(client.get("/index/price/"))
    page = main_of(client.get("/index/price/?as_of=2025-06-30"))
    assert "77.77" not in page
    assert "100.00" in page
    assert "77.77" in main_of(client.get("/index/price/?as_of=2025-07-01"))


def test_a_class_without_figures_shows_its_components(client):
    IndexFactory(path="prosperity/by-category", is_grouping=True)
    monthly("prosperity/by-category/raw-materials")
    response = client.get("/index/prosperity/by-category/")
    assert response.status_code == 200
    assert "1102.00" in main_of(response)


def test_unknown_paths_are_not_found(client):
    IndexFactory(path="price")
    assert client.get("/index/price/nothing/").status_code == 404


def test_twelve_queries_whatever_there_is(client, django_assert_num_queries):
    weekly(count=3)
    weekly("price/class-0", count=3)
    with django_assert_num_queries(12):  # one for what is older than five years
        client.get("/index/price/")
    weekly(count=300, last=date(2019, 6, 17))
    for number in range(1, 300):
        ObservationFactory(index=IndexFactory(path=f"price/class-{number}"))
    with django_assert_num_queries(11):
        client.get("/index/price/?all=1")


@pytest.mark.parametrize("family", ["price", "prosperity"])
def test_a_series_of_today_is_read_in_three_queries(family, django_assert_num_queries):
    today = timezone.localdate()
    if family == "price":
        weekly(count=300, last=today - timedelta(days=today.weekday() + 7))
    else:
        first = today.replace(day=1)
        monthly(months=[f"{shifted(first, -back, 'monthly'):%Y-%m}" for back in range(90, 0, -1)])
    for _ in range(2):
        reading = IndexReading(family, QueryDict(), read_parameters({}))
        with django_assert_num_queries(3):
            assert reading.span.rows
            assert reading.newest.held == reading.stored.newest
            assert reading.components == []


def test_a_figure_under_embargo_is_read_from_its_moment_on():
    (old, new) = weekly(count=2)
    now = timezone.now()
    Release.objects.update(demonstration=True)  # only what is invented may move once it is out
    new.release.released_at = now + timedelta(hours=1)
    new.release.save()
    for _ in range(2):
        for hours, newest in ((0, old), (1, new), (0, old)):
            stored, _newest, _gaps = stored_with_newest(old.index, [], now + timedelta(hours=hours))
            assert stored.newest == newest.held


@pytest.mark.parametrize("invented", [0, 5, 520])
def test_recent_years_read_first_say_what_the_whole_series_says(invented):
    held = weekly(count=520, last=date(2026, 11, 23))
    Observation.objects.filter(pk__in=[one.pk for one in held[520 - invented :]]).update(demonstration=True)
    reading = IndexReading("price", QueryDict(), read_parameters({}))
    whole = stored_series([reading.index])[reading.index.pk]
    assert reading.newest.held == whole.newest
    assert reading.stored.newest_published == whole.newest_published
    span = span_of(whole, reading.parameters)
    assert [(row.held, row.changes, row.mark) for row in reading.span.rows] == [
        (row.held, row.changes, row.mark) for row in span.rows
    ]


def test_the_page_is_public_and_cacheable(client):
    weekly(count=3)
    response = client.get("/index/price/")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert not re.search(r"<[a-z][^>]* style=", response.text)


def test_a_quick_range_is_marked(client):
    newest = weekly(count=60)[-1].period
    start = newest.replace(year=newest.year - 1) + timedelta(days=1)
    page = main_of(client.get(f"/index/price/?from={start}"))
    assert 'aria-current="true">1 year</a>' in page


def test_the_table_shows_twelve_rows_until_all_are_asked_for(client):
    """R14: what one comes for stands before the history; R7: whoever asks for more keeps their place."""
    weekly(count=20)
    first = client.get("/index/price/").content.decode()
    assert first.count('<th scope="row"') == 12
    assert 'href="?rows=all#figures" rel="nofollow">All 20 figures of this span</a>' in first
    assert client.get("/index/price/?rows=all").content.decode().count('<th scope="row"') == 20
    assert first.index('id="chart"') < first.index('id="figures"')


def test_spans_keep_the_place_and_the_present_one_is_marked(client):
    """R7, R22."""
    weekly(count=150)
    page = client.get("/index/price/").content.decode()
    assert 'aria-current="true">2 years</a>' in page
    assert '#chart"' in page.split('aria-current="true">2 years')[0].rsplit("<a", 1)[1]
    assert 'action="/index/price/#chart"' in page
    assert "#figures" in client.get("/index/price/?all=1&page=2").content.decode().split('rel="prev"')[1][:60]


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_search_engines_are_told_of_the_series_as_a_dataset(client, prefix):
    weekly(count=2, last=date(2023, 6, 12))
    weekly(count=1, last=date(2023, 6, 19), demonstration=True)
    IndexFactory(path="order", is_grouping=True)

    def dataset(address):
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(address).text)
        (one,) = [data for data in map(json.loads, found) if data["@type"] == "Dataset"]
        return one

    data = dataset(f"{prefix}/index/price/")
    assert data["identifier"] == "PRICE"
    assert data["temporalCoverage"] == "../2023-06-12"
    assert data["license"].endswith("/about/data-use/")
    for file in data["distribution"]:
        assert client.get(file["contentUrl"].removeprefix("http://testserver")).status_code == 200
    assert "distribution" not in dataset(f"{prefix}/index/order/")


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        (
            "",
            "China Textile City Construction and Management Committee Index Office: China · Keqiao Textile Index. Price, 19 June 2023: ",
        ),
        ("/zh-hans", "中国轻纺城建设管理委员会指数办公室："),
    ],
)
def test_a_published_figure_comes_with_its_citation(client, prefix, said):
    figures = weekly(count=3, last=date(2023, 6, 19))
    weekly(count=1, last=date(2023, 6, 26), demonstration=True)
    page = client.get(f"{prefix}/index/price/").text
    cite = page[page.index('id="cite"') :]
    assert said in cite
    assert str(figures[-1].value) in cite
    assert f"http://testserver{prefix}/index/PRICE/" in cite
    assert "@misc{PRICE-2023-06-19," in cite
    weekly("price/invented", count=2, demonstration=True)
    assert 'id="cite"' not in client.get(f"{prefix}/index/price/invented/").text


def test_a_weekly_index_has_a_span_of_three_months(client):
    weekly(count=60)
    monthly(months=("2023-01", "2023-02"))
    page = client.get("/index/price/").text
    (start,) = re.findall(r"\?from=(\d{4}-\d\d-\d\d)#chart\"[^>]*>3 months", page)
    assert date.fromisoformat(start) == last_monday() - timedelta(weeks=13)
    assert "3 months" not in client.get("/index/prosperity/").text
