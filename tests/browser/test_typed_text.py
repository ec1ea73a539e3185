"""What is typed into an article's form, in a real browser: nothing of it is lost, and it is its writer's alone.

Two windows, a closed one, a lost connection, a session that ends, signing out, somebody else in the same browser, a double click.
"""

import json
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.server import portal_server

TITLE = "[name=title_en]"
STATE = "[data-working-state]"
READY = ".ProseMirror[contenteditable=true]"

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def office(prepared, tmp_path_factory):
    """A portal of its own: (address, passwords)."""
    folder = shutil.copytree(prepared, tmp_path_factory.mktemp("typed"), dirs_exist_ok=True)
    text = (folder / "staff-accounts.txt").read_text()
    with portal_server(folder) as server:
        yield server.address, dict(re.findall(r"^\s*([\w-]+)\s+(\S{12,})\s*$", text, re.MULTILINE))


@pytest.fixture
def window(browser):
    """A browser of its own."""
    context = browser.new_context(
        locale="en-GB", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(20_000)
    context.on("page", lambda page: page.on("dialog", lambda dialog: dialog.accept()))
    yield context
    context.close()


def sign_in(page, office, name):
    site, passwords = office
    page.goto(f"{site}/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", passwords[name])
    page.press("#id_password", "Enter")
    page.wait_for_url("**/admin/")


def opened(page, address):
    page.goto(address)
    page.wait_for_selector(READY)
    return page


def typed(page, words):
    """Type a title as people do, over the one that is there."""
    page.click(TITLE)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def wait_kept(page):
    """Wait until the server has what was typed; other sentences have the word in them, too."""
    page.wait_for_function(
        "(place) => document.querySelector(place).textContent.startsWith('Kept ')", arg=STATE
    )


def kept(page, words):
    typed(page, words)
    wait_kept(page)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('typed:'))")


def left(page):
    """Return the texts that lie in the browser, by person."""
    return json.loads(
        page.evaluate(
            "JSON.stringify(Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith('typed:'))))"
        )
    )


def articles(page, site, number):
    page.goto(f"{site}/admin/news/article/?stage=published")
    found = page.locator("#result_list a[href*='/change/']").evaluate_all(
        "links => links.map((link) => link.href)"
    )
    return list(dict.fromkeys(address.split("?")[0] for address in found))[number]


def sign_out(page):
    page.evaluate("document.getElementById('logout-form').requestSubmit()")
    page.wait_for_selector("meta[name=signed-in][content='']", state="attached")


def test_two_windows_and_new_articles_keep_a_text_each(window, office):  # L3, D3
    site, _passwords = office
    first, second = window.new_page(), window.new_page()
    sign_in(first, office, "editor")
    add = f"{site}/admin/news/article/add/"
    kept(opened(first, add), "Begun in the first")
    opened(second, add)
    assert second.input_value(TITLE) == ""
    second.locator("[data-working-texts]:has-text('Begun in the first')").wait_for()
    kept(second, "Begun in the second")
    second.reload()
    second.wait_for_selector(READY)
    assert second.input_value(TITLE) == "Begun in the second"
    second.close()
    third = opened(window.new_page(), add)
    assert third.input_value(TITLE) == ""
    third.locator("li:has-text('Begun in the second') a").click()
    third.wait_for_selector(READY)
    assert third.input_value(TITLE) == "Begun in the second"
    third.locator("li:has-text('Begun in the first') [data-working-drop]").click()
    third.locator("li:has-text('Begun in the first')").wait_for(state="detached")

    address = articles(first, site, 3)
    kept(opened(first, address), "One window says this")
    opened(third, address)
    assert third.input_value(TITLE) != "One window says this"
    third.locator("[data-working-texts]:has-text('One window says this')").wait_for()
    third.locator("[data-working-others]:has-text('another window')").wait_for()
    kept(third, "The other says that")
    first.locator("button[name=_continue]").first.click()
    first.wait_for_selector(READY)
    third.locator("button[name=_continue]").first.click()
    third.wait_for_selector(".conflict:has-text('Two versions')")
    assert third.input_value(TITLE) == "The other says that"
    assert "One window says this" in third.inner_text(".conflict").replace("\n", " ")


