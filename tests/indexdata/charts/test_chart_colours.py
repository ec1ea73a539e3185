"""A chart file stands without the site's style sheets; its colours are still theirs, in light and in dark."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from indexdata.charts import FILE_STYLE

TOKENS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
COLOUR = re.compile(r"--color-([\w-]+): (#[0-9a-f]{6});")
ON_LIGHT, ON_DARK, CHOSEN_DARK = (dict(COLOUR.findall(part)) for part in TOKENS.split("@media screen"))
SITE = {name: (light, ON_DARK.get(name, light)) for name, light in ON_LIGHT.items()}
LIGHT, DARK = FILE_STYLE.split("@media(prefers-color-scheme:dark)")
NAMES = {
    "paper": "paper",
    "ink": "ink",
    "soft": "ink-soft",
    "rule": "rule",
    "axis": "rule-strong",
    "demo": "demo",
    **{f"s{number}": f"series-{number}" for number in range(1, 7)},
}


def colours(style):
    """Return the custom properties of the first rule for `svg`."""
    rule = re.search(r"svg\{([^}]*)", style)[1]
    return dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", rule))


@pytest.mark.parametrize(("in_file", "on_site"), NAMES.items())
def test_a_colour_of_the_file_is_that_of_the_site(in_file, on_site):
    assert (colours(LIGHT)[in_file], colours(DARK)[in_file]) == SITE[on_site]


def test_the_dark_theme_is_the_same_by_choice_and_by_the_system():
    assert ON_DARK == CHOSEN_DARK
    assert set(ON_DARK) == set(ON_LIGHT) - {"on-brand"}


def test_every_colour_of_the_file_has_a_name():
    used = set(re.findall(r"var\(--(\w+)\)", FILE_STYLE))
    assert used == set(colours(LIGHT)) == set(colours(DARK)) == set(NAMES)
    assert len(re.findall(r"#[0-9a-f]{3,8}\b", FILE_STYLE)) == 2 * len(NAMES)
