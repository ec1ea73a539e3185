"""The sample book: choosing, single fabrics, what stays hidden."""

import pytest

from foundation.headings import by_words
from indexdata.wording.numbers import figure
from news.enums import ArticleStatus, Season, Weave
from news.fabrics.markup import colour_bar, colours, weight
from news.fabrics.models import Fabric, FabricUse
from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.factories.news import FabricFactory, TagFactory

pytestmark = pytest.mark.django_db


def use(slug, name="", chinese=""):
    return FabricUse.objects.get_or_create(
        slug=slug, defaults={"name_en": name or slug, "name_zh_hans": chinese or slug}
    )[0]


@pytest.fixture
def book():
    """Three fabrics that differ in everything."""
    poplin = FabricFactory(slug="poplin", name_en="Poplin", weave=Weave.PLAIN, season=Season.SPRING_SUMMER)
    drill = FabricFactory(slug="drill", name_en="Drill", weave=Weave.TWILL, season=Season.ALL_YEAR)
    velvet = FabricFactory(
        slug="velvet", name_en="Stretch velvet", weave=Weave.VELVET, season=Season.AUTUMN_WINTER
    )
    poplin.uses.add(use("shirts"), use("dresses"))
    drill.uses.add(use("shirts"), use("trousers"))
    velvet.uses.add(use("dresses"))
    FabricFactory(slug="hidden", name_en="HIDDEN", weave=Weave.LACE, status=ArticleStatus.WITHDRAWN).uses.add(
        use("veils")
    )
    return poplin, drill, velvet


def shown(client, **query):
    """Return the slugs of the fabrics on the first page."""
    return [fabric.slug for fabric in client.get("/fabrics/", query).context["page_obj"]]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({}, ["drill", "poplin", "velvet"]),
        ({"weave": "plain"}, ["poplin"]),
        ({"season": "autumn-winter"}, ["velvet"]),
        ({"use": "shirts"}, ["drill", "poplin"]),
        ({"use": "shirts", "weave": "twill"}, ["drill"]),
        ({"use": "dresses", "season": "spring-summer", "weave": "plain"}, ["poplin"]),
        ({"use": "trousers", "weave": "velvet"}, []),
        ({"weave": "nonsense", "use": "x' OR 1=1"}, ["drill", "poplin", "velvet"]),
        ({"weave": "lace"}, ["drill", "poplin", "velvet"]),
        ({"use": "veils", "weave": "plain"}, ["poplin"]),
        ({"season": ["", "all-year"]}, ["drill"]),
    ],
)
def test_choosing_combines_and_what_is_unknown_counts_as_not_set(client, book, query, slugs):
    assert sorted(shown(client, **query)) == slugs


def test_only_values_in_use_are_offered_with_their_numbers(client, book):
    facets = {facet.name: facet for facet in client.get("/fabrics/").context["facets"]}
    assert {choice.value: choice.number for choice in facets["weave"].choices} == {
        "plain": 1,
        "twill": 1,
        "velvet": 1,
    }
    assert [choice.value for choice in facets["use"].choices] == ["dresses", "shirts", "trousers"]
    facets = {facet.name: facet for facet in client.get("/fabrics/?use=shirts").context["facets"]}
    assert {choice.value: choice.number for choice in facets["weave"].choices} == {
        "plain": 1,
        "twill": 1,
        "velvet": 0,
    }
    assert {choice.value: choice.number for choice in facets["use"].choices} == {
        "dresses": 2,
        "shirts": 2,
        "trousers": 1,
    }


def test_links_keep_the_other_choices_and_mark_the_current_one(client, book):
    page = client.get("/fabrics/?use=shirts&weave=plain&page=1").content.decode()
    assert 'href="/fabrics/?use=shirts" rel="nofollow" aria-current="true"' in page
    assert 'href="/fabrics/?weave=plain" rel="nofollow" aria-current="true"' in page
    assert 'href="/fabrics/?weave=twill&amp;use=shirts"' in page
    assert 'href="/fabrics/?weave=velvet&amp;use=shirts"' not in page


def test_nothing_fits(client, book):
    page = client.get("/fabrics/?use=trousers&weave=velvet").content.decode()
    assert "No fabric fits all of this" in page
    assert "Clear filters" in page
    assert 'name="robots" content="noindex' in page


def test_an_empty_book(client):
    response = client.get("/fabrics/")
    assert "No fabrics yet" in response.content.decode()


@pytest.mark.parametrize("page", ["0", "-3", "999", "9" * 40, "x", "", "\u0661"])
def test_any_page_number_answers(client, book, page):
    assert client.get("/fabrics/", {"page": page}).status_code == 200


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_one_heading_no_cookie_no_inline_style(client, book, prefix):
    for path in ("/fabrics/", "/fabrics/poplin/"):
        response = client.get(prefix + path)
        page = response.content.decode()
        assert page.count("<h1") == 1
        assert " style=" not in page
        assert not response.cookies


def test_hidden_fabrics_are_nowhere(client, book):
    tag = TagFactory(slug="cotton")
    hidden = FabricFactory(
        slug="hidden-too", name_en="HIDDEN", weave=Weave.PLAIN, status=ArticleStatus.WITHDRAWN
    )
    hidden.tags.add(tag)
    for path in ("/fabrics/", "/fabrics/poplin/", "/tags/cotton/", "/fabrics/?weave=lace"):
        assert "HIDDEN" not in client.get(path).content.decode()
    for path in ("/fabrics/hidden/", "/fabrics/hidden-too/", "/fabrics/nothing/"):
        assert client.get(path).status_code == 404


