"""Addresses of the portal's own pages in a text become references; everything else stays as it is."""

import pytest
from django.urls import reverse

from news.editing.revisions import latest_content
from news.enums import SectionKind
from news.linking.own_addresses import reference_of, with_references
from tests.factories.indexdata import CollectingSourceFactory, IndexFactory, ReleaseFactory, SampleUnitFactory
from tests.factories.news import ArticleFactory, FabricFactory, PageFactory, SectionFactory, TagFactory
from tests.factories.users import chief_editor

pytestmark = pytest.mark.django_db
HOST = "index.example.org"


def reference(thing, kind):
    return f"ref:{kind}/{thing.pk}"


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("article", ArticleFactory),
        ("article", lambda: ArticleFactory(section__kind=SectionKind.COMMENTARY)),
        ("page", PageFactory),
        ("fabric", FabricFactory),
        ("index", lambda: IndexFactory(path="price/grey-fabric")),
        ("source", CollectingSourceFactory),
        ("sample", SampleUnitFactory),
        ("section", SectionFactory),
        ("tag", TagFactory),
        ("release", ReleaseFactory),
    ],
)
def test_every_kind_of_page_is_known_by_its_address(kind, make):
    thing = make()
    path = thing.get_absolute_url()
    for address in (path, f"/zh-hans{path}", f"https://{HOST}{path}", f"http://{HOST.upper()}/zh-hans{path}"):
        assert reference_of(address, HOST) == reference(thing, kind), address


def test_the_place_on_the_page_is_kept():
    article = ArticleFactory()
    assert reference_of(f"{article.get_absolute_url()}#part-2", HOST) == f"ref:article/{article.pk}#part-2"


def test_an_old_slug_still_leads_to_its_article():
    article = ArticleFactory(slug="new-name")
    old = article.get_absolute_url().replace("new-name", "old-name")
    assert reference_of(old, HOST) == reference(article, "article")


@pytest.mark.parametrize(
    "address",
    [
        "/news/",
        "/",
        "/search/?q=price",
        "/news/trade/999999-nothing/",
        "/fabrics/nothing/",
        "/releases/price/2025-99/",
        "/index/nothing/at-all/",
        "https://elsewhere.example.org/about/",
        "https://[broken/about/",
        "//elsewhere.example.org/about/",
        "/%00",
        "/media/a%00b.pdf",
        "/about/" + "a" * 1500,
        "mailto:office@example.org",
    ],
)
def test_everything_else_stays(address):
    ArticleFactory()
    html = f'<p><a href="{address}" rel="noopener">x</a></p>'
    assert reference_of(address, HOST) == ""
    assert with_references(html, HOST) == html


def test_every_name_of_the_site_is_its_own(settings):
    settings.ALLOWED_HOSTS = ["www.example.org", ".example.net", "*"]
    path = (article := ArticleFactory()).get_absolute_url()
    assert reference_of(f"https://www.example.org{path}", HOST) == reference(article, "article")
    for other in ("https://shop.example.net", "https://other.example.com"):
        assert reference_of(f"{other}{path}", HOST) == ""


def test_a_question_to_a_page_stays():
    article = ArticleFactory()
    assert reference_of(f"{article.get_absolute_url()}?comments=2", HOST) == ""


def test_one_query_for_the_same_address_many_times(django_assert_num_queries):
    fabric = FabricFactory()
    address = fabric.get_absolute_url()
    html = f'<p><a href="https://{HOST}{address}">a</a> <a href="{address}">b</a></p>' * 50
    with django_assert_num_queries(2):
        changed = with_references(html, HOST)
    assert (
        changed
        == f'<p><a href="ref:fabric/{fabric.pk}">a</a> <a href="ref:fabric/{fabric.pk}">b</a></p>' * 50
    )


def test_a_text_with_endless_links_costs_a_known_number_of_queries(django_assert_max_num_queries):
    html = "".join(f'<a href="/fabrics/f{n}/">x</a>' for n in range(1000))
    with django_assert_max_num_queries(200):
        assert with_references(html, HOST) == html


def test_an_editor_pastes_an_address_and_a_reference_is_saved(client):
    target, article = ArticleFactory(slug="target"), ArticleFactory(body_en="<p>Text.</p>")
    client.force_login(chief_editor())
    page = client.get(reverse("admin:news_article_change", args=[article.pk]))
    form = page.context["adminform"].form
    data = {
        **{name: value for name, value in form.initial.items() if value not in (None, [], False)},
        "published_at_0": "2025-06-16",
        "published_at_1": "12:00:00",
        "body_en": f'<p>See <a href="http://testserver/zh-hans{target.get_absolute_url()}">this</a>.</p>',
    }
    answer = client.post(reverse("admin:news_article_change", args=[article.pk]), data)
    assert answer.status_code == 302, answer.context["errors"]
    article.refresh_from_db()
    assert f'href="ref:article/{target.pk}"' in latest_content(article)["body_en"]
