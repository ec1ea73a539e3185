"""D4, L5: an information page from its first words until it is off the site, by the Tab key alone, at a phone's width, in Chinese.

Begun with a title, written, lost and found again, sent back, put right, approved, published, corrected beside what is live,
scheduled, restored, withdrawn. Each page on the way fits the screen.
"""

import pytest

from tests.browser.drafts_way import Kind, Way, editor_and_chief

pytestmark = pytest.mark.long

PAGE = Kind(
    "page",
    title="[name=title_zh_hans]",
    text=".prose-editor:has(textarea[name=body_zh_hans]) .ProseMirror[contenteditable=true]",
    place="/about/",
)


@pytest.fixture
def way(browser, site, site_folder):
    with editor_and_chief(browser, site, site_folder) as people:
        yield Way(PAGE, people, site, "how-to-visit")


def test_a_page_from_its_first_words_until_it_is_off_the_site(way):
    # Begun: a title and an address are enough to save; going out says what is missing, and the focus is there.
    way.begin("来访指南")
    editor = way.editor
    way.step(editor, "submit")
    editor.page.locator(".lacking").first.wait_for()
    editor.page.wait_for_function("document.activeElement.closest('.prose-editor, .field-body_zh_hans')")
    assert "草稿" in editor.facts
    assert editor.page.input_value(PAGE.title) == "来访指南"

    way.write_through_a_lost_connection("指数办公室在轻纺城。", "工作日接待来访。")
    way.submit()

    # Sent back with a note, which stands on the author's desk and above the form; put right, approved, published.
    way.send_back("请写明开放时间。")
    way.write_at_the_end("九点至十七点。")
    way.submit_again()
    way.approve_and_publish("九点至十七点。")
    before, _ = way.live_revision()

    # Corrected beside what is live; an old revision comes back; the page leaves the site after a question.
    way.correct_for_tomorrow_and_at_once("来访指南", "来访须知")
    way.restore(before, "来访指南", "来访须知")
    way.withdraw()
