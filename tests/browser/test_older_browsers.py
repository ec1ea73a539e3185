"""Browsers of the last five years (R1) and paper (R2): the site without what newer browsers know, and on white."""

import re
from io import BytesIO

import pikepdf
import pytest

from tests.test_stylesheets import older

KINDS = ("home", "classification", "index", "compare", "release", "article", "fabrics")
pytestmark = pytest.mark.long


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_hold_together_without_newer_features(page, addresses, language):
    """The styles are served as an older browser reads them: what stands in `@supports`, and rules with `:has()`, are gone."""

    def serve(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=older(answer.text()))

    page.route(re.compile(r"/static/.*\.css"), serve)
    found = []
    for kind in KINDS:
        page.goto(addresses[kind, language])
        for width in (360, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            lying_over = page.evaluate(
                """() => {
                  const boxes = [...document.querySelectorAll(".headline__value, .headline__name, .newest__value, h1")]
                    .map((element) => element.getBoundingClientRect());
                  return boxes.some((one, n) => boxes.slice(n + 1).some((other) =>
                    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom));
                }"""
            )
            ink, paper = page.evaluate(
                "() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
            )
            if wide > 0 or lying_over or ink == paper or paper == "rgba(0, 0, 0, 0)":
                found.append((kind, width, wide, lying_over, ink, paper))
    assert not found


@pytest.mark.parametrize("kind", ["home", "index", "article"])
def test_paper_is_white_whatever_theme_is_chosen(page, addresses, kind):
    page.add_init_script("localStorage.setItem('theme', 'dark')")
    page.emulate_media(color_scheme="dark")
    page.goto(addresses[kind, "en"])
    on_screen = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    page.emulate_media(media="print", color_scheme="dark")
    on_paper = page.evaluate(
        """() => [...document.querySelectorAll("main h1, main p, main a, main td, main th, main text")]
          .filter((element) => element.checkVisibility())
          .map((element) => getComputedStyle(element)[element.tagName === "text" ? "fill" : "color"])
          .filter((colour) => Math.max(...colour.match(/\\d+/g).slice(0, 3).map(Number)) > 170)"""
    )
    assert on_screen == "rgb(233, 228, 216)"
    assert on_paper == []


@pytest.mark.parametrize("code", ["en", "zh-hans"])
def test_a_release_is_one_page_on_paper(page, addresses, code):
    """Its sentence, its figures, its chart and the classes; the rest of the table stays on the screen."""
    page.goto(addresses["release", code])
    with pikepdf.open(BytesIO(page.pdf(format="A4"))) as printed:
        assert len(printed.pages) == 1