def test_a_double_click_makes_one_article(window, office):  # L2
    site, _passwords = office
    page = window.new_page()
    sign_in(page, office, "editor")
    opened(page, f"{site}/admin/news/article/add/")
    typed(page, "Clicked twice")
    page.select_option("[name=section]", index=1)
    page.locator("button[name=_continue]").first.dblclick()
    page.wait_for_url(re.compile(r"/article/\d+/change/$"))
    page.goto(f"{site}/admin/news/article/?q=Clicked+twice")
    assert page.locator("#result_list tbody tr").count() == 1
    assert left(page) == {}


def test_what_is_typed_after_going_back_to_a_saved_form_is_kept(window, office):  # L3
    site, _passwords = office
    page = window.new_page()
    sign_in(page, office, "editor")
    opened(page, f"{site}/admin/news/article/add/")
    kept(page, "Saved at once")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/change/**")
    page.wait_for_selector(READY)
    page.go_back()
    page.wait_for_url("**/add/**")
    page.wait_for_selector(READY)
    # A browser that keeps pages shows the form as it was, under the name of a window that the server has closed.
    page.evaluate(
        """async () => {
            const sent = new FormData(document.getElementById("article_form"));
            sent.set("_continue", "1");
            await fetch(location.pathname, { method: "POST", body: sent });
        }"""
    )
    was = page.input_value("[name=_window]")
    kept(page, "Typed after going back")
    assert page.input_value("[name=_window]") != was
    opened(page, f"{site}/admin/news/article/add/?window={page.input_value('[name=_window]')}")
    assert page.input_value(TITLE) == "Typed after going back"


def test_without_a_connection_the_text_stays_until_it_is_confirmed(window, office):  # L4
    site, _passwords = office
    page = window.new_page()
    sign_in(page, office, "editor")
    address = articles(page, site, 4)
    opened(page, address)
    window.set_offline(True)
    typed(page, "Typed without a connection")
    page.locator(f"{STATE}:has-text('no connection')").wait_for()
    assert "Typed without a connection" in str(left(page))
    page.close()
    window.set_offline(False)
    page = opened(window.new_page(), address)
    assert page.input_value(TITLE) != "Typed without a connection"
    page.get_by_role("button", name="Bring it back").click()
    page.wait_for_url("**window=*")
    page.wait_for_selector(READY)
    assert page.input_value(TITLE) == "Typed without a connection"
    assert left(page) == {}

    # Somebody else in the same browser neither sees it nor is offered it; the window that is still open is told.
    window.set_offline(True)
    typed(page, "Hers alone")
    page.locator(f"{STATE}:has-text('no connection')").wait_for()
    window.set_offline(False)
    page.route("**/typed/", lambda route: route.abort())
    window.clear_cookies(name="sessionid")
    other = window.new_page()
    sign_in(other, office, "chief-editor")
    assert left(other) == {}
    opened(other, address)
    other.wait_for_timeout(1000)
    assert not other.get_by_role("button", name="Bring it back").is_visible()
    assert "Hers alone" not in other.content()
    page.unroute("**/typed/")
    page.locator(f"{STATE}:has-text('Somebody else')").wait_for()
    page.locator("button[name=_continue]").first.click()
    page.wait_for_timeout(500)
    assert page.input_value(TITLE) == "Hers alone"
    assert left(other) == {}


