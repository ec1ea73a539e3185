"""The poster of a release: what stands on it, in both languages, and nothing before its time."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO
from itertools import pairwise

import pytest
import segno
from django.test import RequestFactory
from django.utils.translation import override
from PIL import Image

from foundation.lettering import can_write, width_of
from indexdata.enums import Family
from indexdata.models import Observation
from indexdata.pictures import poster as posters
from indexdata.pictures.paper import broken, fitted
from indexdata.pictures.qr import QUIET, qr_path
from indexdata.views.posters import poster_asked
from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.indexdata.world import embargoed, monthly, weekly

pytestmark = pytest.mark.django_db
LATEST = date(2023, 6, 12)
ADDRESS = "/releases/price/2023-06-12/poster.png"


def issue(**facts):
    """Make 40 weeks of the total and one class of the newest issue; return the newest release."""
    release = weekly(count=40, last=LATEST, **facts)[-1].release
    for name, value in (("raw-materials", "86.62"), ("grey-fabric", "114.34")):
        index = IndexFactory(path=f"price/{name}")
        ObservationFactory(index=index, period=LATEST, release=release, value=Decimal(value), **facts)
    return release


def written(language="en", family=Family.PRICE, code="2023-06-12"):
    """Return the texts of a poster."""
    with override(language):
        request = RequestFactory().get("/")
        svg = posters.poster_svg(poster_asked(request, family, code))
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_it_is_a_picture_1080_wide_for_any_site(client, prefix):
    issue()
    response = client.get(f"{prefix}{ADDRESS}")
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    picture = Image.open(BytesIO(response.content))
    assert picture.width == 1080
    assert picture.height > 1080


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_says_the_figure_its_changes_and_the_classes(language):
    issue()
    said = written(language)
    assert "103.90" in said
    assert "+0.10%" in said
    assert {"86.62", "114.34"} <= set(said)
    assert all(can_write(text) for text in said)
    assert not any("demonstration" in text.lower() or "演示" in text for text in said)
    foot = "/zh-hans/releases/price/2023-06-12/" if language == "zh-hans" else "/releases/price/2023-06-12/"
    assert f"testserver{foot}" in "".join(said)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Demonstration figures"), ("zh-hans", "演示数据：系虚构")]
)
def test_invented_figures_are_said_to_be(language, word):
    issue(demonstration=True)
    assert any(text.startswith(word) for text in written(language))


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Dashed in the chart"), ("zh-hans", "图中虚线为演示数据")]
)
def test_a_published_release_says_what_is_invented_in_its_chart(client, language, words):
    """The line beside published figures was invented for the most part, and neither the page nor the poster said more than the legend."""
    release = issue()
    older = Observation.objects.exclude(release=release)
    assert not any(words in text for text in written(language))
    page = f"{'/zh-hans' if language == 'zh-hans' else ''}{release.get_absolute_url()}"
    assert "notice--demo" not in client.get(page).text
    older.update(demonstration=True)
    band = next(text for text in written(language) if text.startswith(words))
    assert 1.1 * width_of(band, 14) <= posters.SHEET - 2 * posters.MARGIN
    assert "notice--demo" in client.get(page).text
    assert "notice--demo" not in client.get(f"{page}?demonstration=exclude").text


def test_rising_is_red_in_chinese_and_green_in_english():
    issue()
    for language, colour in (("en", posters.GREEN), ("zh-hans", posters.RED)):
        with override(language):
            svg = posters.poster_svg(poster_asked(RequestFactory().get("/"), Family.PRICE, "2023-06-12"))
        assert re.search(rf'fill="{colour}"[^>]*>\+0\.10%', svg)


def test_a_month_has_one_too():
    monthly(months=[f"2023-{month:02}" for month in range(1, 7)])
    said = written(family=Family.PROSPERITY, code="2023-06")
    assert "1105.00" in said
    assert "Month-on-month" in said


def test_many_classes_end_with_how_many_more():
    release = weekly(count=4, last=LATEST)[-1].release
    for number in range(posters.MOST_CLASSES + 3):
        index = IndexFactory(path=f"price/class-{number}")
        ObservationFactory(index=index, period=LATEST, release=release, value=Decimal(90 + number))
    assert "3 more on the page" in written()


@pytest.mark.parametrize("address", ["price/2023-06-19", "price/2023-06", "price/nonsense"])
def test_where_there_is_no_release_a_sentence_says_so(client, address):
    issue()
    response = client.get(f"/releases/{address}/poster.png")
    assert (response.status_code, response.text) == (404, "There is no public release at this address.\n")


def test_a_coming_release_has_none(client):
    weekly(count=3)
    release = embargoed().release
    for prefix in ("", "/zh-hans"):
        response = client.get(
            f"{prefix}{release.get_absolute_url()}poster.png".replace("/zh-hans/zh-hans", "/zh-hans")
        )
        assert response.status_code == 404
        assert "987" not in response.text


def test_it_takes_no_parameters(client):
    issue()
    assert client.get(f"{ADDRESS}?size=square").status_code == 400


def test_it_costs_few_queries(client, django_assert_max_num_queries):
    issue()
    with django_assert_max_num_queries(6):
        assert client.get(ADDRESS).status_code == 200


def test_the_page_leads_to_it(client):
    issue()
    assert f'href="{ADDRESS}"' in client.get("/releases/price/2023-06-12/").text


def test_the_code_is_that_of_the_address_with_four_white_modules_around():
    address = "https://example.org/zh-hans/releases/price/2023-06-12/"
    drawn = qr_path(address, 0, 0, 120)
    matrix = segno.make_qr(address, error="m").matrix
    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", drawn):
        dark |= {(int(x) + step - QUIET, int(y) - QUIET) for step in range(int(length))}
    assert QUIET == 4
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert f'<rect width="{len(matrix) + 8}" height="{len(matrix) + 8}" fill="#ffffff"/>' in drawn


@pytest.mark.parametrize(
    "text",
    ["纺织品价格指数环比下跌0.13%，报104.31点；各大类中坯布类变动最大。" * 3, "The price index fell " * 9],
)
@pytest.mark.parametrize("width", [90, 200, 490])
def test_lines_fit_and_no_number_is_broken(text, width):
    lines = broken(text, width, 15)
    assert all(width_of(line, 15) <= width + 30 for line in lines)  # a mark that closes stays with its line
    assert not any(line.startswith(tuple("，。；%")) for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert not any(
        re.search(r"\d\.?$", line) and re.match(r"[\d.]", after) for line, after in pairwise(lines)
    )


def test_a_name_that_is_too_long_is_cut():
    assert fitted("Raw materials", 200, 15) == "Raw materials"
    cut = fitted("Raw materials of every kind and colour", 120, 15)
    assert cut.endswith("…")
    assert width_of(cut, 15) <= 120
