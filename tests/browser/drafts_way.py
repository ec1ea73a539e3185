"""Steps on the way of content with drafts, from its first words until it is off the site: by the Tab key alone, in Chinese.

What a kind has of its own, its test adds between the steps. Each page on the way fits the screen.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.browser.person import Person
from tests.browser.public_pages import read, read_gone, read_with, read_without

CHINA = ZoneInfo("Asia/Shanghai")
PHONE = {"width": 390, "height": 844}
STATE = "[data-working-state]"


@dataclass(frozen=True)
class Kind:
    """A kind of content as its form has it: its name in addresses, its fields of title and text, where it is read."""

    name: str
    title: str
    text: str
    place: str

    @property
    def admin(self):
        return f"/admin/news/{self.name}/"


@contextmanager
def editor_and_chief(browser, site, site_folder):
    """Give the editor and the chief editor, each at a phone in Chinese, signed in by their keyboards; no script of theirs fails."""
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


def follow(person, selector):
    """Reach a link or button by Tab and press it."""
    person.tab_to(selector)
    person.leave(lambda: person.press("Enter"))


def keep(person):
    """Save by Ctrl+S."""
    person.leave(lambda: person.press("Control+s"))


class Way:
    """The way of one thing: an editor who writes it and a chief editor who lets it out."""

    def __init__(self, kind, people, site, slug):
        self.kind, self.slug = kind, slug
        self.editor, self.chief = people
        self.listed = f"{site}/zh-hans{kind.place}"
        self.public = f"{self.listed}{slug}/"
        self.change = self.revisions = ""

    def step(self, person, name):
        """Take a step of the bar below the form: submit, approve, publish …"""
        person.step(f"news_{self.kind.name}_{name}")

    def begin(self, title):
        """Save a draft of a title and an address alone."""
        self.editor.open(f"{self.kind.admin}add/")
        self.editor.fill_by_key(self.kind.title, title)
        self.editor.fill_by_key("[name=slug]", self.slug)
        keep(self.editor)
        number = re.search(rf"{self.kind.admin}(\d+)/change/", self.editor.page.url)[1]
        self.change = f"{self.kind.admin}{number}/change/"
        self.revisions = f"a[href='{self.kind.admin}{number}/revisions/']"
        assert "草稿" in self.editor.facts

    def write_at_the_end(self, words):
        """Write words at the end of the Chinese text."""
        self.editor.tab_to(self.kind.text)
        self.editor.press("Control+End")
        self.editor.page.keyboard.insert_text(words)
        self.is_written(words)

    def is_written(self, words):
        """Wait until the Chinese text holds some words, in an editor of rich text or in a field of plain text."""
        self.editor.page.wait_for_function(
            "([text, words]) => { const at = document.querySelector(text); return (at?.value ?? at?.innerText ?? '').includes(words) }",
            arg=[self.kind.text, words],
        )

    def write_through_a_lost_connection(self, first, second):
        """Write while the connection goes and comes back: what was typed meanwhile is there in another window."""
        editor = self.editor
        self.write_at_the_end(first)
        editor.page.locator(f"{STATE}:has-text('已暂存')").wait_for()
        editor.context.set_offline(True)
        self.write_at_the_end(second)
        editor.page.locator(f"{STATE}:has-text('没有连接')").wait_for()
        editor.context.set_offline(False)
        editor.page.locator(f"{STATE}:has-text('已暂存')").wait_for()
        editor.open("/admin/")
        editor.open(self.change)
        self.is_written(first + second)
        assert second not in read(self.public)[1]

    def submit(self):
        """Submit for review what lacks nothing."""
        self.step(self.editor, "submit")
        assert "审核中" in self.editor.facts
        assert not self.editor.page.locator(".lacking").count()

    def send_back(self, note):
        """Send it back with a note, found on the chief editor's desk, and read the note on the author's and above the form."""
        editor, chief = self.editor, self.chief
        chief.open("/admin/")
        follow(chief, f"a[href^='{self.change}']")
        chief.tab_to("[popovertarget=submit-more]")
        chief.press("Enter")
        chief.tab_to("#submit-more a[hx-get*='send-back']")
        chief.press("Enter")
        chief.page.locator("#modal-content [name=note]").wait_for()
        chief.fill_by_key("#modal-content [name=note]", note)
        follow(chief, "#modal-content button[type=submit]")
        assert "草稿" in chief.facts
        editor.open("/admin/")
        assert note in editor.page.inner_text("#content")
        follow(editor, f"a[href^='{self.change}']")
        assert note in editor.page.inner_text(".sent-back")

    def submit_again(self):
        """Submit what was sent back: the note goes."""
        self.step(self.editor, "submit")
        assert not self.editor.page.locator(".sent-back").count()

    def approve_and_publish(self, words):
        """Approve, which nobody reads yet, then publish: readers find the words."""
        self.chief.open(self.change)
        self.step(self.chief, "approve")
        assert "已通过" in self.chief.facts
        assert read(self.public)[0] == 404
        self.step(self.chief, "publish")
        assert "已发布" in self.chief.facts
        read_with(self.public, words)

    def live_revision(self):
        """Open the revisions; return the number of the one that readers see, and how many there are."""
        follow(self.chief, self.revisions)
        rows = self.chief.page.locator(".revisions__list tbody tr")
        live = rows.filter(has=self.chief.page.locator(".badge.is-good"))
        return live.locator("td:nth-child(3)").inner_text(), rows.count()

    def correct_for_tomorrow_and_at_once(self, old, new):
        """Give it a new title beside what is live, schedule that for tomorrow, then let it out at once."""
        editor, chief = self.editor, self.chief
        editor.open(self.change)
        editor.fill_by_key(self.kind.title, new)
        keep(editor)
        read_with(self.public, f"{old}</h1>")
        chief.open(self.change)
        assert chief.page.input_value(self.kind.title) == new
        tomorrow = datetime.now(CHINA) + timedelta(days=1)
        chief.fill_by_key("[name=goes_live_at_0]", f"{tomorrow:%Y-%m-%d}")
        chief.fill_by_key("[name=goes_live_at_1]", f"{tomorrow:%H:%M:%S}")
        self.step(chief, "publish")
        assert f"{tomorrow:%Y-%m-%d %H:%M}" in chief.page.inner_text(".coming")
        read_with(self.public, f"{old}</h1>")
        chief.open("/admin/")
        this_week = ".desk-columns > div:has(> h3:has-text('本周'))"
        chief.page.locator(f"{this_week} a[href='{self.change}']").wait_for()
        chief.open(self.change)
        self.step(chief, "publish_now")
        assert not chief.page.locator(".coming").count()
        read_with(self.public, f"{new}</h1>")

    def restore(self, number, old, new):
        """Bring back an old revision as a draft of its own, and let it out."""
        live, held = self.live_revision()
        assert live != number
        follow(self.chief, f"button[form=restore-{number}]")
        assert self.chief.page.input_value(self.kind.title) == old
        read_with(self.public, f"{new}</h1>")
        self.step(self.chief, "publish")
        read_with(self.public, f"{old}</h1>")
        assert self.live_revision()[1] > held, "a restored text is a revision of its own"

    def withdraw(self):
        """Take it off the site, after a question."""
        self.chief.open(self.change)
        self.step(self.chief, "withdraw")
        assert "已撤回" in self.chief.facts
        read_gone(self.public)
        read_without(self.listed, self.slug)
