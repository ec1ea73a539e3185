"""A chart and a table put into a text by the keyboard alone: drawn where it stands, changed where it stands. L18."""

import pytest

BOX = ".prose-editor:has(textarea[name=body_zh_hans]) .ProseMirror[contenteditable=true]"


@pytest.fixture
def form(signed_in, site):
    """The form of a new article at the width of a phone."""
    page = signed_in("editor")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/admin/news/article/add/")
    page.wait_for_selector(BOX)
    page.locator(BOX).focus()
    return page


def take_tool(page, name):
    """Press a tool of the text editor by the keys that lead there."""
    page.keyboard.press("Alt+F10")
    for _ in range(30):
        if page.evaluate("document.activeElement.dataset.name") == name:
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")


@pytest.mark.long
def test_a_chart_is_drawn_in_the_text(form):
    """L18: chosen, drawn, changed and taken out again by keys; what is stored is the question alone."""
    form.keyboard.type("前文")
    take_tool(form, "liveChart")
    form.locator("dialog label:has-text('Raw materials')").first.wait_for()
    form.keyboard.type("Raw materials")
    form.wait_for_function(
        "[...document.querySelectorAll('dialog .writing-choice')].every((one) => one.textContent.startsWith('Raw materials'))"
    )
    for key in ("Tab", "Space", "Enter"):
        form.keyboard.press(key)
    chart = form.locator(f"{BOX} .writing-chart")
    chart.locator("img").wait_for()
    assert "原料类" in chart.locator("img").get_attribute("alt")  # in the language of the text
    assert chart.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") >= 320
    assert form.evaluate("document.documentElement.scrollWidth") <= 390
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    form.select_option("dialog select", "max")
    form.keyboard.press("Escape")
    form.wait_for_selector("dialog[open]", state="detached")
    stored = form.locator("textarea[name=body_zh_hans]").input_value()
    assert 'data-chart="price/raw-materials"' in stored
    assert "svg" not in stored


@pytest.mark.long
def test_a_table_is_asked_about_in_the_middle(form):
    """L18: with a first row that names the columns unless somebody says otherwise."""
    take_tool(form, form.evaluate("document.querySelector('[data-name*=able]').dataset.name"))
    left, right, top, bottom = form.evaluate(
        "(() => { const box = document.querySelector('dialog[open]').getBoundingClientRect();"
        " return [box.left, innerWidth - box.right, box.top, innerHeight - box.bottom]; })()"
    )
    assert abs(left - right) < 2
    assert abs(top - bottom) < 2
    form.keyboard.press("Enter")
    form.wait_for_selector(f"{BOX} th")
    assert form.locator(f"{BOX} th").count() == 3


@pytest.mark.long
def test_a_text_with_a_chart_opens_again(form):
    """L18: what is drawn in a text is drawn before its editor stands; an editor that failed there showed an empty box."""
    complaints = []
    form.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    take_tool(form, "liveChart")
    form.locator("dialog .writing-choice input").first.wait_for()
    form.keyboard.type("Raw materials")
    form.wait_for_function(
        "[...document.querySelectorAll('dialog .writing-choice')].every((one) => one.textContent.startsWith('Raw materials'))"
    )
    for key in ("Tab", "Space", "Enter"):
        form.keyboard.press(key)
    form.locator(f"{BOX} .writing-chart img").wait_for()
    form.fill("[name=title_zh_hans]", "有图的文章")
    form.keyboard.press("Control+s")
    form.wait_for_url("**/change/**")
    form.locator(f"{BOX} .writing-chart img").wait_for()
    assert form.locator(".prose-editor .ProseMirror[contenteditable=true]").count() == 2
    assert complaints == []
