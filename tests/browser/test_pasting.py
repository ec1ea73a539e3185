"""What is pasted into the editor and dropped on it, in a real browser: cleaned, with its pictures, and said."""

import re
import shutil
from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image

from tests.server import portal_server

pytestmark = pytest.mark.long

PASTE = """(box, [html, words, file]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (words) data.setData("text/plain", words);
  if (file) data.items.add(new File([Uint8Array.from(atob(file), (sign) => sign.charCodeAt(0))], "image.png", { type: "image/png" }));
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DROP = """(box, file) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(file), (sign) => sign.charCodeAt(0))], "织机.png", { type: "image/png" }));
  const { left, top } = box.querySelector("h2").getBoundingClientRect();
  box.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, clientX: left + 5, clientY: top + 5 }));
}"""


def drawn(colour):
    buffer = BytesIO()
    Image.new("RGB", (320, 200), colour).save(buffer, "PNG")
    return b64encode(buffer.getvalue()).decode()


WORD = (
    "<html><body><!--StartFragment--><h1 style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>Grey fabric</h1>"
    "<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3.</span>Third</p>"
    "<p class=MsoNormal>上\x0b下<a href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a><a class=msocomanchor href='#_msocom_1'>[LL1]</a></p>"
    f"<p><img alt=Loom src='data:image/png;base64,{drawn('red')}'><img src='file:///C:/a.png'></p><!--EndFragment-->"
    "<div style='mso-element:footnote' id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> The note.</p></div></body></html>"
)


@pytest.fixture
def form(browser, prepared, tmp_path):
    """The form of a new article, opened by an editor."""
    folder = tmp_path / "var"
    shutil.copytree(prepared, folder)
    accounts = (folder / "staff-accounts.txt").read_text()
    password = re.search(r"^\s*editor\s+(\S{12,})\s*$", accounts, re.MULTILINE)[1]
    with portal_server(folder) as server:
        context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 1000})
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{server.address}/admin/login/")
        page.fill("#id_username", "editor")
        page.fill("#id_password", password)
        page.press("#id_password", "Enter")
        page.wait_for_url("**/admin/")
        page.goto(f"{server.address}/admin/news/article/add/")
        page.wait_for_selector(".ProseMirror[contenteditable=true]")
        yield page
        context.close()


def test_what_is_pasted_and_dropped_arrives_and_is_said(form):
    """P1 to P4, P9: typed in as people do it, with a picture in the text, one of the clipboard alone and one dropped."""
    editor = form.locator(".prose-editor:has(textarea[name=body_en])")
    box, said = editor.locator(".ProseMirror[contenteditable=true]"), editor.locator(".writing-remark")
    box.click()
    box.evaluate(PASTE, [WORD, "words", None])
    box.locator("figure img").wait_for()
    assert box.locator("h2").inner_text() == "2. Grey fabric"
    assert box.locator("ol").get_attribute("start") == "3"
    assert box.locator("p:has-text('上') br").count() == 1
    assert box.locator(".writing-footnote").get_attribute("title") == "The note."
    assert "[LL1]" not in box.inner_text()
    for words in ("1 picture was put into the library", "1 picture lies elsewhere", "1 review comment"):
        assert words in said.inner_text()
    form.wait_for_function(
        "[...document.querySelectorAll('.ProseMirror figure img')].every((one) => one.naturalWidth > 0)"
    )

    # A screenshot, with nothing beside it; then a picture copied from a page, whose address comes along.
    box.click()
    form.keyboard.press("Control+End")
    for html, colour in (("", "blue"), ("<img src='https://example.org/a.png'>", "green")):
        before = box.locator("figure").count()
        box.evaluate(PASTE, [html, "", drawn(colour)])
        box.locator("figure").nth(before).wait_for()
        form.keyboard.press("Control+End")
    box.evaluate(DROP, drawn("yellow"))
    box.locator("figure").nth(3).wait_for()
    said.locator("text=What the pictures show").wait_for()

    # Too much is said, and nothing is pasted; without the portal at least the words arrive.
    before = box.inner_text()
    box.evaluate("(box, paste) => eval(paste)(box, ['x'.repeat(3000001), '', null])", PASTE)
    said.locator("text=in parts").wait_for()
    assert box.inner_text() == before
    form.route("**/writing/paste/", lambda route: route.abort())
    box.evaluate(PASTE, ["<p class=MsoNormal>One<o:p></o:p></p>", "One\n\nTwo", None])
    box.locator("p:text-is('Two')").wait_for()
    assert "without their form" in said.inner_text()
    form.unroute("**/writing/paste/")


DROP_FILES = """(box, names) => {
  const data = new DataTransfer();
  for (const [name, type] of names) data.items.add(new File(["MIME-Version: 1.0"], name, { type }));
  const { left, top } = box.getBoundingClientRect();
  const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, clientX: left + 20, clientY: top + 20 });
  box.dispatchEvent(drop);
  return drop.defaultPrevented;
}"""


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(form):
    """P8's kin: a browser would open a dropped page in place of the form; the text stays as it is."""
    editor = form.locator(".prose-editor:has(textarea[name=body_en])")
    box, said = editor.locator(".ProseMirror[contenteditable=true]"), editor.locator(".writing-remark")
    box.click()
    form.keyboard.type("Typed before.")
    for names, words in (
        ([["一周行情.mht", ""]], "一周行情.mht: a page saved as one file (.mht) cannot be put in here."),
        ([["a.MHTML", "multipart/related"]], "a.MHTML: a page saved as one file"),
        ([["a.docx", "application/msword"]], "a.docx: only pictures can be put in here."),
    ):
        assert box.evaluate(DROP_FILES, names)
        said.filter(has_text=words).wait_for()
    assert box.inner_text().strip() == "Typed before."
