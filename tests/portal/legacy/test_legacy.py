"""Old addresses: which page each leads to, and what is gone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from news.enums import ArticleStatus, SectionKind
from tests.factories.news import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def city_news():
    return SectionFactory(slug="textile-city-news", legacy_section="News", legacy_name=2)


@pytest.fixture
def knowledge():
    return SectionFactory(slug="index-knowledge", legacy_section="News")


@pytest.fixture
def forecast():
    return SectionFactory(
        slug="warning-forecast", kind=SectionKind.COMMENTARY, legacy_section="Comments", legacy_name=0
    )


def path_of(article):
    return f"/news/{article.section.slug}/{article.id_slug}/"


def assert_leads_to(response, address):
    assert response.status_code == 301
    assert response["Location"] == address
    assert "max-age=" in response["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/News/detial.php?id=91&name=2",
        "/News/detial.php?name=2&id=91",
        "/news/detial.php?id=91&name=2",
        "/NEWS/DETIAL.PHP?ID=91&NAME=2",
        "/News/detial.php?id=91",
        "/News/detial.php?id=91&name=7&utm_source=x",
        "/News/detail.php?id=91&name=2",
        "/News/detial.php/?id=91&name=2",
        "/en/News/detial.php?id=91&name=2",
        "/Comments/detial.php?id=91&name=0",
    ],
)
def test_the_id_of_an_article_decides(client, knowledge, address):
    article = ArticleFactory(section=knowledge, legacy_id=91)
    assert_leads_to(client.get(address), path_of(article))


def test_a_commentary_is_found_by_its_id(client, forecast):
    article = ArticleFactory(section=forecast, legacy_id=4109)
    response = client.get("/Comments/detial.php?name=0&id=4109")
    assert_leads_to(response, f"/comments/warning-forecast/{article.id_slug}/")


def test_an_article_in_chinese_alone_is_shown_in_chinese(client, city_news):
    article = ArticleFactory(section=city_news, legacy_id=5, slug="x", title_en="", body_en="")
    assert_leads_to(client.get("/News/detial.php?id=5&name=2"), f"/zh-hans{path_of(article)}")


def test_a_host_of_the_english_site_means_english(client, city_news):
    article = ArticleFactory(section=city_news, legacy_id=5, slug="x", title_en="", body_en="")
    response = client.get("/News/detial.php?id=5&name=2", headers={"host": "en.testserver"})
    assert_leads_to(response, path_of(article))
    assert_leads_to(client.get("/zsfx.asp", headers={"host": "en.testserver"}), "/comments/")
    assert_leads_to(client.get("/flzs/jiage", headers={"host": "en.testserver"}), "/index/price/")


def test_the_chinese_prefix_means_chinese(client, city_news):
    article = ArticleFactory(section=city_news, legacy_id=91)
    response = client.get("/zh-hans/News/detial.php?id=91&name=2")
    assert_leads_to(response, f"/zh-hans{path_of(article)}")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/News/", "/news/"),
        ("/News", "/news/"),
        ("/NEWS/index.php", "/news/"),
        ("/News/?name=2", "/news/textile-city-news/"),
        ("/News/index.php?name=2", "/news/textile-city-news/"),
        ("/News/index.php?NAME=2", "/news/textile-city-news/"),
        ("/News/?name=0", "/news/"),
        ("/News/?name=nonsense", "/news/"),
        ("/Comments/", "/comments/"),
        ("/Comments/index.php", "/comments/"),
        ("/Comments/?name=0", "/comments/warning-forecast/"),
        ("/zh-hans/Comments/?name=0", "/zh-hans/comments/warning-forecast/"),
        ("/flzs/jiage", "/zh-hans/index/price/"),
        ("/flzs/jiage/", "/zh-hans/index/price/"),
        ("/FLZS/JiaGe", "/zh-hans/index/price/"),
        ("/flzs/", "/zh-hans/index/"),
        ("/zsfx.asp", "/zh-hans/comments/"),
        ("/ZSFX.ASP", "/zh-hans/comments/"),
        ("/index.php", "/"),
        ("/default.asp", "/zh-hans/"),
    ],
)
def test_pages_of_the_old_site_lead_to_those_of_today(client, city_news, forecast, address, target):
    assert_leads_to(client.get(address), target)


@pytest.mark.parametrize(
    "query", ["", "?name=2", "?id=&name=2", "?id=x&name=2", "?id=9\uff11&name=2", "?id=-1&name=2"]
)
def test_without_a_usable_id_the_name_points_to_a_section(client, city_news, query):
    target = "/news/textile-city-news/" if query else "/news/"
    assert_leads_to(client.get(f"/News/detial.php{query}"), target)


def test_an_unknown_id_is_gone_and_the_page_offers_its_section(client, city_news):
    latest = ArticleFactory(section=city_news, title_en="Still here")
    response = client.get("/News/detial.php?id=999&name=2")
    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store"
    page = response.content.decode()
    assert 'href="/news/textile-city-news/"' in page
    assert path_of(latest) in page
    assert 'action="/search/"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("number", ["0", "9999999999", "99999999999999999999"])
def test_huge_ids_harm_nobody(client, city_news, number):
    assert client.get(f"/News/detial.php?id={number}").status_code in {301, 410}
    assert client.get(f"/News/?name={number}").status_code == 301


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": ArticleStatus.DRAFT},
        {"status": ArticleStatus.WITHDRAWN},
        {"published_at": datetime(2100, 1, 1, tzinfo=CHINA)},
    ],
)
def test_an_article_that_is_not_public_is_gone_without_a_trace(client, city_news, hidden):
    ArticleFactory(section=city_news, legacy_id=7, title_en="Secret plans", **hidden)
    response = client.get("/News/detial.php?id=7&name=2")
    assert response.status_code == 410
    assert "ecret" not in response.content.decode()


def test_the_page_of_what_is_gone_speaks_chinese_under_the_chinese_prefix(client, city_news):
    response = client.get("/zh-hans/News/detial.php?id=999&name=2")
    assert response.status_code == 410
    assert response["Content-Language"] == "zh-hans"
    assert 'lang="zh-hans"' in response.content.decode().lower()
    assert "/zh-hans/news/textile-city-news/" in response.content.decode()


@pytest.mark.parametrize("address", ["/News/other.php?name=2", "/flzs/unknown", "/Comments/list.asp"])
def test_other_addresses_in_the_old_folders_are_gone(client, city_news, address):
    assert client.get(address).status_code == 410


@pytest.mark.parametrize(
    "address",
    [
        "/wp-login.php",
        "/admin.asp",
        "/index.phpx",
        "/xNews/detial.php?id=91",
        "/two%0Alines.php",
        "/zh-hans/two%0Alines.asp",
    ],
)
def test_addresses_the_old_site_never_had_are_not_found(client, address):
    assert client.get(address).status_code == 404


def test_the_new_sections_are_untouched(client, city_news):
    assert client.get("/news/?name=2").status_code == 200
    response = client.get("/news?page=2")
    assert response.status_code == 301
    assert response["Location"] == "/news/?page=2"


def test_old_addresses_are_read_not_written(client):
    assert client.post("/News/detial.php?id=91").status_code in {403, 405}


def test_an_old_address_costs_one_query(client, city_news, django_assert_max_num_queries):
    ArticleFactory(section=city_news, legacy_id=91)
    with django_assert_max_num_queries(1):
        client.get("/News/detial.php?id=91&name=2")
