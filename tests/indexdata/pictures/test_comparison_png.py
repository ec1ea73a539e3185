"""A comparison as PNG."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from indexdata.charts.style import COLOURS
from tests.indexdata.world import weekly

pytestmark = pytest.mark.django_db
ADDRESS = "/index/compare/chart.png"


@pytest.fixture(autouse=True)
def two():
    weekly(count=30, last=date(2023, 6, 12))
    weekly(path="price/raw-materials", count=30, last=date(2023, 6, 12), start=90)


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_each_index_has_its_colour(client, prefix):
    response = client.get(f"{prefix}{ADDRESS}?s=price&s=price%2Fraw-materials&rebase=1&size=square")
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    picture = Image.open(BytesIO(response.content)).convert("RGB")
    assert picture.size == (1080, 1080)
    colours = {f"#{r:02x}{g:02x}{b:02x}" for _count, (r, g, b) in picture.getcolors(1 << 24)}
    assert {COLOURS["light"]["s1"], COLOURS["light"]["s2"]} <= colours


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("s=nothing", "s: No index with public figures has this path: nothing."),
        ("s=price&size=huge", "size: Choose one of: card, square, slide."),
        ("s=price&transform=level", "transform"),
        ("s=price&s=price", f"This picture has one address, and it is another: {ADDRESS}?s=price"),
        ("s=price&rebase=0", f"This picture has one address, and it is another: {ADDRESS}?s=price"),
        ("s=price&from=2023-05", f"another: {ADDRESS}?s=price&from=2023-05-01"),
    ],
)
def test_other_words_are_refused_with_the_right_ones(client, query, said):
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 400
    assert said in response.text


def test_it_costs_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(f"{ADDRESS}?s=price&s=price%2Fraw-materials")
