from datetime import date

import pytest
from lxml import html

from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.indexdata.world import weekly

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("prefix", "heading"), [("", "Textile price"), ("/zh-hans", "纺织品价格")])
def test_the_tree_in_both_languages(client, prefix, heading):
    IndexFactory(path="price", name_en="Textile price", name_zh_hans="纺织品价格")
    weekly(count=2)
    page = client.get(f"{prefix}/index/").content.decode()
    assert page.count("<h1") == 1
    assert heading in page
    assert "100.10" in page
    assert "+</span>0.10%" in page


def test_a_missing_chinese_name_is_english_and_says_so(client):
    IndexFactory(path="price", name_en="Textile price", name_zh_hans="")
    weekly(count=1)
    assert '<span lang="en">Textile price</span>' in client.get("/zh-hans/index/").content.decode()


def test_the_order_family_says_that_nothing_is_public(client):
    IndexFactory(path="order")
    assert "no value of it is public" in client.get("/index/").content.decode()


def test_seven_queries_for_three_and_for_three_hundred_indices(client, django_assert_num_queries):
    weekly(count=2)
    with django_assert_num_queries(8):
        client.get("/index/")
    for number in range(300):
        ObservationFactory(index=IndexFactory(path=f"price/class-{number}"))
    with django_assert_num_queries(8):
        client.get("/index/")


def test_as_of_shows_what_stood_then(client):
    figures = weekly(count=3)
    day = figures[1].period.isoformat()
    page = client.get(f"/index/?as_of={day}").content.decode()
    assert "100.10" in page
    table = page[page.index("<main") :]
    assert "100.20" not in table


def test_classes_without_a_figure_are_folded_and_old_values_muted(client):
    """R19: figures first; what has none lies folded below; a value of years ago is not as bold as this week's."""
    IndexFactory(path="price", name_en="Textile price")
    IndexFactory(path="price/raw", name_en="Raw materials")
    IndexFactory(path="price/raw/cotton", name_en="Cotton")
    weekly("price/raw/cotton", last=date(2009, 9, 14), count=1)
    IndexFactory(path="price/lace", name_en="Lace")
    page = html.fromstring(client.get("/index/").content.decode())
    assert page.xpath("//table//tbody/tr/th//a/text()") == ["Textile price", "Raw materials", "Cotton"]
    assert page.xpath("//tr[@class='is-old']/th//a/text()") == ["Cotton"]
    assert page.xpath("//details[@class='family__rest']//a/text()") == ["Lace"]
    assert "1 class without a public figure" in page.text_content()
