"""The site by keyboard, and without JavaScript."""

import pytest

MENU = {
    "en": (
        "Home",
        "Index Classification",
        "Comments",
        "Popular Fabrics",
        "Collecting Sources",
        "Sample Units",
        "News",
        "About Us",
    ),
    "zh-hans": ("首页", "指数分类", "指数评论", "流行面料", "采集点", "样本单位", "新闻资讯", "关于我们"),
}
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def focused(page):
    """Return the text of the element that has the focus."""
    return page.evaluate("document.activeElement.textContent.trim()")


@pytest.mark.parametrize("kind", ["home", "article", "index"])
def test_the_skip_link_comes_first_and_leads_to_the_content(page, addresses, kind):
    page.set_viewport_size(DESKTOP)
    page.goto(addresses[kind, "en"])
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    assert link.evaluate("link => link === document.activeElement")
    box = link.bounding_box()
    assert box["y"] >= 0
    assert box["height"] > 10
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("language", MENU)
def test_the_menu_by_keyboard_in_its_order(page, addresses, language):
    page.set_viewport_size(DESKTOP)
    page.goto(addresses["home", language])
    page.locator("nav.menu a").first.focus()
    seen = [focused(page)]
    for _ in range(7):
        page.keyboard.press("Tab")
        seen.append(focused(page))
    assert tuple(seen) == MENU[language]
    page.keyboard.press("Enter")
    page.wait_for_url("**/about/**")
    assert page.locator("nav.menu a[aria-current]").inner_text() == MENU[language][-1]


def test_the_menu_of_a_phone_by_keyboard(page, addresses):
    page.set_viewport_size(PHONE)
    page.goto(addresses["home", "en"])
    page.locator(".menu-small summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "Index Classification"
    page.keyboard.press("Enter")
    page.wait_for_url("**/index/")


@pytest.mark.parametrize("kind", ["home", "article", "index", "fabrics", "search"])
def test_the_focus_is_always_visible(page, addresses, kind):
    page.set_viewport_size(DESKTOP)
    page.goto(addresses[kind, "en"])
    hidden = []
    for _ in range(40):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const element = document.activeElement, style = getComputedStyle(element);
                const box = element.getBoundingClientRect();
                return {
                    name: element.outerHTML.slice(0, 120),
                    end: element === document.body,
                    marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
                    size: box.width * box.height,
                };
            }"""
        )
        if state["end"]:
            break
        if not state["marked"] or state["size"] < 1:
            hidden.append(state["name"])
    assert not hidden


@pytest.mark.parametrize(
    ("viewport", "language"),
    [
        pytest.param(PHONE, "zh-hans", id="phone-zh-hans"),
        pytest.param(PHONE, "en", id="phone-en", marks=pytest.mark.long),
        pytest.param(DESKTOP, "zh-hans", id="desktop-zh-hans", marks=pytest.mark.long),
        pytest.param(DESKTOP, "en", id="desktop-en", marks=pytest.mark.long),
    ],
)
def test_everything_is_reached_without_javascript(browser, addresses, viewport, language):
    context = browser.new_context(java_script_enabled=False, viewport=viewport)
    page = context.new_page()
    for position, name in enumerate(MENU[language]):
        page.goto(addresses["home", language])
        if viewport is PHONE:
            page.locator(".menu-small summary").click()
        menu = page.locator(".menu-small a:visible, nav.menu a:visible")
        assert menu.nth(position).inner_text().strip() == name
        target = menu.nth(position).get_attribute("href")
        menu.nth(position).click()
        page.wait_for_url(f"**{target}")
        page.locator("h1").wait_for()
        assert page.locator("h1").count() == 1
    context.close()


def test_the_language_switch_stays_on_the_page_without_javascript(browser, addresses):
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)
    page = context.new_page()
    for kind in ("index", "article", "fabric", "about"):
        page.goto(addresses[kind, "en"])
        page.locator("[data-language-switch]").click()
        page.wait_for_url(addresses[kind, "zh-hans"])
        page.locator("[data-language-switch]").click()
        page.wait_for_url(addresses[kind, "en"])
    context.close()


def test_the_chart_has_its_table_without_javascript(browser, addresses):
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)
    page = context.new_page()
    page.goto(addresses["index", "en"])
    assert page.locator("main svg").first.is_visible()
    table = page.locator("main table:visible").first
    assert table.locator("tbody tr").count() > 1
    context.close()
