from datetime import date, timedelta

import icalendar
import pytest
from django.utils import timezone

from indexdata.models import Provenance, Release
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.news import ArticleFactory, SectionFactory
from tests.indexdata.world import embargoed, last_monday, weekly

pytestmark = pytest.mark.django_db


def main_of(response):
    assert response.status_code == 200
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_calendar_shows_what_comes_and_what_came(client, prefix):
    weekly(count=2)
    secret = embargoed()
    page = main_of(client.get(f"{prefix}/releases/"))
    assert page.count("<h1") == 1
    assert f"/releases/price/{secret.period}/" in page
    assert f"/releases/price/{last_monday()}/" in page


def test_years_and_families_narrow_the_past(client):
    weekly(count=1, last=date(2019, 6, 17))
    weekly(count=1, last=date(2020, 6, 15))
    ReleaseFactory(family="prosperity", period=date(2019, 5, 1))
    page = main_of(client.get("/releases/?year=2019&family=price"))
    assert "2019-06-17" in page
    assert "2020-06-15" not in page
    assert "/releases/prosperity/" not in page


@pytest.mark.parametrize("query", ["year=9999", "year=x", "family=x", "year=-1&family="])
def test_unknown_filters_are_ignored(client, query):
    weekly(count=1, last=date(2019, 6, 17))
    assert "2019-06-17" in main_of(client.get(f"/releases/?{query}"))


def test_a_period_without_an_issue_and_an_unrecorded_moment_are_said(client):
    ReleaseFactory(period=date(2019, 2, 11), no_issue=True)
    ReleaseFactory(period=date(2019, 2, 18), moment_recorded=False)
    page = main_of(client.get("/releases/"))
    assert "No issue" in page
    assert "Release time not recorded" in page
    assert "12:00" not in page
    assert "Nothing was published for this period" in main_of(client.get("/releases/price/2019-02-11/"))


def test_a_release_with_its_figures_sources_commentary_and_neighbours(client):
    first, second, third = weekly(count=3, last=date(2023, 6, 19))
    figure = ObservationFactory(
        index=IndexFactory(path="price/raw-materials"), period=second.period, value="86.25"
    )
    Provenance.objects.create(observation=figure, source_url="http://www.kqindex.cn/x", stated_value="86.25")
    Provenance.objects.create(observation=figure, source_url="https://mirror.example/x", stated_value="86.25")
    ArticleFactory(
        section=SectionFactory(kind="commentary"), release=second.release, title_en="Cotton rises",
        published_at=second.release.released_at,
    )  # fmt: skip
    page = main_of(client.get(f"/releases/price/{second.period}/"))
    assert page.index("100.10") < page.index("86.25")
    assert "+</span>0.10%" in page
    assert "http://www.kqindex.cn/x" in page
    assert "mirror.example" not in page
    assert "Cotton rises" in page
    assert f'rel="prev" href="/releases/price/{first.period}/"' in page
    assert f'rel="next" href="/releases/price/{third.period}/"' in page


def test_a_coming_release_says_only_when(client):
    secret = embargoed()
    page = main_of(client.get(f"/releases/price/{secret.period}/"))
    assert "This release is still to come" in page
    assert "<table" not in page


def test_the_release_before_a_coming_one_does_not_lead_to_it(client):
    weekly(count=1)
    embargoed()
    assert 'rel="next"' not in main_of(client.get(f"/releases/price/{last_monday()}/"))


@pytest.mark.parametrize("code", ["2023-06-19", "2023-06-20", "20230619", "x", "9999-99-99"])
def test_unknown_releases_are_not_found(client, code):
    assert client.get(f"/releases/price/{code}/").status_code == 404


def test_other_spellings_of_a_period_are_not_found(client):
    weekly(count=1, last=date(2023, 6, 19))
    assert client.get("/releases/price/2023-06-19/").status_code == 200
    assert client.get("/releases/price/20230619/").status_code == 404


def test_query_counts_do_not_grow(client, django_assert_num_queries):
    figures = weekly(count=3)
    address = f"/releases/price/{figures[-1].period}/"
    with django_assert_num_queries(8):
        client.get("/releases/")
    with django_assert_num_queries(9):
        client.get(address)
    weekly(count=300, last=date(2019, 6, 17))
    for number in range(300):
        ObservationFactory(index=IndexFactory(path=f"price/class-{number}"), period=figures[-1].period)
    with django_assert_num_queries(8):
        client.get("/releases/")
    with django_assert_num_queries(9):
        client.get(address)


@pytest.mark.parametrize(("prefix", "label"), [("", "19 June 2023"), ("/zh-hans", "20230619期")])
def test_the_calendar_file(client, prefix, label, django_assert_num_queries):
    weekly(count=1, last=date(2023, 6, 19))
    Release.objects.update(demonstration=True)  # only what is invented may move once it is out
    secret = embargoed()
    with django_assert_num_queries(2):
        response = client.get(f"{prefix}/releases.ics")
    assert response.headers["Content-Type"].startswith("text/calendar")
    (event,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert event["UID"] == f"price-{secret.period}@releases.keqiao-textile-index"
    assert event["DTSTART"].dt == secret.release.released_at.replace(microsecond=0)
    lately = timezone.now() - timedelta(days=30)
    Release.objects.filter(period=date(2023, 6, 19)).update(
        released_at=lately, public_at=lately, moment_recorded=False
    )
    text = client.get(f"{prefix}/releases.ics").content.decode()
    assert label in text
    assert text.count("DTSTART;VALUE=DATE") == 1
