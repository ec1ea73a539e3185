"""My indices: marked by a star, first on the list of indices, kept in the browser alone."""

import pytest

STAR, MINE = "[data-star]", "[data-my-indices]"


@pytest.mark.parametrize("language", ["en", pytest.param("zh-hans", marks=pytest.mark.long)])
def test_a_marked_index_stands_first_on_the_list_until_it_is_taken_away(page, addresses, language):
    listed = addresses["classification", language]
    page.goto(listed)
    assert page.is_hidden(MINE)
    page.goto(addresses["index", language])
    path = page.get_attribute(STAR, "data-star")
    assert page.get_attribute(STAR, "aria-pressed") == "false"
    page.focus(STAR)
    page.keyboard.press("Enter")
    assert page.get_attribute(STAR, "aria-pressed") == "true"
    page.reload()
    assert page.get_attribute(STAR, "aria-pressed") == "true"
    page.goto(listed)
    assert page.is_visible(MINE)
    assert page.locator(f"{MINE} tbody tr").count() == 1
    assert page.locator(f"{MINE} tbody a").get_attribute("href").endswith(f"/index/{path}/")
    assert not page.context.cookies()
    page.goto(addresses["index", language])
    page.click(STAR)
    page.goto(listed)
    assert page.is_hidden(MINE)


@pytest.mark.long
@pytest.mark.parametrize("kept", ["{", '"x"', "[1, null]", '["nothing/here"]'])
def test_whatever_is_kept_breaks_nothing(page, addresses, kept):
    page.goto(addresses["classification", "en"])
    page.evaluate("kept => localStorage.setItem('my-indices', kept)", kept)
    page.reload()
    assert page.is_hidden(MINE)
    page.goto(addresses["index", "en"])
    page.click(STAR)
    assert page.get_attribute(STAR, "aria-pressed") == "true"


def test_without_a_script_nothing_of_it_shows(browser, addresses):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses["index", "en"])
    assert page.is_hidden(STAR)
    page.goto(addresses["classification", "en"])
    assert page.is_hidden(MINE)
    context.close()
