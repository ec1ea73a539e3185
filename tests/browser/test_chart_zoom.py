"""Zoom and pan of a chart as people do it: mouse, wheel, fingers, keys, links, at a desk and on a phone in Chinese."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SVG = "figure[data-chart] svg.kc-chart:visible"


def span(page):
    """Return the first and the last day drawn."""
    return tuple(page.locator(SVG).evaluate("svg => [svg.dataset.t0, svg.dataset.t1]"))


def asked(page):
    """Return the query of the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def chosen_in(page):
    """Return the indices that the address of a comparison or frame names, in their order."""
    return parse_qs(urlsplit(page.url).query).get("s", [])


def changed(page, before):
    """Wait until another span is drawn; return it."""
    page.wait_for_function(
        "before => [...document.querySelectorAll('figure[data-chart] svg.kc-chart')].some("
        "svg => svg.getBoundingClientRect().width && svg.dataset.t0 + svg.dataset.t1 !== before)",
        arg="".join(before),
    )
    return span(page)


def top(page):
    return page.locator("figure[data-chart]").evaluate(
        "figure => Math.round(figure.getBoundingClientRect().top)"
    )


@pytest.fixture
def desk(page, addresses):
    """The chart of an index at a desk, in view."""
    page.set_viewport_size(DESKTOP)
    page.goto(addresses["index", "en"])
    page.locator("figure[data-chart]").scroll_into_view_if_needed()
    page.locator("#chart-keys").wait_for()
    return page


def at(page, part, height=0.5):
    box = page.locator(SVG).bounding_box()
    return box["x"] + box["width"] * part, box["y"] + box["height"] * height


@pytest.mark.long
def test_a_drag_chooses_a_span_and_back_returns(desk):
    before, place = span(desk), top(desk)
    desk.mouse.move(*at(desk, 0.3))
    desk.mouse.down()
    desk.mouse.move(*at(desk, 0.5), steps=4)
    desk.mouse.up()
    after = changed(desk, before)
    assert before[0] < after[0] < after[1] < before[1]
    assert asked(desk) == {"from": after[0], "to": after[1]}
    assert abs(top(desk) - place) <= 2  # no jump
    assert after[0] in desk.locator("[data-follows=figures] .downloads a").first.get_attribute("href")
    desk.go_back()
    assert changed(desk, after) == before
    assert asked(desk) == {}


@pytest.mark.long
def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(desk):
    before = span(desk)
    desk.mouse.move(*at(desk, 0.5))
    scrolled = desk.evaluate("scrollY")
    desk.mouse.wheel(0, 120)
    desk.wait_for_function("before => scrollY !== before", arg=scrolled)
    assert span(desk) == before
    desk.mouse.move(*at(desk, 0.5))
    desk.keyboard.down("Control")
    for _ in range(3):
        desk.mouse.wheel(0, -100)
    desk.keyboard.up("Control")
    after = changed(desk, before)
    assert before[0] < after[0] < after[1] < before[1]
    assert desk.evaluate("devicePixelRatio") == 1


@pytest.mark.long
def test_shift_and_drag_moves_the_span(desk):
    before = span(desk)
    desk.keyboard.down("Shift")
    desk.mouse.move(*at(desk, 0.3))
    desk.mouse.down()
    desk.mouse.move(*at(desk, 0.6), steps=5)
    assert desk.locator("figure[data-chart] svg .kc-moving").count() == 1
    desk.mouse.up()
    desk.keyboard.up("Shift")
    after = changed(desk, before)
    assert after[0] < before[0]
    assert after[1] < before[1]


def test_keys_zoom_move_and_return(desk):
    before = span(desk)
    desk.locator(SVG).focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Shift+Tab")
    desk.keyboard.press("+")
    nearer = changed(desk, before)
    assert before[0] < nearer[0]
    assert desk.evaluate("document.activeElement.matches('svg.kc-chart')")
    desk.keyboard.press("Shift+ArrowLeft")
    earlier = changed(desk, nearer)
    assert earlier[0] < nearer[0]
    desk.keyboard.press("Shift+End")
    newest = changed(desk, earlier)
    assert newest[1] == before[1]
    assert "to" not in asked(desk)
    desk.keyboard.press("ArrowLeft")
    assert desk.locator(".kc-tooltip:visible strong").count() == 1
    desk.keyboard.press("Escape")
    assert changed(desk, newest) == before
    assert asked(desk) == {}
    described = desk.locator(SVG).get_attribute("aria-describedby")
    assert "Esc" in desk.locator(f"#{described}").inner_text()


