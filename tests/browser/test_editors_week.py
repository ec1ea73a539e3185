"""A week at the editorial office in a real browser: in Chinese with the keyboard on a phone, in English with the mouse at a desk.

Written, illustrated, pasted, sent back, approved, scheduled, corrected, brought in by a workbook, taken down. D11, D15, L18.
"""

import re
import shutil
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.browser.public_pages import read, read_gone, read_with, read_without
from tests.news.workbook.books import changed
from tests.server import portal_server

pytestmark = pytest.mark.long
CHINA = ZoneInfo("Asia/Shanghai")
READY = ".ProseMirror[contenteditable=true]"
WORD = "<html><body><!--StartFragment--><p class=MsoNormal><b>经编</b>面料<o:p></o:p></p><!--EndFragment--></body></html>"
PASTE = """(box, html) => { const data = new DataTransfer(); data.setData("text/html", html); data.setData("text/plain", "x");
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""


class Hand:
    """One person at one browser: everything is done with the mouse, or with the keyboard alone."""

    def __init__(self, page, site, code, keyboard):
        self.page, self.site, self.code, self.keyboard = page, site, code, keyboard
        self.field = f"body_{code.replace('-', '_')}"

    def use(self, place):
        """Press a button or a link."""
        place = self.page.locator(place) if isinstance(place, str) else place
        if self.keyboard:
            place.focus()
            self.page.keyboard.press("Enter")
        else:
            place.click()

    def open(self, path):
        self.page.goto(f"{self.site}{path}")
        if "/article/" in path and path.endswith(("/change/", "/add/")):
            self.page.wait_for_selector(READY)

    def fill(self, name, words):
        """Type words into a field in the place of what it holds."""
        self.page.locator(f"[name={name}]").focus()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def step(self, name):
        """Take a step by its button below the form, and wait for the page that follows."""
        button = self.page.locator(f"#submit-row button[name={name}]")
        if not button.is_visible():
            self.use("[popovertarget=submit-more]")
        with self.page.expect_navigation():
            if self.keyboard and name == "_continue":
                self.page.keyboard.press("Control+s")
            else:
                self.use(button)
        self.page.wait_for_selector(READY)

    def box(self):
        return self.page.locator(f".prose-editor:has(textarea[name={self.field}]) {READY}")

    def take_tool(self, name):
        """Press a tool of the text editor."""
        if not self.keyboard:
            self.page.locator(
                f".prose-editor:has(textarea[name={self.field}]) [data-name={name}]"
            ).first.click()
        else:
            self.page.keyboard.press("Alt+F10")
            for _ in range(30):
                if self.page.evaluate("document.activeElement.dataset.name") == name:
                    break
                self.page.keyboard.press("ArrowRight")
            self.page.keyboard.press("Enter")
        self.page.wait_for_selector("dialog[open] .writing-choice")

    def told(self):
        return self.page.inner_text("#main")


@pytest.fixture(
    params=[("zh-hans", 390, True), ("en", 1280, False)], ids=["zh-390-keyboard", "en-1280-mouse"]
)
def office(request, browser, prepared, tmp_path):
    """(site, a function that seats somebody) of a portal of its own."""
    code, width, keyboard = request.param
    folder = shutil.copytree(prepared, tmp_path / "office", dirs_exist_ok=True)
    passwords = dict(
        re.findall(r"^([\w-]+)\s+(\S+)$", (folder / "staff-accounts.txt").read_text(), re.MULTILINE)
    )
    with portal_server(folder) as server:

        def seat(name):
            context = browser.new_context(
                timezone_id="Asia/Shanghai", viewport={"width": width, "height": 900}, accept_downloads=True
            )
            context.add_cookies([{"name": "django_language", "value": code, "url": server.address}])
            page = context.new_page()
            page.set_default_timeout(25_000)
            page.goto(f"{server.address}/admin/login/")
            page.fill("#id_username", name)
            page.fill("#id_password", passwords[name])
            page.press("#id_password", "Enter")
            page.wait_for_url("**/admin/")
            return Hand(page, server.address, code, keyboard)

        yield server.address, seat, code


def test_the_week(office):
    site, seat, code = office
    suffix, prefix = code.replace("-", "_"), "" if code == "en" else f"/{code}"
    words = {"en": ("Looms of the week", "Looms of the month"), "zh-hans": ("本周织机", "本月织机")}[code]
    editor, chief = seat("editor"), seat("chief-editor")

    # Monday: a title is enough; going out says what is missing, leads there, and nothing typed is lost.
    editor.open("/admin/news/article/add/")
    editor.fill(f"title_{suffix}", words[0])
    editor.step("_continue")
    change = re.search(r"(/admin/news/article/(\d+)/change/)", editor.page.url)
    address, number = change[1], change[2]
    editor.step("news_article_submit")
    lacking = editor.page.locator(".lacking")
    lacking.first.wait_for()
    assert lacking.count() == 2
    assert editor.page.evaluate("document.activeElement.closest('.field-section') !== null")
    assert editor.page.input_value(f"[name=title_{suffix}]") == words[0]

    # Tuesday: written, pasted, illustrated with a chart that is drawn where it stands.
    editor.page.select_option("[name=section]", index=2)
    editor.box().focus()
    editor.page.keyboard.insert_text("Text 正文 ")
    editor.page.keyboard.press("Enter")
    editor.box().evaluate(PASTE, WORD)
    editor.box().locator("strong:has-text('经编')").wait_for()
    editor.take_tool("liveChart")
    choice = editor.page.locator("dialog[open] .writing-choice input").first
    choice.focus() if editor.keyboard else choice.click()
    if editor.keyboard:
        editor.page.keyboard.press("Space")
        editor.page.keyboard.press("Enter")
    else:
        editor.page.click("dialog[open] button[type=submit]")
    editor.box().locator(".writing-chart img").wait_for()
    assert editor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    editor.step("news_article_submit")
    assert not editor.page.locator(".lacking").count()

    # Wednesday: sent back with a note, put right, submitted again, approved.
    chief.open("/admin/")
    assert words[0] in chief.told()
    chief.open(address)
    chief.use("[popovertarget=submit-more]")
    chief.use("#submit-more a[hx-get*='send-back']")
    chief.page.locator("#modal-content [name=note], dialog [name=note], [name=note]").first.wait_for()
    chief.fill("note", "Say which week. 写明哪一周。")
    with chief.page.expect_navigation():
        chief.use(chief.page.locator("form:has([name=note]) button[type=submit]").first)
    editor.open("/admin/")
    assert "写明哪一周" in editor.told()
    editor.open(address)
    assert "写明哪一周" in editor.told()
    editor.box().focus()
    editor.page.keyboard.press("Control+End")
    editor.page.keyboard.press("Enter")
    editor.page.keyboard.insert_text("第47周 week 47")
    editor.step("news_article_submit")
    chief.open(address)
    chief.step("news_article_approve")

    # Thursday: scheduled for tomorrow, then wanted at once.
    tomorrow = datetime.now(CHINA) + timedelta(days=1)
    chief.fill("published_at_0", f"{tomorrow:%Y-%m-%d}")
    chief.fill("published_at_1", "12:00:00")
    chief.step("news_article_publish")
    read_without(f"{site}{prefix}/news/", words[0])
    chief.step("news_article_publish_now")
    listed = read_with(f"{site}{prefix}/news/", words[0])
    public = site + re.search(rf'href="({prefix}/news/[\w-]+/{number}-[^"]*)"', listed)[1]
    read_with(public, "kc-chart")

    # Friday: corrected; the page says so. A workbook brings another correction.
    editor.open(address)
    editor.fill(f"title_{suffix}", words[1])
    editor.step("_continue")
    assert words[0] in read(public)[1]
    editor.step("news_article_publish")
    page = read_with(public, words[1])
    assert ("Updated" if code == "en" else "更新于") in page
    form = editor.page.request.get(f"{site}/admin/news/article/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text())[1]
    sent = {"action": "export_workbook", "_selected_action": number, "csrfmiddlewaretoken": token}
    book = editor.page.request.post(
        f"{site}/admin/news/article/", form=sent, headers={"Referer": f"{site}/admin/news/article/"}
    ).body()
    book = changed(book, (2, f"summary_{suffix}", "摘要 summary"))
    editor.open("/admin/news/article/workbook/")
    file = {"name": "articles.xlsx", "mimeType": "application/octet-stream", "buffer": book}
    editor.page.set_input_files("input[type=file]", file)
    with editor.page.expect_navigation():
        editor.use(editor.page.locator("form:has(input[type=file]) button[type=submit]"))
    with editor.page.expect_navigation():
        editor.use("button[name=carry_out]")
    editor.open(address)
    assert editor.page.input_value(f"[name=summary_{suffix}]") == "摘要 summary"

    # And off the site, after a question.
    chief.open(address)
    chief.use("[popovertarget=submit-more]")
    chief.use("#submit-more button[name=news_article_withdraw]")
    with chief.page.expect_navigation():
        chief.use(chief.page.locator("dialog.asking button[value=yes]"))
    read_gone(public)
    read_without(f"{site}{prefix}/news/", words[1])
