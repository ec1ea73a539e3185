"""R11: the cover of a commentary is drawn from the figures of its index, and from nothing else."""

import re
from datetime import date, timedelta
from decimal import Decimal

from indexdata.pictures.covers import cover_svg

NEWEST = date(2025, 6, 16)


def weeks(values, newest=NEWEST):
    first = newest - timedelta(weeks=len(values) - 1)
    return [(first + timedelta(weeks=n), value and Decimal(value), False) for n, value in enumerate(values)]


def lines(svg):
    """Return how many steps each drawn stroke of the line has."""
    strokes = re.findall(r'stroke="#24406e"[^>]*stroke-width="2"[^>]*d="([^"]*)"', svg)
    return [
        len(re.findall(r"-?[\d.]+", stroke.partition("l")[2])) // 2 for stroke in strokes[0].split("M")[1:]
    ]


def test_every_figure_is_a_step_of_the_line():
    values = [100 + (n * 37 % 11) for n in range(20)]
    assert lines(cover_svg(weeks(values), "weekly")) == [19]


def test_a_gap_stays_a_gap():
    values = [100, 101, 102, 103, None, 105, 104, 103, 102, 101]
    assert lines(cover_svg(weeks(values), "weekly")) == [3, 4]


def test_other_figures_give_another_cover_and_equal_ones_the_same():
    rising, falling = weeks(range(100, 120)), weeks(range(120, 100, -1))
    assert cover_svg(rising, "weekly") != cover_svg(falling, "weekly")
    assert cover_svg(rising, "weekly") == cover_svg(list(rising), "weekly")


def test_three_years_are_shown_where_they_hold_enough():
    old = [(NEWEST - timedelta(days=2600), Decimal(90), False)]
    assert ">2019</text>" not in cover_svg(old + weeks(range(100, 160)), "weekly")
    assert ">2019</text>" in cover_svg(old + weeks(range(100, 103)), "weekly")


def test_it_has_no_words():
    written = re.findall(r"<text[^>]*>([^<]*)</text>", cover_svg(weeks(range(100, 160)), "weekly"))
    assert written
    assert all(re.fullmatch(r"[\d.]+", text) for text in written)


def test_one_figure_and_none():
    assert "<path" in cover_svg(weeks([104]), "weekly")
    assert cover_svg([], "weekly") == ""
    assert cover_svg(weeks([None]), "weekly") == ""
