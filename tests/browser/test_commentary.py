"""A commentary begun from the figures of a release, as an editor meets it."""

import pytest

BOX = ".prose-editor:has(textarea[name=body_zh_hans]) .ProseMirror[contenteditable=true]"


@pytest.mark.long
def test_a_commentary_that_was_begun_from_figures_is_there_to_be_worked_on(signed_in, site):
    """By the keyboard at the width of a phone; each number in it says what the figures say."""
    page, complaints = signed_in("editor"), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/admin/news/article/commentary/")
    button = page.locator(".commentary-releases button").first
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/**")
    page.locator(f"{BOX} .writing-figure", has_text="%").first.wait_for()
    assert "环比" in page.inner_text(BOX)
    assert page.locator(f"{BOX} td").count() > 4
    assert page.locator(".prose-editor .ProseMirror[contenteditable=true]").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert complaints == []
