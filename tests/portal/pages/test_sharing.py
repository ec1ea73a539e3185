"""R17: a shared link shows a title, a sentence and a chart, and says which figures are invented."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from PIL import Image

from tests.factories.indexdata import IndexFactory
from tests.factories.news import PageFactory
from tests.indexdata.world import embargoed, monthly, weekly

pytestmark = pytest.mark.django_db
LATEST = date(2023, 6, 12)
PREFIXES = {"en": "", "zh-hans": "/zh-hans"}


def card(client, address):
    """Return the properties of the card of a page, each of which it says once."""
    html = client.get(address).text
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', html)
    assert len(dict(found)) == len(found), found
    return {name: unescape(said) for name, said in found}


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize(
    "address",
    ["/", "/index/price/", "/releases/", "/releases/price/2023-06-12/", "/index/compare/", "/about/method/"],
)
def test_pages_have_a_card_with_a_chart(client, language, address):
    weekly(count=30, last=LATEST)
    PageFactory(slug="method")
    said = card(client, f"{PREFIXES[language]}{address}")
    assert said["og:title"]
    assert said["og:description"]
    assert said["og:image:alt"]
    assert said["twitter:card"] == "summary_large_image"
    assert said["og:url"] == f"http://testserver{PREFIXES[language]}{address}"
    picture = said["og:image"]
    assert picture.startswith(f"http://testserver{PREFIXES[language]}/index/price/chart.png")
    answer = client.get(picture.removeprefix("http://testserver"))
    assert answer.status_code == 200, answer.text
    size = Image.open(BytesIO(answer.content)).size
    assert size == (int(said["og:image:width"]), int(said["og:image:height"]))


def test_the_card_says_the_figure(client):
    weekly(count=3, last=LATEST)
    assert "100.20" in card(client, "/index/price/")["og:description"]
    assert "100.20" in card(client, "/")["og:description"]
    assert "100.10" in card(client, "/releases/price/2023-06-05/")["og:description"]
    monthly()
    assert "1102.00" in card(client, "/releases/prosperity/2023-03/")["og:description"].replace(",", "")


@pytest.mark.parametrize(("language", "word"), [("en", "Demonstration"), ("zh-hans", "演示")])
@pytest.mark.parametrize("address", ["/", "/index/price/", "/releases/price/2023-06-12/"])
def test_invented_figures_are_said_to_be(client, language, word, address):
    weekly(count=3, last=LATEST, demonstration=True)
    said = card(client, f"{PREFIXES[language]}{address}")["og:description"]
    assert said.startswith(word)


def test_the_picture_is_of_what_the_page_shows(client):
    monthly(months=[f"2022-{month:02}" for month in range(1, 13)])
    asked = "?from=2022-03-15&to=2022-06&transform=rebased"
    said = card(client, f"/index/prosperity/{asked}")
    address = "http://testserver/index/prosperity/?from=2022-03&to=2022-06&transform=rebased"
    assert said["og:url"] == address  # who reads the card asks there
    picture = said["og:image"]
    assert picture.endswith("/index/prosperity/chart.png?from=2022-03&to=2022-06&transform=rebased")
    assert client.get(picture.removeprefix("http://testserver")).status_code == 200


def test_an_index_without_figures_has_a_card_without_a_picture(client):
    IndexFactory(path="order")
    said = card(client, "/index/order/")
    assert said["twitter:card"] == "summary"
    assert "og:image" not in said


def test_a_coming_release_has_no_picture(client):
    weekly(count=3)
    figure = embargoed()
    said = card(client, figure.release.get_absolute_url())
    assert "og:image" not in said
    assert "987" not in str(said)


def test_a_comparison_has_a_picture_of_its_own(client):
    weekly(count=9, last=LATEST)
    weekly(path="price/raw-materials", count=9, last=LATEST)
    asked = "s=price&s=price/raw-materials&rebase=1&from=2023-05-01"
    said = card(client, f"/index/compare/?{asked}")
    right = "?s=price&s=price%2Fraw-materials&rebase=1&from=2023-05-01"
    assert said["og:image"] == f"http://testserver/index/compare/chart.png{right}"
    assert said["og:url"] == f"http://testserver/index/compare/{right}"
    assert "raw materials" in said["og:image:alt"].lower()
    assert client.get(said["og:image"].removeprefix("http://testserver")).status_code == 200
