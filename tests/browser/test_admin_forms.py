"""Forms of the admin as people use them: tags typed, steps from the bar, by the keyboard alone. D1, D7, D13, L7, L11, L12."""

import re

import pytest

WRITER = "chief-editor"
ARTICLE = "/admin/news/article/add/"
READY = ".ProseMirror[contenteditable=true]"


@pytest.fixture
def quiet(signed_in):
    """A signed-in page and what its console complained about."""
    page = signed_in(WRITER)
    complaints = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def focused(page):
    return page.evaluate(
        "document.activeElement.getAttribute('aria-label') || document.activeElement.name || document.activeElement.id"
    )


def wait_for_focus(page, name):
    """Wait until what has a name has the focus: on a busy machine a page takes its time with a key."""
    page.wait_for_function(
        """name => [document.activeElement.getAttribute('aria-label'), document.activeElement.name, document.activeElement.id]
            .find(Boolean) === name""",
        arg=name,
    )


def type_tag(page, words):
    """Type into the field of tags and return what is found."""
    page.locator("#id_tags + .select2-container").click()
    page.keyboard.type(words)
    page.wait_for_function(
        "words => [...document.querySelectorAll('.select2-results__option')].some((one) => one.textContent.includes(words))",
        arg=words,
    )
    return page.locator(".select2-results__option").all_text_contents()


def test_an_article_is_written_by_the_keyboard(quiet, site):
    page, complaints = quiet
    page.goto(site + ARTICLE)
    page.wait_for_selector(READY)

    # Something new begins in its title; from there each text is few tabs away, and has a name.
    wait_for_focus(page, "title_en")
    page.keyboard.type("Written by keyboard")
    seen = []
    for _ in range(5):
        page.keyboard.press("Tab")
        seen.append(focused(page))
    assert seen[:3] == ["title_zh_hans", "summary_en", "summary_zh_hans"]
    assert seen[4] == "Text English"
    page.keyboard.type("Words.")
    page.keyboard.press("Alt+F10")
    page.keyboard.press("ArrowRight")
    wait_for_focus(page, "bulleted list")
    page.keyboard.press("Escape")
    wait_for_focus(page, "Text English")

    # Keys are listed where nobody types, and Ctrl+S leads to the first mistake.
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()
    page.fill("[name=published_at_0]", "1066-10-14")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".mistakes button")
    page.wait_for_function("document.activeElement.name === 'published_at_0'")
    page.fill("[name=published_at_0]", "")
    page.select_option("[name=section]", index=1)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert "Ctrl S" in page.locator("#keys").inner_text().replace("\n", " ")
    page.keyboard.press("Escape")

    # A tag is found in either language, and a missing one made.
    assert any("Polyester" in line for line in type_tag(page, "涤纶"))
    page.locator(".select2-results__option", has_text="Polyester").first.click()
    type_tag(page, "Keyboard cloth")
    page.locator(".select2-results__option", has_text="Keyboard cloth").click()
    page.wait_for_function(
        "[...document.querySelector('#id_tags').selectedOptions].some((one) => one.text === 'Keyboard cloth' && /^\\d+$/.test(one.value))"
    )

    # Enter in a field saves and takes no step; what stands out follows the moment to publish.
    primary = page.locator("#submit-row .is-primary")
    assert primary.inner_text() == "Publish"
    page.fill("[name=published_at_0]", "2090-01-01")
    page.fill("[name=published_at_1]", "12:00:00")
    page.keyboard.press("Tab")
    assert primary.inner_text() == "Schedule"
    page.fill("[name=published_at_0]", "")
    page.fill("[name=published_at_1]", "")
    page.locator("[name=title_en]").press("Enter")
    page.wait_for_url("**/change/**")
    page.wait_for_selector(READY)
    assert "Draft" in page.inner_text(".form-facts")
    assert page.locator("#id_tags option").all_text_contents() == ["Keyboard cloth", "Polyester"]

    # What stands already begins at the top: two links past the menu. Keys pressed before it is shown go astray.
    page.wait_for_function("document.querySelector('[name=title_en]').checkVisibility()")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.matches('.admin-skip')")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.matches('[data-skip-to-field]')")
    page.keyboard.press("Enter")
    wait_for_focus(page, "title_en")

    # The preview follows without a complaint, and the form keeps its width beside it.
    page.keyboard.press("Alt+p")
    page.frame_locator("[data-preview]").locator("h1:has-text('Written by keyboard')").wait_for()
    assert page.locator("[name=title_en]").bounding_box()["width"] > 320
    page.keyboard.press("Alt+p")
    assert complaints == []


