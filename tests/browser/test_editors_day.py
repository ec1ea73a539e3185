"""An editor's day in a real browser: write, illustrate, translate, preview, review, schedule, correct, compare, restore."""

import os
import re
import shutil
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import psycopg2
import pytest
from PIL import Image

from tests.browser.public_pages import read, read_with, read_without
from tests.server import portal_server, prepare

pytestmark = pytest.mark.long

CHINA = ZoneInfo("Asia/Shanghai")
WORD = (
    "<html><body><!--StartFragment--><p class=MsoNormal><b>Pasted</b> from Word<o:p></o:p></p>"
    '<p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>One item</p>'
    "<!--EndFragment--></body></html>"
)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.audit)])
def office(request, prepared, tmp_path_factory):
    """A portal of its own on each database: (address, folder). BROWSER_POSTGRESQL names the server to use."""
    folder, settings = tmp_path_factory.mktemp("office"), {}
    if request.param == "sqlite":
        shutil.copytree(prepared, folder, dirs_exist_ok=True)
    else:
        if not os.environ.get("BROWSER_POSTGRESQL"):
            pytest.skip("BROWSER_POSTGRESQL names no PostgreSQL database")
        settings = {"DATABASE_URL": f"{os.environ['BROWSER_POSTGRESQL']}_{os.getpid()}"}
        make_empty(settings["DATABASE_URL"])
        prepare(folder, pictures=False, **settings)
    with portal_server(folder, **settings) as server:
        yield server.address, folder
    if settings:
        make_empty(settings["DATABASE_URL"], again=False)


def make_empty(url, again=True):
    """Make the database that a URL names anew, or only drop it."""
    server, _slash, name = url.rpartition("/")
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if again:
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()


@pytest.fixture
def desk(browser, office):
    """A function that signs somebody in and returns their page."""
    address, folder = office
    passwords = dict(
        re.findall(r"^\s*([\w-]+)\s+(\S{12,})\s*$", (folder / "staff-accounts.txt").read_text(), re.MULTILINE)
    )
    contexts = []

    def sign_in(name):
        context = browser.new_context(
            locale="en-GB", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 1000}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{address}/admin/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", passwords[name])
        page.press("#id_password", "Enter")
        page.wait_for_url("**/admin/")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def write(page, field, words):
    """Put words into a text in its editor, as its last paragraph."""
    box = page.locator(f".prose-editor:has(textarea[name={field}]) .ProseMirror[contenteditable=true]")
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def press(page, name):
    """Press a button of the bar below the form; the menu holds those that do not stand out."""
    button = page.locator(f"#submit-row button[name={name}]")
    if not button.is_visible():
        page.click("[popovertarget=submit-more]")
    with page.expect_navigation():
        button.click()
    page.wait_for_selector(".ProseMirror[contenteditable=true]")


