"""Figures on a narrow screen: seen first, whole, and all of them. Named by rows of what readers met."""

import pytest

LANGUAGES = ("en", "zh-hans")
pytestmark = pytest.mark.long

#: Numbers with what belongs to them, and whether each stands in one line.
BROKEN_NUMBERS = """() => {
  const broken = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (!node.parentElement.closest("td, th") || !node.parentElement.checkVisibility()) continue;
    for (const found of node.data.matchAll(/[-−+±]?\\d[\\d,.]*%?/g)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) broken.push(found[0]);
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 390])
def test_no_number_in_a_table_breaks(page, addresses, language, width):  # R3
    page.set_viewport_size({"width": width, "height": 800})
    for kind in ("commentary", "release", "index", "compare", "releases", "classification"):
        page.goto(addresses[kind, language])
        assert page.locator("main table").count(), kind
        assert page.evaluate(BROKEN_NUMBERS) == [], kind
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), kind


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(360, 640), (390, 844)])
def test_an_index_shows_its_own_number_on_the_first_screen(page, addresses, language, size):  # R9
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(addresses["index", language])
    for selector in ("h1", ".newest__value"):
        box = page.locator(selector).first.bounding_box()
        assert box["y"] + box["height"] <= size[1], selector


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_page_is_about_stands_on_the_first_screen(page, addresses, language):
    """The newest figures and the ways beside a page are rows that scroll; of the ways, the one that leads here is in sight."""
    page.set_viewport_size({"width": 360, "height": 640})
    for kind in ("article", "news list", "release", "compare", "releases", "fabrics", "about"):
        page.goto(addresses[kind, language])
        title = page.locator("h1").bounding_box()
        assert title["y"] + title["height"] <= 640, kind
        for row in (".ticker", ".side__links"):
            box = page.locator(row)
            if box.count():
                assert box.evaluate("box => box.scrollHeight - box.clientHeight") <= 1, (kind, row)
        here = page.locator(".side__links [aria-current]")
        if here.count():
            box = here.bounding_box()
            assert box["x"] >= 0, kind
            assert box["x"] + box["width"] <= 360, kind
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_of_a_table_can_be_reached(page, addresses, language):  # R20
    """All columns are there; where they do not fit, their box scrolls and the row says its name."""
    page.set_viewport_size({"width": 360, "height": 640})
    for kind, columns in (("index", 5), ("release", 5), ("classification", 3)):
        page.goto(addresses[kind, language])
        table = page.locator("main table.figures").first
        heads = table.locator("thead th")
        assert heads.count() >= columns, kind
        last = heads.last
        assert last.is_visible()
        last.scroll_into_view_if_needed()
        box = last.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 361, kind
        name = table.locator("tbody th").first.bounding_box()
        assert 0 <= name["x"] < 60, kind


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Show rises in", "green", "red")), ("zh-hans", ("切换为", "绿涨红跌", "红涨绿跌"))],
)
def test_the_switch_of_colours_says_what_it_will_do(page, addresses, language, words):  # R21
    """A page whose rises are red offers green, and the other way round."""
    begins, green, red = words
    page.goto(addresses["index", language])
    switch = page.locator("[data-rise-switch]")
    for _ in range(3):
        shown_red = page.evaluate(
            """() => {
              const probe = document.createElement("span");
              probe.style.color = "var(--color-rise)";
              document.body.append(probe);
              const [r, g] = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
              probe.remove();
              return r > g;
            }"""
        )
        assert (
            switch.inner_text() == f"{begins}{' ' if language == 'en' else ''}{green if shown_red else red}"
        )
        switch.focus()
        page.keyboard.press("Enter")


COVERED = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return !document.activeElement.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_stays_in_sight_while_indices_are_chosen(page, addresses, language):
    """The list is three screens long; the button stood below its end. It covers nothing that the keyboard comes to."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(addresses["compare", language].partition("?")[0])
    page.locator(".picker input[type=checkbox]").first.focus()
    button = page.locator(".picker__foot button")
    for step in range(24):
        if step in (2, 5):
            page.keyboard.press("Space")
        box = button.bounding_box()
        assert box["y"] + box["height"] <= 844, step
        assert not page.evaluate(COVERED), step
        page.keyboard.press("Tab")
    for _step in range(24):
        page.keyboard.press("Shift+Tab")
        assert not page.evaluate(COVERED)
    button.click()
    page.locator("figure[data-chart]").wait_for()
    assert page.locator(".chips--chosen li").count() == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 390, 1024, 1280])
def test_what_moved_most_keeps_its_numbers_whole(page, addresses, language, width):
    """Values of a thousand and more stood in two lines."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(addresses["classification", language] + "movers/?family=prosperity&level=lower")
    values = page.locator(".movers__value")
    heights = values.evaluate_all("cells => cells.map(cell => cell.getClientRects()[0].height)")
    line = values.first.evaluate("cell => parseFloat(getComputedStyle(cell).lineHeight)")
    assert any(len(value) >= 7 for value in values.all_inner_texts())
    assert max(heights) < 1.5 * line
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_way_to_a_page_ends_with_a_place_on_a_phone(page, addresses):
    """What the page itself is called is left out there; the stroke before it stayed."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(addresses["index", "en"])
    shown = page.locator(".breadcrumb li:visible")
    strokes = shown.evaluate_all(
        "places => places.map(place => ['::before', '::after'].map(where => getComputedStyle(place, where).content))"
    )
    assert shown.count() >= 2
    assert strokes[0] == ["none", "none"]
    assert strokes[1:] == [['"/"', "none"]] * (shown.count() - 1)
