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
    with django_assert_num_queries(10):
        client.get("/releases/")
    with django_assert_num_queries(10):
        client.get(address)
    weekly(count=300, last=date(2019, 6, 17))
    for number in range(300):
        ObservationFactory(index=IndexFactory(path=f"price/class-{number}"), period=figures[-1].period)
    with django_assert_num_queries(10):
        client.get("/releases/")
    with django_assert_num_queries(10):
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


@pytest.mark.parametrize(
    ("prefix", "said", "points"),
    [
        (
            "", "The textile price index rose 0.50% to 100.50 in the issue of 19 June 2023; grey fabric moved most, down 2.00%.",
            ["Of 4 indices below that can be compared with the issue before, 1 rose, 2 fell and 1 stood still.",
             "Of the lower classes cotton drill fell most, down 3.00% on the previous issue."],
        ),
        (
            "/zh-hans", "20230619期纺织品价格指数环比上涨0.50%，报100.50点；各大类中坯布类变动最大，下跌2.00%。",
            ["下列分类指数中有 4 个可与上期比较：1 个走高，2 个走低，1 个持平。", "细分类中纱卡降幅最大，环比下跌3.00%。"],
        ),
    ],
)  # fmt: skip
def test_a_release_is_a_bulletin(client, settings, prefix, said, points):  # R15
    """It had no lead, no large figure and no chart; where a contact is set, it says whom to ask."""
    settings.CONTACT_EMAIL = "index@example.org"
    names = {
        "price": ("Textile price index", "纺织品价格指数"), "price/raw-materials": ("Raw materials", "原料类"),
        "price/grey-fabric": ("Grey fabric", "坯布类"), "price/apparel": ("Apparel fabric", "服装面料类"),
        "price/grey-fabric/drill": ("Cotton drill", "纱卡"),
    }  # fmt: skip
    after = {"price": "100.50", "price/raw-materials": "100.10", "price/grey-fabric": "98.00", "price/apparel": "100.00",
             "price/grey-fabric/drill": "97.00"}  # fmt: skip
    for path, (name_en, name_zh_hans) in names.items():
        index = IndexFactory(path=path, name_en=name_en, name_zh_hans=name_zh_hans)
        for period, value in ((date(2023, 6, 12), "100.00"), (date(2023, 6, 19), after[path])):
            ObservationFactory(index=index, period=period, value=value)
    page = main_of(client.get(f"{prefix}/releases/price/2023-06-19/")).replace("<wbr>", "")  # R26
    assert said in page
    for point in points:
        assert point in page
    assert page.index(said) < page.index("<svg") < page.index('id="figures"')
    assert page.count("is-detail") == 1  # on paper the total and its classes
    assert "mailto:index@example.org" in page
    assert said in client.get(f"{prefix}/releases/price/2023-06-19/").text.partition("<body")[0]


def test_the_calendar_tells_value_and_change_and_says_once_what_is_not_recorded(client):  # R15
    figures = weekly(count=3, last=date(2023, 6, 19))
    Release.objects.update(moment_recorded=False)
    page = main_of(client.get("/releases/?year=2023"))
    for figure in figures:
        assert str(figure.value) in page
    assert page.count("the release time is not recorded.") == 1
    assert "change--" in page


def test_a_month_of_foreign_trade_leads_with_both_its_indices(client):
    for half, value in (("price", "108.20"), ("prosperity", "1021.40")):
        index = IndexFactory(path=f"foreign-trade/{half}", name_en=f"Foreign trade {half} index")
        for period, held in ((date(2025, 5, 1), "100.00"), (date(2025, 6, 1), value)):
            ObservationFactory(index=index, period=period, value=held)
    page = main_of(client.get("/releases/foreign-trade/2025-06/"))
    assert "The foreign trade price index rose 8.20% to 108.20 in June 2025." in page
    assert "The foreign trade prosperity index rose 921.40% to 1021.40 in June 2025." in page
