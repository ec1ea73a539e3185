"""Every control of a week reached by Tab at a phone's width, in Chinese; a chief editor beside it in English by the mouse.

Written, illustrated, lost and found again, sent back, corrected, scheduled, taken back, published, corrected for a moment to
come, brought back in a workbook, taken down: after each step readers see what the form had said. D13, L1 to L17, S1 to S8.
"""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.browser.person import Person
from tests.browser.public_pages import read, read_gone, read_with, read_without
from tests.news.workbook.books import changed, rows_of

pytestmark = pytest.mark.long
CHINA = ZoneInfo("Asia/Shanghai")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def people(browser, site, site_folder):
    """The editor at a phone in Chinese, and the chief editor at a desk in English, both signed in by their keyboards."""
    accounts = (site_folder / "staff-accounts.txt").read_text()
    made = []
    for name, size, locale in (("editor", PHONE, "zh-CN"), ("chief-editor", DESK, "en-GB")):
        person = Person(browser, site, size, locale)
        made.append(person)
        person.page.goto(f"{site}/admin/login/")
        person.page.wait_for_function("document.activeElement.id === 'id_username'")
        person.page.keyboard.type(name)
        person.press("Tab")
        person.page.keyboard.type(re.search(rf"^\s*{name}\s+(\S{{12,}})\s*$", accounts, re.MULTILINE)[1])
        person.press("Enter")
        person.page.wait_for_url("**/admin/")
    yield made
    for person in made:
        person.context.close()
    assert [person.complaints for person in made] == [[], []]


def moment(person, name, at):
    """Type a moment into a pair of fields."""
    person.page.fill(f"[name={name}_0]", at.strftime("%Y-%m-%d") if at else "")
    person.page.fill(f"[name={name}_1]", at.strftime("%H:%M:%S") if at else "")


