"""Commentary that is compared with its figures while it is written: a wrong number is marked, put right by key, or let pass."""

import os
import re
from pathlib import Path

import pytest

BOX = ".prose-editor:has(textarea[name=body_zh_hans]) .ProseMirror[contenteditable=true]"
WRONG = "总指数环比上涨98.76%。"


@pytest.fixture
def writing(signed_in, site):
    """A draft about the newest release, opened at the width of a phone; what its console complains about is kept."""
    page, complaints = signed_in("chief-editor"), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/admin/news/article/commentary/")
    monthly = page.locator(".commentary-releases li").filter(has_text=re.compile("Prosperity index|景气指数"))
    button = monthly.locator("button").last
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/**")
    page.locator(BOX).wait_for()
    page.locator("[data-claims-said]").wait_for()
    yield page
    assert complaints == []


CURSOR = "box => box.editor.state.selection.from"


def type_at_end(page, words):
    box = page.locator(BOX)
    box.scroll_into_view_if_needed()
    box.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(words)


def step(page, name):
    button = page.locator(f"#submit-row button[name={name}]")
    if not button.is_visible():
        page.locator("[popovertarget=submit-more]").press("Enter")
    with page.expect_navigation():
        button.press("Enter")
    page.locator(BOX).wait_for()


def picture(page, name):
    """Keep a picture of the page where a folder for them is named."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_wrong_number_is_marked_and_put_right_by_key(writing):
    page = writing
    assert page.locator(".claim-mark").count() == 0
    type_at_end(page, WRONG)
    mark = page.locator(f"{BOX} .claim-mark")
    mark.wait_for()
    assert "98.76" in mark.inner_text()
    item = page.locator("[data-claim][data-put]")
    assert item.count() == 1
    right = item.get_attribute("data-put")
    picture(page, "marked-390")
    end = page.locator(BOX).evaluate(CURSOR)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    # Keys sent without a pause overtake the browser's telling the editor where its cursor went; a finger is not that fast.
    page.wait_for_function(
        f"([box, end]) => ({CURSOR})(box) === end - 2", arg=[page.query_selector(BOX), end]
    )
    page.keyboard.press("Alt+Enter")
    mark.wait_for(state="detached")
    assert right in page.inner_text(BOX)
    assert "98.76" not in page.inner_text(BOX)
    page.keyboard.press("Control+z")
    mark.wait_for()
    page.locator("[data-claim-replace]").first.press("Enter")
    mark.wait_for(state="detached")
    assert "98.76" not in page.inner_text(BOX)
    page.fill("[name=title_zh_hans]", "总指数环比上涨98.76%")
    page.locator("[data-claim][data-field=title_zh_hans] [data-claim-replace]").press("Enter")
    assert "98.76" not in page.input_value("[name=title_zh_hans]")
    page.wait_for_timeout(1500)
    step(page, "news_article_publish")
    assert page.locator("text=It is published.").count()


TABLE = (
    "<p>本期。</p><table><tbody><tr><th><p>指数</p></th><th><p>环比</p></th></tr>"
    "<tr><td><p>总指数</p></td><td><p></p></td></tr></tbody></table>"
)


@pytest.mark.long
def test_a_wrong_number_in_the_last_cell_is_put_right_by_key(writing):
    page = writing
    cell, mark = page.locator(f"{BOX} td").last, page.locator(f"{BOX} .claim-mark")
    for keys in ([], ["Home"], ["Shift+Home"], ["Shift+Tab", "Tab"]):
        page.locator(BOX).evaluate("(box, html) => box.editor.commands.setContent(html)", TABLE)
        mark.wait_for(state="detached")
        cell.click()
        page.keyboard.type("98.76%")  # the cursor stands behind the unit, where the text ends
        mark.wait_for()
        assert mark.inner_text() == "98.76%"
        right = page.locator("[data-claim][data-put]").get_attribute("data-put")
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.press("Alt+Enter")
        mark.wait_for(state="detached")
        assert cell.inner_text() == f"{right}%"


@pytest.mark.long
def test_what_contradicts_goes_out_only_where_that_is_ticked(writing):
    page = writing
    type_at_end(page, WRONG)
    page.locator(f"{BOX} .claim-mark").wait_for()
    step(page, "news_article_publish")
    assert page.locator("text=The text contradicts the figures of its release:").count()
    page.locator("[name=against_figures]").press("Space")
    step(page, "news_article_publish")
    assert page.locator("text=It is published.").count()
    page.goto(page.url.replace("/change/", "/history/"))
    assert page.locator("text=Let pass against the figures of its release").count()