@pytest.mark.long
def test_a_step_that_takes_away_asks_and_every_button_is_reached_on_a_phone(quiet, site):
    page, complaints = quiet
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}/admin/news/article/?stage=published")
    change = site + page.locator("a[href*='/change/']").nth(4).get_attribute("href").split("?")[0]
    page.goto(change)
    page.wait_for_selector(READY)
    page.click("[popovertarget=submit-more]")
    for button in [
        *page.locator("#submit-row .submit-row__button").all(),
        *page.locator("#submit-more > *").all(),
    ]:
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert 0 < box["y"] < 740
    page.locator("#submit-more [name=news_article_withdraw]").click()
    page.locator("dialog.asking:has-text('off the site')").wait_for()
    page.keyboard.press("Escape")
    assert "Published" in page.inner_text(".form-facts")
    page.click("[popovertarget=submit-more]")
    page.locator("#submit-more [name=news_article_withdraw]").click()
    page.locator("dialog.asking button", has_text="Withdraw").click()
    page.locator(".form-facts:has-text('Withdrawn')").wait_for()
    assert complaints == []


@pytest.mark.long
def test_long_titles_are_read_on_a_phone(quiet, site):  # D16
    page, _complaints = quiet
    title = "Weekly review of grey fabric, apparel fabric and home textile prices at China Textile City " * 2
    page.goto(site + ARTICLE)
    page.wait_for_selector(READY)
    page.fill("[name=title_en]", title.strip())
    page.keyboard.press("Control+s")
    page.wait_for_url("**/change/**")
    page.wait_for_selector(READY)
    page.set_viewport_size({"width": 390, "height": 844})
    name = page.locator("#header-inner .truncate", has_text=title[:30]).first
    assert name.bounding_box()["width"] > 120
    page.goto(f"{site}/admin/news/article/")
    heading = page.locator("#result_list tr", has_text=title[:30]).locator(".field-heading").first
    heading.wait_for()
    cut = heading.evaluate(
        """cell => [cell, ...cell.querySelectorAll("*")].filter((one) => getComputedStyle(one).overflowX !== "visible"
            && one.scrollWidth > one.clientWidth + 1).length"""
    )
    assert cut == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.long
def test_pictures_and_captions_are_left_and_not_destroyed(quiet, site):
    page, _complaints = quiet
    page.goto(site + ARTICLE)
    page.wait_for_selector(READY)
    body = page.locator(".prose-editor:has(textarea[name=body_en])")
    box = body.locator(READY)
    box.click()
    page.keyboard.type("Before. ")
    body.locator("[data-name=figure]").click()
    page.locator("dialog .has-picture input").first.check()
    page.fill("dialog label:has-text('Caption') input", "A caption")
    page.locator("dialog button[type=submit]").click()
    body.locator("figure img").wait_for()

    def stored():
        return re.sub(r"<img[^>]*>", "<img>", page.locator("textarea[name=body_en]").input_value())

    whole = '<figure><img><figcaption class="figure-caption">A caption'
    body.locator("figcaption").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("After.")
    assert stored().count("<figure>") == 1
    assert "A caption</figcaption></figure><p>After.</p>" in stored()
    page.wait_for_timeout(700)  # what is typed in one go is undone in one go
    body.locator("figure img").click()
    page.keyboard.type("Typed")
    assert whole in stored()
    assert "<p>Typed</p>" in stored()
    page.keyboard.press("Control+z")
    assert whole in stored()
    assert "Typed" not in stored()
    page.wait_for_timeout(700)
    body.locator("figure img").click()
    page.keyboard.press("Delete")
    assert "<figure" not in stored()
    page.keyboard.press("Control+z")
    assert whole in stored()

    # A table's first row names its columns unless somebody says otherwise; dialogs stand in the middle.
    page.keyboard.press("Control+End")
    body.locator("[data-name=table]").click()
    dialog = page.locator("dialog.writing-dialog")
    middle = dialog.bounding_box()
    assert abs(middle["x"] + middle["width"] / 2 - page.viewport_size["width"] / 2) < 3
    dialog.locator("button[type=submit]").click()
    box.locator("th").first.wait_for()
    assert box.locator("th").count() == 3


@pytest.mark.parametrize(
    "name",
    [
        "fabric",
        pytest.param("picture", marks=pytest.mark.long),
        pytest.param("attachment", marks=pytest.mark.long),
    ],
)
def test_tags_are_typed_in_the_other_forms(quiet, site, name):
    page, complaints = quiet
    page.goto(f"{site}/admin/news/{name}/add/")
    page.wait_for_selector("#id_tags + .select2-container")
    assert any("Polyester" in line for line in type_tag(page, "Polyes"))
    assert complaints == []