def test_links_change_the_chart_in_place(desk):
    before, place = span(desk), top(desk)
    year = desk.locator("[data-chart-links] a", has_text="1 year")
    year.focus()
    desk.keyboard.press("Enter")
    after = changed(desk, before)
    assert abs(top(desk) - place) <= 2
    assert desk.evaluate("document.activeElement.textContent") == "1 year"
    assert desk.locator("[data-chart-links] [aria-current]").first.inner_text() == "1 year"
    desk.locator("[data-move=out]").click()
    further = changed(desk, after)
    assert further[0] < after[0]
    address = desk.url
    desk.goto("about:blank")
    desk.goto(address)
    assert span(desk) == further  # the address can be passed on


@pytest.mark.long
def test_the_form_keeps_the_place_and_says_what_is_wrong(desk):
    desk.select_option("#transform", "points")
    desk.locator("form[data-chart-range] button").click()
    desk.wait_for_function(
        "() => document.querySelector('figcaption').textContent.includes('previous issue')"
    )
    assert asked(desk)["transform"] == "points"
    desk.select_option("#transform", "rebased")
    desk.locator(".span-form__more summary").click()
    desk.fill("#base", "1999")
    desk.locator("form[data-chart-range] button").click()
    desk.locator("#base-error").wait_for()
    assert desk.input_value("#base") == "1999"


@pytest.mark.long
def test_two_fingers_on_a_phone_in_chinese(browser, addresses):  # R6
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN")
    page = context.new_page()
    page.goto(addresses["index", "zh-hans"])
    page.locator("figure[data-chart]").scroll_into_view_if_needed()
    page.locator("#chart-keys").wait_for()
    before = span(page)
    page.touchscreen.tap(*at(page, 0.6, 0.6))
    reading = page.locator(".kc-tooltip:visible small").first.inner_text()
    assert re.match(r"\d{8}期", reading)
    fingers = context.new_cdp_session(page)
    (left, y), (right, _y) = at(page, 0.4), at(page, 0.6)

    def touch(kind, *places):
        points = [{"x": x, "y": y, "id": number} for number, x in enumerate(places)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", left)
    touch("touchStart", left, right)
    for step in range(1, 7):
        touch("touchMove", left - 10 * step, right + 10 * step)
    touch("touchEnd")
    after = changed(page, before)
    assert before[0] < after[0] < after[1] < before[1]
    assert page.locator(".kc-tooltip:visible small").count() >= 1  # the reading stays
    assert page.evaluate("visualViewport.scale") == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("[data-move=earlier]").tap()
    assert changed(page, after)[0] < after[0]
    context.close()


@pytest.mark.long
def test_it_works_without_a_script(browser, addresses):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(addresses["index", "zh-hans"])
    page.locator("[data-move=in]").click()
    assert "from" in asked(page)
    page.locator("[data-chart-links] a", has_text="逐年对比").click()
    assert asked(page)["view"] == "years"
    page.locator(".chart-years summary").click()
    assert page.locator(".figures--years tbody tr").count() > 20
    assert page.locator("#chart-keys").is_hidden()
    context.close()


@pytest.mark.long
def test_without_a_line_to_the_server_the_address_is_opened(desk):
    before = span(desk)
    desk.route(
        "**/index/**",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    desk.locator("[data-chart-links] a", has_text="1 year").click()
    desk.wait_for_url("**from=*")
    assert changed(desk, before)[0] > before[0]


@pytest.mark.parametrize("name", ["compare", "embed"])
@pytest.mark.long
def test_comparison_and_frame_move_in_place_too(page, addresses, name):
    page.set_viewport_size(DESKTOP)
    page.goto(addresses[name, "en"])
    page.evaluate("window.notLeft = true")
    before, chosen = span(page), chosen_in(page)
    page.locator(SVG).focus()
    page.locator("#chart-keys").wait_for()
    page.keyboard.press("+")
    nearer = changed(page, before)
    assert before[0] < nearer[0]
    assert before[0] < asked(page)["from"] <= nearer[0]
    assert chosen_in(page) == chosen
    page.keyboard.press("Shift+ArrowLeft")
    earlier = changed(page, nearer)
    assert earlier[0] < nearer[0]
    assert page.evaluate("window.notLeft")
    if name == "compare":  # what stands around the chart follows: files, the choice of other indices
        assert f"from={asked(page)['from']}" in page.locator(
            "[data-follows=figures] .downloads a"
        ).first.get_attribute("href")
        assert page.locator("form.picker input[name=from]").get_attribute("value") == asked(page)["from"]
        page.go_back()
        changed(page, earlier)


@pytest.mark.long
def test_a_phone_is_told_of_fingers_and_a_desk_of_keys(page, addresses, browser):
    page.goto(addresses["index", "en"])
    hint = page.locator("#chart-keys")
    hint.wait_for()
    assert "Keys on the chart" in hint.inner_text()
    assert "finger" not in hint.inner_text()
    phone = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    try:
        there = phone.new_page()
        there.goto(page.url)
        hint = there.locator("#chart-keys")
        hint.wait_for()
        assert hint.inner_text() == "One finger reads the chart, two zoom and move it."
    finally:
        phone.close()
