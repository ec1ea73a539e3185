"""No axe violation on any kind of page: phone, tablet and desktop, light and dark, both languages.

Each page is looked at in some of these, `make test` looks at the core pages alone, and `make audit` at everything in all.
"""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import LANGUAGES

KINDS = (
    "home",
    "classification",
    "index",
    "embed",
    "release",
    "commentary",
    "news list",
    "article",
    "fabrics",
    "source",
    "samples",
    "about",
    "search",
    "your data",
    "follow",
    "report",
)
CORE = {"home", "index", "article"}
WALKED = [pytest.param(kind, marks=() if kind in CORE else pytest.mark.long) for kind in KINDS]
WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def axe():
    return Axe()


def violations(axe, page):
    """Return one line for each violation on the page as it stands: the first few elements of each rule."""
    found = axe.run(page).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"][:3]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", WALKED)
def test_no_violation(page, addresses, axe, some, kind, language):
    found = {}
    page.goto(addresses[kind, language])
    for width, scheme in some(product(WIDTHS, SCHEMES), f"{kind} {language}", one_in=6):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        lines = violations(axe, page)
        if lines:
            found[width, scheme] = lines
    assert not found, "\n".join(f"{size}: {line}" for size, lines in found.items() for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.long
def test_no_page_scrolls_sideways(page, addresses, some, language):
    wide = []
    for (kind, code), address in addresses.items():
        if code == language:
            for width in some((320, 360, 768), f"{kind} {language}", one_in=3):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(address)
                overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                if overflow > 0:
                    wide.append((kind, width, overflow))
    assert not wide
