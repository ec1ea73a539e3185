"""A chart file stands without the site's style sheets; its colours are still theirs, in light and in dark."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from indexdata.charts import Chart, Line, draw_chart
from indexdata.charts.style import COLOURS

TOKENS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
COLOUR = re.compile(r"--color-([\w-]+): (#[0-9a-f]{6});")
ON_LIGHT, ON_DARK, CHOSEN_DARK = (dict(COLOUR.findall(part)) for part in TOKENS.split("@media screen"))
SITE = {name: (light, ON_DARK.get(name, light)) for name, light in ON_LIGHT.items()}
NAMES = {
    "paper": "paper",
    "ink": "ink",
    "soft": "ink-soft",
    "rule": "rule",
    "axis": "rule-strong",
    "demo": "demo",
    **{f"s{number}": f"series-{number}" for number in range(1, 9)},
}


@pytest.mark.parametrize(("in_file", "on_site"), NAMES.items())
def test_a_colour_of_the_file_is_that_of_the_site(in_file, on_site):
    assert (COLOURS["light"][in_file], COLOURS["dark"][in_file]) == SITE[on_site]


def test_the_dark_theme_is_the_same_by_choice_and_by_the_system():
    assert ON_DARK == CHOSEN_DARK
    assert set(ON_DARK) == set(ON_LIGHT) - {"on-brand"}


def test_every_colour_of_the_file_has_a_name():
    assert set(COLOURS["light"]) == set(COLOURS["dark"]) == set(NAMES)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("count", [1, 3])
def test_a_file_has_plain_colours_that_any_renderer_draws(theme, count):
    """F4, F24: no variables, styles or media queries, and light unless dark is asked for."""
    points = [(date(2025, 6, 2 + 7 * n), Decimal(100 + n), n > 2) for n in range(5) if 2 + 7 * n < 31]
    lines = [Line(f"Line {n}", points) for n in range(count)]
    svg = draw_chart(Chart(lines, "weekly", title="Price", unit="Index points"), standalone=True, theme=theme)
    for foreign in ("var(", "light-dark", "<style", " style=", "class=", "currentColor", "@media", "oklch"):
        assert foreign not in svg
    root = ElementTree.fromstring(svg)
    drawn = [
        element for element in root.iter() if element.tag.endswith(("}path", "}text", "}tspan", "}rect"))
    ]
    for element in drawn:
        if not (element.tag.endswith("}text") and len(element)):  # what its parts say themselves
            assert element.get("fill"), element.attrib
        assert not element.get("stroke") or element.get("stroke") in COLOURS[theme].values()
    used = set(re.findall(r"#[0-9a-f]{6}", svg))
    assert used <= set(COLOURS[theme].values())
    assert COLOURS[theme]["paper"] in used
    light = draw_chart(Chart(lines, "weekly", title="Price", unit="Index points"), standalone=True)
    assert (light == svg) == (theme == "light")
