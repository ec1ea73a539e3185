"""The comment form in place: loaded on demand, sent without leaving the page, and nothing typed is ever lost."""

import pytest

TYPED = "A remark, typed once."
TEXT, NAME, SEND = "[name=body]", "[name=name]", "[data-comment-part] button[type=submit]"
PATIENCE = 3200


@pytest.fixture
def form(page, addresses):
    """An article with the form opened and filled in."""
    page.goto(addresses["article", "en"])
    address = page.url
    page.click("[data-comment-open]")
    page.fill(TEXT, TYPED)
    page.fill(NAME, "Wang")
    assert page.url == address
    return page


def test_the_form_takes_the_focus_and_can_be_filled_in_by_keyboard(page, addresses):
    page.goto(addresses["article", "en"])
    page.focus("[data-comment-open]")
    page.keyboard.press("Enter")
    page.wait_for_selector(NAME)
    assert page.evaluate("document.activeElement.name") == "name"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "body"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") != "homepage"


def test_too_fast_then_offline_then_without_cookie_then_sent(form):
    def refused(sentence):
        form.wait_for_selector(f"[role=alert]:has-text('{sentence}')")
        assert form.input_value(TEXT) == TYPED
        assert form.input_value(NAME) == "Wang"

    form.click(SEND)
    refused("faster than anybody")
    form.route("**/reader-comments/**", lambda route: route.abort())
    form.click(SEND)
    refused("could not be sent")
    form.unroute("**/reader-comments/**")
    form.context.clear_cookies()
    form.click(SEND)
    refused("out of date")
    form.wait_for_timeout(PATIENCE)
    form.click(SEND)
    form.wait_for_selector("[data-comment-part=sent]")
    assert "waits for a moderator" in form.inner_text("[data-comment-part]")
    assert form.evaluate("document.activeElement.getAttribute('role')") == "status"


def test_without_a_script_the_link_leads_to_a_page(browser, addresses):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses["article", "zh-hans"])
    page.click("[data-comment-open]")
    assert "/zh-hans/reader-comments/" in page.url
    page.fill(TEXT, f"{TYPED} {page.url}")
    page.fill(NAME, "Wang")
    page.wait_for_timeout(PATIENCE)
    page.click(SEND)
    assert page.url.endswith("?sent")
    context.close()
