"""D4, L5: an information page from its first words until it is off the site, by the Tab key alone, at a phone's width, in Chinese.

Begun with a title, written, lost and found again, sent back, put right, approved, published, corrected beside what is live,
scheduled, restored, withdrawn. Each page on the way fits the screen.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.browser.person import Person
from tests.browser.public_pages import read, read_gone, read_with, read_without

pytestmark = pytest.mark.long
CHINA = ZoneInfo("Asia/Shanghai")
PHONE = {"width": 390, "height": 844}
TITLE = "[name=title_zh_hans]"
BODY = ".prose-editor:has(textarea[name=body_zh_hans]) .ProseMirror[contenteditable=true]"
STATE = "[data-working-state]"


@pytest.fixture
def people(browser, site, site_folder):
    """The editor and the chief editor, each at a phone in Chinese, signed in by their keyboards."""
    accounts = (site_folder / "staff-accounts.txt").read_text()
    made = []
    for name in ("editor", "chief-editor"):
        person = Person(browser, site, PHONE, "zh-CN")
        made.append(person)
        person.page.goto(f"{site}/admin/login/")
        person.page.wait_for_function("document.activeElement.id === 'id_username'")
        person.page.keyboard.type(name)
        person.tab_to("#id_password")
        person.page.keyboard.type(re.search(rf"^\s*{name}\s+(\S{{12,}})\s*$", accounts, re.MULTILINE)[1])
        person.press("Enter")
        person.page.wait_for_url("**/admin/")
        person.ready()
    yield made
    for person in made:
        person.context.close()
    assert [person.complaints for person in made] == [[], []]


def write_at_the_end(person, words):
    """Write words at the end of the Chinese text."""
    person.tab_to(BODY)
    person.press("Control+End")
    person.page.keyboard.insert_text(words)
    person.page.locator(f"{BODY}:has-text('{words}')").wait_for()


def fill_moment(person, name, moment):
    """Type a moment into a pair of fields."""
    person.fill_by_key(f"[name={name}_0]", f"{moment:%Y-%m-%d}")
    person.fill_by_key(f"[name={name}_1]", f"{moment:%H:%M:%S}")


def send_back(person, note):
    """Send a page back with a note, from the menu below its form."""
    person.tab_to("[popovertarget=submit-more]")
    person.press("Enter")
    person.tab_to("#submit-more a[hx-get*='send-back']")
    person.press("Enter")
    person.page.locator("#modal-content [name=note]").wait_for()
    person.fill_by_key("#modal-content [name=note]", note)
    person.tab_to("#modal-content button[type=submit]")
    person.leave(lambda: person.press("Enter"))


def follow(person, selector):
    """Reach a link or button by Tab and press it."""
    person.tab_to(selector)
    person.leave(lambda: person.press("Enter"))


def test_a_page_from_its_first_words_until_it_is_off_the_site(people, site):
    editor, chief = people
    public = f"{site}/zh-hans/about/how-to-visit/"

    # Begun: a title and an address are enough to save; going out says what is missing, and the focus is there.
    editor.open("/admin/news/page/add/")
    editor.fill_by_key(TITLE, "来访指南")
    editor.fill_by_key("[name=slug]", "how-to-visit")
    editor.leave(lambda: editor.press("Control+s"))
    number = re.search(r"/page/(\d+)/change/", editor.page.url)[1]
    change = f"/admin/news/page/{number}/change/"
    assert "草稿" in editor.facts
    editor.step("news_page_submit")
    editor.page.locator(".lacking").first.wait_for()
    editor.page.wait_for_function("document.activeElement.closest('.prose-editor, .field-body_zh_hans')")
    assert "草稿" in editor.facts
    assert editor.page.input_value(TITLE) == "来访指南"

    # Written, while the connection goes and comes back: what was typed meanwhile is there in another window.
    write_at_the_end(editor, "指数办公室在轻纺城。")
    editor.page.locator(f"{STATE}:has-text('已暂存')").wait_for()
    editor.context.set_offline(True)
    write_at_the_end(editor, "工作日接待来访。")
    editor.page.locator(f"{STATE}:has-text('没有连接')").wait_for()
    editor.context.set_offline(False)
    editor.page.locator(f"{STATE}:has-text('已暂存')").wait_for()
    editor.open("/admin/")
    editor.open(change)
    editor.page.locator(f"{BODY}:has-text('指数办公室在轻纺城。工作日接待来访。')").wait_for()
    assert "工作日接待来访" not in read(public)[1]
    editor.step("news_page_submit")
    assert "审核中" in editor.facts
    assert not editor.page.locator(".lacking").count()

    # Sent back with a note, which stands on the author's desk and above the form; put right, approved, published.
    chief.open("/admin/")
    follow(chief, f"a[href^='{change}']")
    send_back(chief, "请写明开放时间。")
    assert "草稿" in chief.facts
    editor.open("/admin/")
    assert "请写明开放时间。" in editor.page.inner_text("#content")
    follow(editor, f"a[href^='{change}']")
    assert "请写明开放时间。" in editor.page.inner_text(".sent-back")
    write_at_the_end(editor, "九点至十七点。")
    editor.step("news_page_submit")
    assert not editor.page.locator(".sent-back").count()
    chief.open(change)
    chief.step("news_page_approve")
    assert "已通过" in chief.facts
    assert read(public)[0] == 404
    chief.step("news_page_publish")
    assert "已发布" in chief.facts
    read_with(public, "九点至十七点。")
    revisions = f"a[href='/admin/news/page/{number}/revisions/']"
    rows = chief.page.locator(".revisions__list tbody tr")
    live = rows.filter(has=chief.page.locator(".badge.is-good"))
    follow(chief, revisions)
    before = live.locator("td:nth-child(3)").inner_text()

    # Corrected beside what is live, scheduled for tomorrow, then wanted at once.
    editor.open(change)
    editor.fill_by_key(TITLE, "来访须知")
    editor.leave(lambda: editor.press("Control+s"))
    read_with(public, "来访指南</h1>")
    chief.open(change)
    assert chief.page.input_value(TITLE) == "来访须知"
    tomorrow = datetime.now(CHINA) + timedelta(days=1)
    fill_moment(chief, "goes_live_at", tomorrow)
    chief.step("news_page_publish")
    assert f"{tomorrow:%Y-%m-%d %H:%M}" in chief.page.inner_text(".coming")
    read_with(public, "来访指南</h1>")
    chief.open("/admin/")
    coming = chief.page.locator(f".desk-columns > div:has(> h3:has-text('本周')) a[href='{change}']")
    coming.wait_for()
    chief.open(change)
    chief.step("news_page_publish_now")
    assert not chief.page.locator(".coming").count()
    read_with(public, "来访须知</h1>")

    # An old revision comes back as a draft of its own, and goes out; the page leaves the site after a question.
    follow(chief, revisions)
    assert live.locator("td:nth-child(3)").inner_text() != before
    held = rows.count()
    follow(chief, f"button[form=restore-{before}]")
    assert chief.page.input_value(TITLE) == "来访指南"
    read_with(public, "来访须知</h1>")
    chief.step("news_page_publish")
    read_with(public, "来访指南</h1>")
    follow(chief, revisions)
    assert rows.count() > held, "a restored text is a revision of its own"
    chief.open(change)
    chief.step("news_page_withdraw")
    assert "已撤回" in chief.facts
    read_gone(public)
    read_without(f"{site}/zh-hans/about/", "how-to-visit")
