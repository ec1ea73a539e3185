"""What a chart of a series says about its axis."""

from types import SimpleNamespace

import pytest

from indexdata.charts.of_series import unit_of
from indexdata.enums import Transform


def rows(text):
    """Return rows for letters: p published, d demonstration, a dot for a period without an issue."""
    return [SimpleNamespace(held=kind != ".", demonstration=kind == "d") for kind in text]


@pytest.mark.parametrize(
    ("shown", "unit"),
    [
        ("ppp", "First shown value = 100"),
        ("pdd", "First shown value = 100"),
        ("ddd", "First shown value = 100"),
        ("", "First shown value = 100"),
        ("d.p", "First published value shown = 100"),
        (".dpd", "First published value shown = 100"),
    ],
)
def test_a_rebased_axis_says_what_is_100(shown, unit):
    assert unit_of(Transform.REBASED, rows(shown)) == unit


def test_other_axes():
    assert unit_of(Transform.LEVEL) == "Index points"
    assert unit_of(Transform.YEAR_AGO).startswith("% · ")
