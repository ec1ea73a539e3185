"""D4, L5: a page and a fabric from their first words until they are off the site, by the Tab key alone, on a phone, in Chinese.

Begun with a title, written, lost and found again, sent back, put right, approved, published, corrected beside what is live,
scheduled, restored, withdrawn. Each page on the way fits the screen.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.browser.person import Person
from tests.browser.public_pages import read, read_gone, read_with, read_without

pytestmark = pytest.mark.long
CHINA = ZoneInfo("Asia/Shanghai")
PHONE = {"width": 390, "height": 844}
STATE = "[data-working-state]"


@dataclass(frozen=True)
class Kind:
    """A kind with drafts as its form and its readers see it.

    Its model, the fields of title and text, where it is read, and what a title alone still lacks: a fabric lacks nothing.
    """

    model: str
    title_field: str
    body_field: str
    place: str
    lacks: str

    @property
    def title(self):
        return f"[name={self.title_field}_zh_hans]"

    @property
    def body(self):
        return (
            f".prose-editor:has(textarea[name={self.body_field}_zh_hans]) .ProseMirror[contenteditable=true]"
        )

    @property
    def admin(self):
        return f"/admin/news/{self.model}/"

    def step(self, name):
        """Return the name of a button of the form."""
        return f"news_{self.model}_{name}"


SLUG = "how-to-visit"
PAGE = Kind("page", "title", "body", "/about/", ".prose-editor, .field-body_zh_hans")
FABRIC = Kind("fabric", "name", "description", "/fabrics/", "")


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


def write_at_the_end(person, kind, words):
    """Write words at the end of the Chinese text."""
    person.tab_to(kind.body)
    person.press("Control+End")
    person.page.keyboard.insert_text(words)
    person.page.locator(f"{kind.body}:has-text('{words}')").wait_for()


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


@pytest.mark.parametrize("kind", [PAGE, FABRIC], ids=lambda kind: kind.model)
def test_from_the_first_words_until_it_is_off_the_site(people, site, kind):
    editor, chief = people
    public = f"{site}/zh-hans{kind.place}{SLUG}/"

    # Begun: a title and an address are enough to save; going out says what is missing, and the focus is there.
    editor.open(f"{kind.admin}add/")
    editor.fill_by_key(kind.title, "来访指南")
    editor.fill_by_key("[name=slug]", SLUG)
    editor.leave(lambda: editor.press("Control+s"))
    number = re.search(rf"{kind.admin}(\d+)/change/", editor.page.url)[1]
    change = f"{kind.admin}{number}/change/"
    assert "草稿" in editor.facts
    if kind.lacks:
        editor.step(kind.step("submit"))
        editor.page.locator(".lacking").first.wait_for()
        editor.page.wait_for_function(f"document.activeElement.closest('{kind.lacks}')")
        assert "草稿" in editor.facts
        assert editor.page.input_value(kind.title) == "来访指南"

    # Written, while the connection goes and comes back: what was typed meanwhile is there in another window.
    write_at_the_end(editor, kind, "指数办公室在轻纺城。")
    editor.page.locator(f"{STATE}:has-text('已暂存')").wait_for()
    editor.context.set_offline(True)
    write_at_the_end(editor, kind, "工作日接待来访。")
    editor.page.locator(f"{STATE}:has-text('没有连接')").wait_for()
    editor.context.set_offline(False)
    editor.page.locator(f"{STATE}:has-text('已暂存')").wait_for()
    editor.open("/admin/")
    editor.open(change)
    editor.page.locator(f"{kind.body}:has-text('指数办公室在轻纺城。工作日接待来访。')").wait_for()
    assert "工作日接待来访" not in read(public)[1]
    editor.step(kind.step("submit"))
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
    write_at_the_end(editor, kind, "九点至十七点。")
    editor.step(kind.step("submit"))
    assert not editor.page.locator(".sent-back").count()
    chief.open(change)
    chief.step(kind.step("approve"))
    assert "已通过" in chief.facts
    assert read(public)[0] == 404
    chief.step(kind.step("publish"))
    assert "已发布" in chief.facts
    read_with(public, "九点至十七点。")
    revisions = f"a[href='{kind.admin}{number}/revisions/']"
    rows = chief.page.locator(".revisions__list tbody tr")
    live = rows.filter(has=chief.page.locator(".badge.is-good"))
    follow(chief, revisions)
    before = live.locator("td:nth-child(3)").inner_text()

    # Corrected beside what is live, scheduled for tomorrow, then wanted at once.
    editor.open(change)
    editor.fill_by_key(kind.title, "来访须知")
    editor.leave(lambda: editor.press("Control+s"))
    read_with(public, "来访指南</h1>")
    chief.open(change)
    assert chief.page.input_value(kind.title) == "来访须知"
    tomorrow = datetime.now(CHINA) + timedelta(days=1)
    fill_moment(chief, "goes_live_at", tomorrow)
    chief.step(kind.step("publish"))
    assert f"{tomorrow:%Y-%m-%d %H:%M}" in chief.page.inner_text(".coming")
    read_with(public, "来访指南</h1>")
    chief.open("/admin/")
    coming = chief.page.locator(f".desk-columns > div:has(> h3:has-text('本周')) a[href='{change}']")
    coming.wait_for()
    chief.open(change)
    chief.step(kind.step("publish_now"))
    assert not chief.page.locator(".coming").count()
    read_with(public, "来访须知</h1>")

    # An old revision comes back as a draft of its own, and goes out; the page leaves the site after a question.
    follow(chief, revisions)
    assert live.locator("td:nth-child(3)").inner_text() != before
    held = rows.count()
    follow(chief, f"button[form=restore-{before}]")
    assert chief.page.input_value(kind.title) == "来访指南"
    read_with(public, "来访须知</h1>")
    chief.step(kind.step("publish"))
    read_with(public, "来访指南</h1>")
    follow(chief, revisions)
    assert rows.count() > held, "a restored text is a revision of its own"
    chief.open(change)
    chief.step(kind.step("withdraw"))
    assert "已撤回" in chief.facts
    read_gone(public)
    read_without(f"{site}/zh-hans{kind.place}", SLUG)
