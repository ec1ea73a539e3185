"""Live figures: the number in the text is the number of the observation, of the right vintage, and never too early."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from indexdata.arithmetic.changes import Change
from indexdata.releases.releasing import correct
from indexdata.wording.numbers import direction_sentence, signed
from news.rendering.stored_text import render_text
from news.text.sanitising import clean_html
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.users import officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_person(settings):
    """Corrections are public at once."""
    settings.ONE_PERSON_RELEASES = True


WEEK = date(2023, 6, 12)


@pytest.fixture
def index():
    made = IndexFactory(path="price", name_en="Price index", name_zh_hans="价格指数")
    ObservationFactory(index=made, period=date(2023, 6, 5), value="105.97")
    ObservationFactory(index=made, period=WEEK, value="106.30")
    return made


def number(show="value", period="2023-06-12", path="price", **more):
    extra = "".join(f' data-{name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<p><span data-figure="{path}" data-period="{period}" data-show="{show}"{extra}>stale</span></p>'


def test_value_and_change_come_from_the_observation(index):
    assert ">106.30</data>" in render_text(number())
    assert ">+0.31%</data>" in render_text(number("previous"))
    assert ">up 0.31%</data>" in render_text(number("previous", words="1"))
    assert "stale" not in render_text(number())
    with translation.override("zh-hans"):
        assert ">上涨0.31%</data>" in render_text(number("previous", words="1"))


def test_latest_follows_the_releases(index):
    html = number(period="latest")
    moment = timezone.now() + timedelta(hours=1)
    release = ReleaseFactory(period=date(2023, 6, 19), released_at=moment)
    ObservationFactory(index=index, release=release, period=date(2023, 6, 19), value="107.00")
    assert ">106.30<" in render_text(html)
    release.released_at = timezone.now()
    release.save()
    assert ">107.00<" in render_text(html)


def test_nothing_under_embargo_is_told(index):
    release = ReleaseFactory(period=date(2023, 6, 19), released_at=timezone.now() + timedelta(hours=1))
    ObservationFactory(index=index, release=release, period=date(2023, 6, 19), value="987.65")
    for more in ({}, {"as_of": "2099-01-01T00:00:00+08:00"}):
        shown = render_text(number(period="2023-06-19", **more))
        assert "987.65" not in shown
        assert "not available" in shown
    assert "987.65" not in render_text('<figure data-chart="price" data-range="max"></figure>')


def test_a_frozen_number_keeps_its_vintage(index):
    before = timezone.now()
    observation = index.observations.get(period=WEEK)
    correct(observation, Decimal("106.99"), officer(), "A late quote.")
    assert ">106.99<" in render_text(number())
    frozen = render_text(number(as_of=before.isoformat()))
    assert ">106.30<" in frozen
    assert "as published on" in frozen


def test_what_is_not_held_is_missing_and_never_zero(index):
    assert "not available" in render_text(number(period="2001-01-01"))
    assert "not available" in render_text(number("year-ago"))
    assert render_text(number(path="price/nothing")) == "<p>stale</p>"


def test_demonstration_figures_carry_their_mark(index):
    ObservationFactory(index=index, period=date(2023, 6, 19), value="107.00", demonstration=True)
    assert "demo-mark" in render_text(number(period="2023-06-19"))
    assert "demo-mark" not in render_text(number())


def test_a_chart_is_drawn_with_its_figures_beside_it(index):
    shown = render_text(
        '<figure data-chart="price" data-range="1y"><figcaption>Two weeks</figcaption></figure>'
    )
    assert "<svg" in shown
    assert "Two weeks" in shown
    assert index.get_absolute_url() in shown
    assert "106.30" in shown
    assert "<svg" not in render_text('<figure data-chart="price" data-range="1y"></figure>', plain=True)


def test_several_indices_share_a_chart_and_two_queries_serve_all(index, django_assert_num_queries):
    other = IndexFactory(path="price/grey-fabric")
    ObservationFactory(index=other, period=WEEK, value="99.00")
    html = (
        '<figure data-chart="price price/grey-fabric" data-range="max"></figure>'
        + number() + number("previous") + number(path="price/grey-fabric", as_of="2024-01-01T00:00:00Z")
    )  # fmt: skip
    with django_assert_num_queries(3):
        shown = render_text(html)
    assert "99.00" in shown


@pytest.mark.parametrize(
    "bad",
    ['data-figure="../etc"', 'data-figure="price" data-period="tomorrow"', 'data-figure="price" data-as-of="x"',
     'data-figure="price&quot; onload=&quot;x"', 'data-figure="PRICE"', 'data-figure="price" data-show="&lt;b&gt;"'],
)  # fmt: skip
def test_strange_attributes_do_no_harm(index, bad):
    html = clean_html(f"<p><span {bad}>x</span></p>")
    assert "onload" not in html
    assert render_text(html)


@given(st.decimals(min_value=-99, max_value=99, places=2))
def test_direction_and_number_always_agree(percent):
    words = direction_sentence(Change(percent, WEEK))
    sign = signed(percent)
    assert words.startswith("up") == sign.startswith("+") == (percent > 0)
    assert words.startswith("down") == sign.startswith("−") == (percent < 0)
