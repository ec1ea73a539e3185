"""The front page says what happened in one sentence (R8), and what is new stands by date (R16)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from lxml import html

from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.indexdata.world import last_monday, weekly

pytestmark = pytest.mark.django_db


def issue(path, before, now, **kwargs):
    """Make the figures of the last two issues of an index."""
    index, monday = IndexFactory(path=path), last_monday()
    for period, value in ((monday - timedelta(weeks=1), before), (monday, now)):
        ObservationFactory(index=index, period=period, value=Decimal(value), **kwargs)


def heading(client, address):
    page = html.fromstring(client.get(address).content.decode())
    return " ".join(page.xpath("string(//h1)").split()), page


def test_the_sentence_is_made_from_the_newest_issue(client):
    issue("price", "100.00", "100.50")
    issue("price/raw-materials", "80.00", "80.08")
    issue("price/grey-fabric", "120.00", "118.80")
    said, page = heading(client, "/")
    assert said.startswith("The price index rose 0.50% to 100.50 in the issue of ")
    assert said.endswith("; grey fabric moved most, down 1.00%")
    assert page.xpath("//ul[@class='home-classes']/li/a/text()") == ["Grey fabric", "Raw materials"]
    assert "环比上涨0.50%，报100.50点；各大类中" in heading(client, "/zh-hans/")[0]


def test_invented_figures_are_said_to_be_and_the_published_one_stands_beside(client):
    weekly("price", count=1, last=last_monday() - timedelta(weeks=60))
    issue("price", "100.00", "99.00", demonstration=True)
    said, page = heading(client, "/")
    assert said.startswith("Demonstration: The price index fell 1.00%")
    assert "The newest published figure is 100.00" in page.text_content()


@pytest.mark.parametrize("classes", [[], ["price/raw-materials"]])
def test_without_an_issue_to_compare_with_nothing_moves(client, classes):
    for path in ("price", *classes):
        weekly(path, count=1)
    said, _page = heading(client, "/")
    assert said.startswith("The price index stood at 100.00 in the issue of ")
    assert "moved most" not in said


def test_without_a_figure_the_page_says_what_it_is(client):
    said, page = heading(client, "/")
    assert said.startswith("Prices, prosperity and foreign trade")
    assert "No figures yet" in page.text_content()