def test_a_week(people, site):
    editor, chief = people

    # Monday. The menu opens by a key, and leads on; the article is begun, illustrated, tagged and kept.
    editor.tab_to("button[aria-label='菜单']:visible")
    editor.press("Enter")
    editor.tab_to("#nav-sidebar a[href='/admin/news/article/']")
    editor.leave(lambda: editor.press("Enter"))
    editor.tab_to("a[href$='/article/add/']")
    editor.leave(lambda: editor.press("Enter"))
    editor.fill_by_key("[name=title_zh_hans]", "本周坯布行情")
    editor.fill_by_key("[name=summary_zh_hans]", "坯布价格本周小幅上涨，成交以涤棉坯布为主，后市看稳。")
    editor.tab_to(".prose-editor:has(textarea[name=body_zh_hans]) .ProseMirror[contenteditable=true]")
    editor.page.keyboard.insert_text("柯桥坯布市场本周成交平稳。")
    editor.press("Alt+F10")
    for _ in range(30):
        if editor.page.evaluate("document.activeElement.matches('[data-name=figure], [data-name=figure] *')"):
            break
        editor.press("ArrowRight")
    editor.press("Enter")
    editor.tab_to("dialog input[type=radio]")
    editor.press("Space")
    editor.fill_by_key("dialog label:has-text('图片说明') input", "织机旁的坯布")
    editor.press("Enter")
    editor.page.locator(".prose-editor:has(textarea[name=body_zh_hans]) figure img").wait_for()
    editor.tab_to("select[name=section]")
    editor.press("ArrowDown")
    editor.tab_to("#id_tags + .select2-container input")
    editor.page.keyboard.insert_text("涤纶")
    editor.page.locator(".select2-results__option:has-text('涤纶')").first.wait_for()
    editor.press("Enter")
    editor.page.wait_for_function("document.querySelector('#id_tags').selectedOptions.length === 1")
    editor.leave(lambda: editor.press("Control+s"))
    article = re.search(r"/article/(\d+)/change/", editor.page.url)[1]
    change = f"/admin/news/article/{article}/change/"
    assert "草稿" in editor.facts
    assert "织机旁的坯布" in editor.page.locator("textarea[name=body_zh_hans]").input_value()

    # Tuesday. The line goes while words are typed; they are there again in a new window.
    editor.context.set_offline(True)
    editor.fill_by_key("[name=title_zh_hans]", "本周坯布行情：稳中有升")
    editor.page.locator("[data-working-state]:has-text('没有连接')").wait_for()
    editor.context.set_offline(False)
    editor.page.locator("[data-working-state]:has-text('已暂存')").wait_for()
    editor.open("/admin/")
    editor.open(change)
    assert editor.page.input_value("[name=title_zh_hans]") == "本周坯布行情：稳中有升"
    editor.step("news_article_submit")
    assert "审核中" in editor.facts

    # The chief editor finds it on the desk and sends it back with a note, which stands on the author's desk.
    chief.open("/admin/")
    chief.leave(chief.page.locator(f"a[href^='{change}']").first.click)
    send_back(chief, "Please say by how much.")
    editor.open("/admin/")
    assert "Please say by how much." in editor.page.inner_text("#content")
    editor.tab_to(f"a[href^='{change}']")
    editor.leave(lambda: editor.press("Enter"))
    editor.fill_by_key("[name=summary_zh_hans]", "坯布价格本周上涨0.3%，成交以涤棉坯布为主，后市看稳。")
    editor.step("news_article_submit")

    # Wednesday. Approved, scheduled for tomorrow, taken back, published now: readers see what each step says.
    chief.open(change)
    chief.click_step("news_article_approve")
    moment(chief, "published_at", datetime.now(CHINA) + timedelta(days=1))
    chief.click_step("news_article_publish")
    assert "Scheduled" in chief.facts
    read_without(f"{site}/zh-hans/news/", f"/{article}-")
    chief.click_step("news_article_publish_now")
    listed = read_with(f"{site}/zh-hans/news/", f"/{article}-")
    public = site + re.search(rf'href="(/zh-hans/news/[\w-]+/{article}-[^"]*)"', listed)[1]
    read_with(public, "上涨0.3%")

    # Thursday. A correction waits for its moment, is dropped, and made again: the first never appears, the second does.
    soon = datetime.now(CHINA) + timedelta(days=1, hours=5)
    chief.open(change)
    chief.page.fill("[name=title_zh_hans]", "不该出现的标题")
    moment(chief, "goes_live_at", soon)
    chief.click_step("news_article_publish")
    assert soon.strftime("%H:%M") in chief.facts
    chief.click_step("news_article_discard_draft")
    assert soon.strftime("%H:%M") not in chief.facts
    soon = datetime.now(CHINA) + timedelta(seconds=12)
    chief.page.fill("[name=title_zh_hans]", "本周坯布行情：涨0.3%")
    moment(chief, "goes_live_at", soon)
    chief.click_step("news_article_publish")
    assert "本周坯布行情：涨0.3% –" not in read(public)[1]
    read_with(public, "本周坯布行情：涨0.3% –")
    assert "不该出现的标题" not in read(public)[1]

    # Friday. The English comes by a workbook; then the article is taken down, and is gone.
    chief.open(f"/admin/news/article/?q={article}")
    chief.page.locator(f"input[name=_selected_action][value='{article}']").check()
    chief.page.select_option("select[name=action]", "export_workbook")
    with chief.page.expect_download() as download:
        chief.page.locator("button[name=index]").first.click()
    exported = Path(download.value.path()).read_bytes()
    assert [str(row["id"]) for row in rows_of(exported)] == [article]
    brought = changed(
        exported, (2, "title_en", "Grey fabric this week"), (2, "summary_en", "Up by 0.3 per cent.")
    )
    chief.open("/admin/news/article/workbook/")
    book = {"name": "week.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": brought}
    chief.page.set_input_files("input[type=file]", book)
    chief.leave(chief.page.locator("text=Look at it").click)
    chief.leave(chief.page.locator("text=Make these changes").click)
    editor.open(change)
    assert editor.page.input_value("[name=title_en]") == "Grey fabric this week"
    assert "Grey fabric" not in read(public)[1], "a workbook makes drafts"
    chief.open(change)
    chief.click_step("news_article_withdraw")
    assert "Withdrawn" in chief.facts
    read_gone(public)
    read_without(f"{site}/zh-hans/news/", f"/{article}-")


def send_back(chief, note):
    """Send an article back with a note."""
    chief.page.click("[popovertarget=submit-more]")
    chief.page.click("#submit-more a[href*='send-back']")
    chief.page.locator("#modal-content textarea").fill(note)
    chief.leave(chief.page.locator("#modal-content button[type=submit]").click)