def photo():
    buffer = BytesIO()
    Image.radial_gradient("L").resize((1600, 1000)).convert("RGB").save(buffer, "JPEG")
    return {"name": "loom.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def test_the_editors_day(desk, office):
    site, _folder = office
    editor = desk("editor")
    editor.goto(f"{site}/admin/news/article/add/")
    editor.wait_for_selector(".ProseMirror[contenteditable=true]")

    # Written in both languages, with a link, a figure, a picture of the library and what Word had on its clipboard.
    editor.fill("[name=title_en]", "Looms of the week")
    editor.fill("[name=title_zh_hans]", "本周织机")
    editor.fill("[name=summary_en]", "What the looms of Keqiao made in the week before the holiday.")
    editor.fill("[name=summary_zh_hans]", "节前一周，柯桥的织机生产了什么，一文看懂。")
    editor.select_option("[name=section]", index=1)
    write(editor, "body_en", "The index stood at ")
    body = editor.locator(".prose-editor:has(textarea[name=body_en])")
    body.locator("[data-name=liveFigure]").click()
    editor.locator("dialog label:has-text('Textile price index') input").check()
    editor.locator("dialog button[type=submit]").click()
    editor.keyboard.type(" points. ")
    editor.keyboard.press("Enter")
    box = body.locator(".ProseMirror[contenteditable=true]")
    box.evaluate(
        """(box, html) => { const data = new DataTransfer(); data.setData("text/html", html); data.setData("text/plain", "Pasted");
        box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
        WORD,
    )
    box.locator("li:has-text('One item')").wait_for()
    editor.keyboard.press("Control+End")
    body.locator("[data-name=figure]").click()
    editor.set_input_files("dialog input[type=file]", photo())
    editor.locator("dialog label:has-text('loom') input:checked").wait_for()
    editor.fill("dialog label:has-text('Caption') input", "A loom at work")
    editor.locator("dialog button[type=submit]").click()
    body.locator("figure img").wait_for()
    write(editor, "body_zh_hans", "柯桥的织机一刻不停。")

    # Seen before anybody else does, at the width of a phone and in both languages; the checks say what is missing.
    editor.click("[data-aside-open=preview]")
    preview = editor.frame_locator("[data-preview]")
    preview.locator("h1:has-text('Looms of the week')").wait_for()
    editor.click("[data-preview-width='768']")
    editor.locator("[data-preview-language]").nth(1).click()
    preview.locator("h1:has-text('本周织机')").wait_for()
    editor.click("[data-tab=checks]")
    editor.locator(".finding.is-serious:has-text('alternative text')").first.wait_for()
    editor.click("[data-aside-close]")
    press(editor, "news_article_submit")
    article = re.search(r"/article/(\d+)/change/", editor.url)[1]
    stored = editor.locator("textarea[name=body_en]").input_value()
    assert re.search(r'data-figure="price"', stored)
    assert "<strong>Pasted</strong> from Word" in stored
    assert "<figcaption" in stored
    picture = re.search(r'data-picture="(\d+)"', stored)[1]

    # Words for the picture, then the chief approves and schedules.
    editor.goto(f"{site}/admin/news/picture/{picture}/change/")
    editor.fill("[name=alt_en]", "A loom weaving grey fabric")
    editor.fill("[name=alt_zh_hans]", "正在织造坯布的织机")
    editor.locator("button[name=_save]").click()
    chief = desk("chief-editor")
    assert "Looms of the week" in chief.inner_text("#content")
    change = f"{site}/admin/news/article/{article}/change/"
    chief.goto(change)
    chief.wait_for_selector(".ProseMirror[contenteditable=true]")
    press(chief, "news_article_approve")
    noon = (datetime.now(CHINA) + timedelta(days=1)).replace(hour=12, minute=0)
    chief.fill("[name=published_at_0]", noon.strftime("%Y-%m-%d"))
    chief.fill("[name=published_at_1]", "12:00:00")
    press(chief, "news_article_publish")
    assert "Scheduled" in chief.inner_text(".form-facts")
    read_without(f"{site}/news/", "Looms of the week")
    press(chief, "news_article_publish_now")
    listed = read_with(f"{site}/news/", "Looms of the week")
    public = site + re.search(rf'href="(/news/[\w-]+/{article}-[^"]*)"', listed)[1]
    shown = read_with(public, 'alt="A loom weaving grey fabric"')
    assert re.search(r'<data class="live-figure" value="[\d.]+"', shown)
    assert "A loom at work" in shown
    read_with(f"{site}/zh-hans/news/", "本周织机")

    # Corrected the next day: what is live does not flicker while the correction is a draft.
    editor.goto(change)
    editor.wait_for_selector(".ProseMirror[contenteditable=true]")
    editor.fill("[name=title_en]", "Looms of the month")
    editor.fill("[name=revision_note]", "It was a month.")
    press(editor, "_continue")
    assert "Changes in draft" in editor.inner_text(".form-facts")
    assert "Looms of the week" in read(public)[1]
    editor.goto(f"{site}/admin/news/article/{article}/revisions/compare/")
    assert editor.locator(".changes-table del").first.inner_text() == "week"
    assert editor.locator(".changes-table ins").first.inner_text() == "month"
    editor.goto(change)
    editor.wait_for_selector(".ProseMirror[contenteditable=true]")
    press(editor, "news_article_publish")
    read_with(public, "Looms of the month")

    # And back again: an old revision becomes the newest draft.
    editor.goto(f"{site}/admin/news/article/{article}/revisions/")
    editor.locator("tr:has-text('It was a month.') + tr button:has-text('Restore')").click()
    editor.wait_for_selector(".ProseMirror[contenteditable=true]")
    assert editor.input_value("[name=title_en]") == "Looms of the week"
    assert "Looms of the month" in read(public)[1]


def test_nothing_typed_is_lost_and_two_editors_see_each_other(desk, office):
    site, _folder = office
    editor, chief = desk("editor"), desk("chief-editor")
    editor.goto(f"{site}/admin/news/article/?stage=published")
    change = site + editor.locator("a[href*='/change/']").nth(2).get_attribute("href").split("?")[0]
    for page in (editor, chief):
        page.goto(change)
        page.wait_for_selector(".ProseMirror[contenteditable=true]")
    editor.fill("[name=title_en]", "Typed and not saved")
    editor.locator("[data-working-state]:has-text('Kept')").wait_for()
    chief.locator("[data-working-others]:has-text('editor')").wait_for(timeout=40_000)
    editor.close()
    again = desk("editor")
    again.goto(change)
    again.wait_for_selector(".ProseMirror[contenteditable=true]")
    assert again.input_value("[name=title_en]") == "Typed and not saved"
    chief.fill("[name=title_en]", "The chief saved first")
    press(chief, "_continue")
    again.locator("#submit-row button[name=_continue]").click()
    again.wait_for_selector(".conflict:has-text('Two versions')")
    assert again.input_value("[name=title_en]") == "Typed and not saved"
    assert "The chief saved first" in again.inner_text(".conflict").replace("\n", " ")


def test_the_text_editor_speaks_chinese_and_is_dark_in_the_dark(desk, office):
    site, _folder = office
    editor = desk("editor")
    editor.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": site}])
    editor.emulate_media(color_scheme="dark")
    editor.goto(f"{site}/admin/news/article/add/")
    editor.wait_for_selector(".prose-menubar [title='粗体']")
    menu = editor.locator(".prose-menubar").first
    names = menu.locator("[title]").evaluate_all("tools => tools.map((tool) => tool.title)")
    assert len(names) > 25
    assert [name for name in names if not re.search("[\u4e00-\u9fff]", name)] == []
    kinds = menu.locator(".prose-menubar__option").all_text_contents()
    assert kinds == ["二级标题", "三级标题", "四级标题", "正文段落"]
    box = editor.locator(".ProseMirror[contenteditable=true]").first
    box.click()
    editor.keyboard.type("x")
    menu.locator(".prose-menubar__selected [title='正文段落']").wait_for()
    paper, ink = box.evaluate("box => [getComputedStyle(box).backgroundColor, getComputedStyle(box).color]")
    assert lightness(paper) < 0.3 < 0.8 < lightness(ink)


def lightness(colour):
    """Return the lightness of a colour as the browser states it: oklch() or rgb()."""
    numbers = [float(number) for number in re.findall(r"[\d.]+", colour)]
    return numbers[0] if colour.startswith("okl") else sum(numbers[:3]) / 3 / 255
