"""Estimated values (status E) are dashed in the chart of an index, on its page and in its pictures, and named."""

import io
from datetime import date
from decimal import Decimal

import pytest
from PIL import Image

from indexdata.arithmetic.periods import shifted
from indexdata.charts import DARK, NARROW, WIDE, Chart, Line, Point, draw_chart, sparkline
from indexdata.charts.gaps import parts_of
from indexdata.models import Observation
from indexdata.releases.releasing import correct
from tests.factories.users import officer
from tests.indexdata.world import weekly

MONDAY = date(2025, 6, 16)
DASHED = 'class="kc-line kc-line--1 kc-estimate"'
WORDS = [("", "estimated", "Contains estimated values."), ("/zh-hans", "估计值", "含估计值。")]


def week(number):
    return shifted(MONDAY, number, "weekly")


def drawn(kinds, size=WIDE, **more):
    """Return a chart for letters: p published, e estimated, d demonstration, x both, a dot for a missing value."""
    points = [
        (week(n), None if kind == "." else Decimal(100 + n), kind in "dx") for n, kind in enumerate(kinds)
    ]
    estimated = {week(n) for n, kind in enumerate(kinds) if kind in "ex"}
    chart = Chart([Line("Line", points, "line", estimated=estimated)], "weekly", title="Line")
    return draw_chart(chart, *size, **more)


@pytest.mark.parametrize(
    ("kinds", "parts"),
    [
        ("ppp", [(False, "ppp")]),
        ("ppe", [(False, "pp"), (True, "pe")]),
        ("pepp", [(True, "pep"), (False, "pp"), (False, "p")]),
        ("epepe", [(True, "epepe"), (False, "p"), (False, "p")]),
        ("e", [(True, "e")]),
        ("p", [(False, "p")]),
    ],
)
def test_steps_from_and_to_an_estimate_are_estimated(kinds, parts):
    stretch = [Point(week(n), Decimal(100), False) for n in range(len(kinds))]
    estimated = {week(n) for n, kind in enumerate(kinds) if kind == "e"}
    found = parts_of(stretch, estimated)
    named = [
        (kind, "".join("e" if point.period in estimated else "p" for point in part)) for kind, part in found
    ]
    assert named == parts


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_estimates_are_dashed_and_named_apart_from_demonstration(size):
    svg = drawn("ppppee", size)
    assert svg.count(DASHED) == 2  # the line and its sample in the legend
    assert ">estimated<" in svg
    assert ">published<" in svg
    assert "kc-demo" not in svg
    for other in (drawn("pppppp", size), drawn("ppppdd", size), drawn("ppppxx", size)):
        assert "kc-estimate" not in other
        assert "estimated" not in other


def test_three_kinds_are_named_each_once():
    svg = drawn("pppeeddd")
    for word in ("published", "estimated", "demonstration"):
        assert svg.count(f">{word}<") == 1 + (word == "demonstration")  # beside its newest value as well


def test_estimates_alone_and_without_neighbours_are_dashed_too():
    svg = drawn("eee")
    assert ">published<" in svg
    assert "kc-dots" not in svg
    lone = drawn("pp.e.pp")
    assert "kc-dots" not in lone
    assert lone.count(DASHED) == 2


@pytest.mark.parametrize("theme", ["light", DARK])
def test_a_file_says_the_dashes_itself(theme):
    svg = drawn("ppppee", standalone=True, theme=theme)
    assert svg.count('stroke-dasharray="6 3"') == 2
    assert 'stroke-dasharray="3 2"' not in svg
    assert 'stroke-dasharray="6 3"' not in drawn("ppppdd", standalone=True, theme=theme)


def test_small_lines_stay_plain():
    points = [(week(n), Decimal(100 + n), False) for n in range(9)]
    assert "kc-estimate" not in sparkline(points, "weekly")


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "word", "sentence"), WORDS)
def test_page_frame_and_pictures_of_an_index_dash_its_estimates(client, settings, prefix, word, sentence):
    settings.ONE_PERSON_RELEASES = True
    figures = weekly(count=30)
    plain = picture(client, f"{prefix}/index/price/chart.png")
    page = client.get(f"{prefix}/index/price/").text
    assert "kc-estimate" not in page
    for one in figures[10:16]:
        correct(one, one.value, officer(), {"en": "Estimated.", "zh_hans": "系估计。"}, status="E")
    for address in (
        f"{prefix}/index/price/",
        f"{prefix}/index/price/?transform=points",
        f"{prefix}/index/price/embed/",
    ):
        page = client.get(address).text
        assert page.count(DASHED) == 4, address  # two drawings, each with a sample
        assert page.count(f">{word}</text>") == 2
        assert page.count(sentence) == 2
    file = client.get(f"{prefix}/index/price/chart.svg").text
    assert file.count('stroke-dasharray="6 3"') == 2
    assert f">{word}</text>" in file
    dashed = picture(client, f"{prefix}/index/price/chart.png")
    assert dashed.size == plain.size
    assert dashed.tobytes() != plain.tobytes()


@pytest.mark.django_db
def test_years_over_one_another_dash_them_in_their_year(client):
    figures = weekly(count=70)
    Observation.objects.filter(pk__in=[one.pk for one in figures[-6:]]).update(status="E")
    page = client.get("/index/price/?view=years&all=1").text
    assert DASHED in page
    assert "kc-line--2 kc-estimate" not in page


def picture(client, address):
    """Return a picture of the site as its points."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Image.open(io.BytesIO(content)).convert("RGB")