def test_the_specification(client):
    fabric = FabricFactory(
        slug="poplin",
        composition_en="100% cotton",
        yarn="40S × 40S",
        weight_min=100,
        weight_max=130,
        width_cm=148,
        finish_en="Mercerised",
        season=Season.SPRING_SUMMER,
        palette=["#ffffff", "#a1b2c3"],
    )
    fabric.uses.add(use("shirts", "Shirts"))
    fabric.tags.add(TagFactory(slug="cotton", name_en="Cotton"))
    page = client.get("/fabrics/poplin/").content.decode()
    for part in (
        *("100% cotton", "40S × 40S", "100–130 g/m²", "148 cm", "Mercerised", "#A1B2C3"),
        *(
            '"/fabrics/?weave=plain"',
            '"/fabrics/?season=spring-summer"',
            '"/fabrics/?use=shirts"',
            '"/tags/cotton/"',
        ),
    ):
        assert part in page, part


def test_a_bare_fabric_shows_no_empty_fact(client):
    FabricFactory(slug="bare", picture=None)
    page = client.get("/fabrics/bare/").content.decode()
    for name in ("Composition", "Yarn", "Weight", "Width", "Finish", "Uses", "Nearest class"):
        assert name not in page
    assert "picture-missing" in page


@pytest.mark.parametrize(
    ("least", "most", "written"),
    [
        (100, 130, "100–130 g/m²"),
        (100, 100, "100 g/m²"),
        (100, None, "100 g/m²"),
        (None, 90, "90 g/m²"),
        (None, None, ""),
    ],
)
def test_weight(least, most, written):
    assert weight(FabricFactory.build(weight_min=least, weight_max=most)) == written


@pytest.mark.parametrize("palette", [[], None, "#ffffff", ['"/><script>', 5, None, "#fff", "red"]])
def test_a_palette_of_anything_else_draws_nothing(palette):
    fabric = FabricFactory.build(palette=palette)
    assert colours(fabric) == []
    assert colour_bar(fabric) == ""


def test_the_nearest_class_with_its_newest_figure(client):
    figure_of_class = ObservationFactory(
        index=IndexFactory(path="price/apparel-fabric", name_en="Apparel fabric")
    )
    FabricFactory(slug="direct", index=figure_of_class.index)
    FabricFactory(
        slug="below", index=IndexFactory(path="price/apparel-fabric/cotton", name_en="Cotton fabric")
    )
    FabricFactory(slug="without", index=IndexFactory(path="order"))
    direct = client.get("/fabrics/direct/").content.decode()
    assert figure(figure_of_class.value) in direct
    assert "not a price for this fabric" in direct
    below = client.get("/fabrics/below/").content.decode()
    assert 'href="/index/price/apparel-fabric/cotton/"' in below
    assert 'href="/index/price/apparel-fabric/"' in below
    assert figure(figure_of_class.value) in below
    assert "No figure of this class" in client.get("/fabrics/without/").content.decode()


def test_similar_fabrics_share_weave_or_class_those_with_both_first(client):
    one, two = IndexFactory(path="price/a"), IndexFactory(path="price/b")
    FabricFactory(slug="shown", weave=Weave.TWILL, index=one)
    FabricFactory(slug="same-class", weave=Weave.PLAIN, index=one)
    FabricFactory(slug="same-weave", weave=Weave.TWILL, index=two)
    FabricFactory(slug="same-both", weave=Weave.TWILL, index=one)
    FabricFactory(slug="neither", weave=Weave.LACE, index=two)
    similar = [fabric.slug for fabric in client.get("/fabrics/shown/").context["similar"]]
    assert similar == ["same-both", "same-class", "same-weave"]


def test_without_a_class_other_classless_fabrics_are_not_similar(client):
    FabricFactory(slug="shown", weave=Weave.TWILL, index=None)
    FabricFactory(weave=Weave.LACE, index=None)
    assert not client.get("/fabrics/shown/").context["similar"]


def test_a_missing_translation_is_said_and_not_told_to_search_engines(client):
    FabricFactory(
        slug="pongee", name_en="", description_en="", name_zh_hans="春亚纺", description_zh_hans="平纹。"
    )
    page = client.get("/fabrics/pongee/").content.decode()
    assert "has not been translated yet" in page
    assert f'<h1 lang="zh-hans">{by_words("春亚纺")}</h1>' in page
    assert '<link rel="canonical" href="http://testserver/zh-hans/fabrics/pongee/">' in page
    assert 'hreflang="en" href="http' not in page


@pytest.mark.parametrize(
    ("path", "queries"),
    [("/fabrics/", 9), ("/fabrics/?use=shirts&season=all-year", 9), ("/fabrics/fabric-x/", 11)],
)
@pytest.mark.parametrize("number", [3, 300])
def test_the_same_few_queries_for_3_and_300(client, django_assert_num_queries, path, queries, number):
    """Five of them are for the masthead, which is kept for all pages while the page cache is on."""
    ObservationFactory()
    index = ObservationFactory(index=IndexFactory(path="price/apparel-fabric")).index
    shirts = use("shirts")
    FabricFactory(slug="fabric-x", index=index)
    Fabric.objects.bulk_create(FabricFactory.build_batch(number - 1, index=index))
    shirts.fabrics.set(Fabric.objects.all())
    client.get(path)  # content types are looked up once in a process
    with django_assert_num_queries(queries):
        client.get(path)
