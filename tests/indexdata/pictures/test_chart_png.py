"""Charts as PNG: what is drawn, what is refused, what is kept."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from indexdata.pictures import raster
from indexdata.pictures.sizes import SIZES
from tests.factories.indexdata import IndexFactory
from tests.indexdata.world import embargoed, monthly, weekly

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch):
    """Return the list of what is drawn."""
    made = []

    def drawing(svg, width, draw=raster.rastered):
        made.append(svg)
        return draw(svg, width)

    monkeypatch.setattr(raster, "rastered", drawing)
    return made


def opened(response):
    assert response.headers["Content-Type"] == "image/png"
    return Image.open(BytesIO(response.content)).convert("RGB")


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize(
    ("query", "size"), [("", "card"), ("?size=square", "square"), ("?size=slide", "slide")]
)
def test_a_chart_is_drawn_in_named_sizes(client, prefix, query, size):
    weekly(count=60, last=date(2023, 6, 12))
    picture = opened(client.get(f"{prefix}/index/price/chart.png{query}"))
    assert picture.size == SIZES[size][:2]
    assert picture.getpixel((2, 2)) == (0xF6, 0xF2, 0xE9)
    colours = {colour for _count, colour in picture.getcolors(1 << 24)}
    assert (0x24, 0x40, 0x6E) in colours  # F4: the line is there, in its colour


def test_light_unless_dark_is_asked_for(client):
    """F24."""
    weekly(count=3, last=date(2023, 6, 12))
    assert opened(client.get("/index/price/chart.png?theme=dark")).getpixel((2, 2)) == (0x14, 0x17, 0x1D)


def test_it_answers_any_site_in_few_queries(client, django_assert_num_queries):
    weekly(count=5)
    with django_assert_num_queries(4):
        response = client.get("/index/price/chart.png?all=1")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("transform=level", ""),
        ("size=card", ""),
        ("theme=light", ""),
        ("demonstration=include", ""),
        ("from=", "all=1"),
        ("all=yes", "all=1"),
        ("all=1&from=2023", "all=1"),
        ("from=2023-05", "from=2023-05-01"),
        ("from=2023-05-02", "from=2023-05-08"),
        ("from=2023-05-02&to=2023-06-09", "from=2023-05-08&to=2023-06-05"),
        ("size=square&size=square", "size=square"),
    ],
)
def test_a_picture_has_one_address(client, drawn, asked, right):
    weekly(count=9, last=date(2023, 6, 12))
    refused = client.get(f"/index/price/chart.png?{asked}")
    address = "/index/price/chart.png" + (f"?{right}" if right else "")
    said = f"This picture has one address, and it is another: {address}\n"
    assert (refused.status_code, refused.text) == (400, said)
    assert not drawn
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "all=1",
        "from=2023-05-08&to=2023-06-05&transform=rebased&as_of=2023-06-12&demonstration=exclude&theme=dark&size=slide",
    ],
)
def test_right_words_in_any_order_are_drawn(client, query):
    weekly(count=9, last=date(2023, 6, 12))
    reordered = "&".join(reversed(query.split("&")))
    assert client.get(f"/index/price/chart.png?{query}").status_code == 200
    assert client.get(f"/index/price/chart.png?{reordered}").status_code == 200


def test_months_are_written_as_months(client):
    monthly()
    assert client.get("/index/prosperity/chart.png?from=2023-01&to=2023-02").status_code == 200
    refused = client.get("/index/prosperity/chart.png?from=2023-01-15&to=2023-02")
    assert "?from=2023-01&to=2023-02" in refused.text


@pytest.mark.parametrize("query", ["size=huge", "theme=black", "from=x", "as_of=2999-01-01", "width=9000"])
def test_what_cannot_be_drawn_is_refused_with_a_sentence(client, drawn, query):
    weekly(count=3)
    response = client.get(f"/zh-hans/index/price/chart.png?{query}")
    assert response.status_code == 400
    assert response.text.strip()
    assert not drawn


def test_unknown_and_empty_indices(client):
    IndexFactory(path="order")
    assert client.get("/index/nothing/chart.png").status_code == 404
    assert opened(client.get("/index/order/chart.png")).size == (1200, 630)


def test_the_same_drawing_is_made_once_and_another_one_after_a_figure_came_out(client, drawn):
    weekly(count=3, last=date(2023, 6, 12))
    first = client.get("/index/price/chart.png").content
    assert client.get("/index/price/chart.png").content == first
    assert len(drawn) == 1
    weekly(count=1, last=date(2023, 6, 19))
    assert client.get("/index/price/chart.png").content != first
    assert client.get("/index/price/chart.png?as_of=2023-06-12").content == first
    assert len(drawn) == 2


def test_nothing_of_a_coming_release_is_drawn(client, drawn):
    weekly(count=3)
    before = client.get("/index/price/chart.png").content
    embargoed()
    assert client.get("/index/price/chart.png").content == before
    assert not any("987" in svg for svg in drawn)