def test_signed_out_while_typing_and_signed_in_again(window, office):  # D2
    site, _passwords = office
    page = window.new_page()
    sign_in(page, office, "editor")
    address = articles(page, site, 5)
    kept(opened(page, address), "Kept before the session ended")
    window.clear_cookies(name="sessionid")
    typed(page, "Typed after the session ended")
    page.locator(f"{STATE}:has-text('You are signed out')").wait_for()
    assert "Typed after the session ended" in str(left(page))
    with window.expect_page() as popup:
        page.locator(f"{STATE} a").click()
    sign_in(popup.value, office, "editor")
    assert "Typed after the session ended" in str(left(popup.value))
    wait_kept(page)
    assert left(page) == {}
    page.locator("button[name=_continue]").first.click()
    page.wait_for_url(re.compile(r"/change/$"))
    page.wait_for_selector(READY)
    assert page.input_value(TITLE) == "Typed after the session ended"

    # Closed while signed out: offered when the same person comes back.
    window.clear_cookies(name="sessionid")
    typed(page, "And closed the window")
    page.locator(f"{STATE}:has-text('You are signed out')").wait_for()
    page.close()
    page = window.new_page()
    sign_in(page, office, "editor")
    opened(page, address)
    page.get_by_role("button", name="Bring it back").click()
    page.wait_for_url("**window=*")
    page.wait_for_selector(READY)
    assert page.input_value(TITLE) == "And closed the window"


def test_signing_out_sends_what_is_typed_and_leaves_nothing_behind(window, office):  # L4
    site, _passwords = office
    page, desk = window.new_page(), window.new_page()
    sign_in(page, office, "editor")
    address = articles(page, site, 6)
    opened(page, address)
    desk.goto(f"{site}/admin/")
    typed(page, "A moment before signing out")
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('typed:'))")
    sign_out(desk)
    assert left(desk) == {}
    page.wait_for_selector("#id_username")
    assert left(page) == {}
    sign_in(desk, office, "editor")
    opened(desk, address)
    assert desk.input_value(TITLE) == "A moment before signing out"


def test_two_who_save_a_page_choose_field_by_field(browser, office):  # L5
    site, _passwords = office
    contexts = [
        browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}) for _n in range(2)
    ]
    editor, chief = (context.new_page() for context in contexts)
    for page, name in ((editor, "editor"), (chief, "chief-editor")):
        page.set_default_timeout(20_000)
        page.on("dialog", lambda dialog: dialog.accept())
        sign_in(page, office, name)
        page.goto(f"{site}/admin/news/page/")
        page.goto(site + page.locator("#result_list a[href*='/change/']").first.get_attribute("href"))
        page.wait_for_selector(READY)
    before = editor.input_value("[name=title_zh_hans]")
    body = editor.input_value("[name=body_en]")
    editor.fill(TITLE, "Of the editor")
    box = editor.locator(".prose-editor:has(textarea[name=body_en]) .ProseMirror[contenteditable=true]")
    box.click()
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" And more.")
    editor.locator("button[name=_continue]").first.click()
    editor.wait_for_selector(READY)
    chief.fill(TITLE, "Of the chief")
    chief.fill("[name=title_zh_hans]", "主编所写")
    chief.locator("button[name=_continue]").first.click()
    chief.wait_for_selector(".conflict:has-text('Two versions')")
    assert "And more." in chief.input_value("[name=body_en]")
    assert chief.input_value("[name=title_zh_hans]") == "主编所写"
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    assert Axe().run(chief, context=".conflict", options=options).response["violations"] == []
    chief.locator(".changes.is-clash:has-text('Of the editor') input[value=theirs]").check()
    chief.get_by_role("button", name="Save as chosen").click()
    chief.wait_for_selector(READY)
    assert chief.input_value(TITLE) == "Of the editor"
    assert chief.input_value("[name=title_zh_hans]") == "主编所写"
    assert "And more." in chief.input_value("[name=body_en]")

    chief.goto(chief.url.partition("/change/")[0] + "/revisions/")
    chief.locator("button:has-text('Restore')").last.click()
    chief.wait_for_selector(READY)
    assert chief.input_value("[name=title_zh_hans]") == before
    assert chief.input_value("[name=body_en]") == body
    for context in contexts:
        context.close()
