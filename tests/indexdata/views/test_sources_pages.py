import pytest

from indexdata.models import SourceFact
from tests.factories.indexdata import CollectingSourceFactory, IndexFactory, SampleUnitFactory
from tests.indexdata.world import weekly

pytestmark = pytest.mark.django_db


def main_of(response):
    assert response.status_code == 200
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize(("prefix", "name"), [("", "North"), ("/zh-hans", "北市场")])
def test_list_and_page_in_both_languages(client, prefix, name):
    source = CollectingSourceFactory(
        slug="north", name_en="North", name_zh_hans="北市场", address_en="Keqiao"
    )
    source.classes.add(IndexFactory(path="price/cotton"))
    SampleUnitFactory(source=source, name_en="Unit A", name_zh_hans="甲单位")
    SampleUnitFactory(source=source, active=False, name_en="Gone")
    for address in ("/sources/", "/sources/north/"):
        page = main_of(client.get(prefix + address))
        assert page.count("<h1") == 1
        assert name in page.replace("<wbr>", "")
        assert "/index/price/cotton/" in page
        assert "Gone" not in page
    assert "1 sample unit<" in main_of(client.get("/sources/"))


def test_facts_link_only_official_and_press_pages(client):
    source = CollectingSourceFactory(slug="north")
    SourceFact.objects.create(
        source=source, label_en="Stalls", value_en="900", source_url="http://www.ctcte.com/a"
    )
    SourceFact.objects.create(
        source=source, label_en="Area", value_en="1 ha", source_url="https://mirror.example/a"
    )
    page = main_of(client.get("/sources/north/"))
    assert "http://www.ctcte.com/a" in page
    assert "1 ha" in page
    assert "mirror.example" not in page


def test_empty_states_and_unknown_sources(client):
    assert "No collecting source yet" in main_of(client.get("/sources/"))
    CollectingSourceFactory(slug="north")
    assert "No sample unit reports from here yet" in main_of(client.get("/sources/north/"))
    assert client.get("/sources/nothing/").status_code == 404


def test_queries_do_not_grow(client, django_assert_num_queries):
    index = IndexFactory(path="price/cotton")

    def more(count):
        for _ in range(count):
            source = CollectingSourceFactory()
            source.classes.add(index)
            SampleUnitFactory(source=source).classes.add(index)
        return source

    weekly(count=2)
    source = more(3)
    with django_assert_num_queries(6):
        client.get("/sources/")
    with django_assert_num_queries(9):
        client.get(f"/sources/{source.slug}/")
    more(300)
    with django_assert_num_queries(6):
        client.get("/sources/")
    with django_assert_num_queries(9):
        client.get(f"/sources/{source.slug}/")


@pytest.mark.parametrize(
    ("prefix", "said"), [("", "Prices come from 15 professional markets"), ("/zh-hans", "采自15个专业市场")]
)
def test_how_many_of_the_markets_are_listed_is_said(client, prefix, said):  # R23
    assert said not in main_of(client.get(f"{prefix}/sources/"))
    CollectingSourceFactory(slug="north")
    assert said in main_of(client.get(f"{prefix}/sources/"))
    CollectingSourceFactory.create_batch(14)
    assert said not in main_of(client.get(f"{prefix}/sources/"))


@pytest.mark.parametrize("address", ["/sources/", "/samples/"])
def test_lists_do_not_say_their_parts_twice_on_a_phone(client, address):  # R23
    """Eight links stood above the same eight rows; the style takes the column away where it stands above the page."""
    CollectingSourceFactory(slug="north")
    assert '<body class="lists-its-parts">' in client.get(address).text
    assert "lists-its-parts" not in client.get("/sources/north/").text


@pytest.mark.parametrize(
    ("prefix", "said", "unknown", "known"),
    [
        ("", "There is no map here", "are not recorded", "on any map"),
        ("/zh-hans", "本站未附地图", "尚未登记", "即可定位"),
    ],
)
def test_that_there_is_no_map_is_said(client, prefix, said, unknown, known):  # R23
    assert said not in main_of(client.get(f"{prefix}/sources/"))
    CollectingSourceFactory(slug="north")
    CollectingSourceFactory(slug="south", latitude="30.08", longitude="120.49")
    assert main_of(client.get(f"{prefix}/sources/")).count(said) == 1
    for slug, reason, other in (("north", unknown, known), ("south", known, unknown)):
        page = main_of(client.get(f"{prefix}/sources/{slug}/"))
        assert page.count(said) == 1
        assert reason in page
        assert other not in page
