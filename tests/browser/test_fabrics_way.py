"""D4, L5: a popular fabric from its name until it is off the site, by the Tab key alone, at a phone's width, in Chinese.

The way of an information page, and what a fabric has of its own: plain text, colours and weights, which wait in
the draft with the words, are refused with a sentence, and are read on its page.
"""

import pytest

from tests.browser.drafts_way import Kind, Way, editor_and_chief, keep
from tests.browser.public_pages import read, read_with

pytestmark = pytest.mark.long

FABRIC = Kind(
    "fabric", title="[name=name_zh_hans]", text="textarea[name=description_zh_hans]", place="/fabrics/"
)


@pytest.fixture
def way(browser, site, site_folder):
    with editor_and_chief(browser, site, site_folder) as people:
        yield Way(FABRIC, people, site, "crinkled-satin")


def test_a_fabric_from_its_name_until_it_is_off_the_site(way):
    way.begin("皱纹缎")
    editor = way.editor
    way.write_through_a_lost_connection("手感柔软。", "垂感好。")

    # What the specification cannot say is refused with a sentence; nothing that was typed goes.
    editor.fill_by_key("[name=palette]", "#12")
    editor.fill_by_key("[name=weight_min]", "160")
    editor.fill_by_key("[name=weight_max]", "90")
    keep(editor)
    said = editor.page.inner_text("#content")
    assert "“#12”不是有效的颜色" in said
    assert "克重应由小到大填写。" in said
    fields = ("palette", "weight_min", "weight_max", "name_zh_hans", "description_zh_hans")
    assert [editor.page.input_value(f"[name={name}]") for name in fields] == [
        "#12", "160", "90", "皱纹缎", "手感柔软。垂感好。",
    ]  # fmt: skip
    editor.fill_by_key("[name=palette]", "#123ABC")
    editor.fill_by_key("[name=weight_max]", "170")
    way.submit()

    way.send_back("请写明用途。")
    way.write_at_the_end("适合做连衣裙。")
    way.submit_again()
    way.approve_and_publish("适合做连衣裙。")
    page = read(way.public)[1]
    assert "160–170" in page
    assert "#123ABC" in page
    before, _ = way.live_revision()

    # A weight is corrected with the name: readers see it when they see the name.
    editor.open(way.change)
    editor.fill_by_key("[name=weight_max]", "185")
    keep(editor)
    assert "160–170" in read(way.public)[1]
    way.correct_for_tomorrow_and_at_once("皱纹缎", "弹力皱纹缎")
    read_with(way.public, "160–185")

    way.restore(before, "皱纹缎", "弹力皱纹缎")
    read_with(way.public, "160–170")
    way.withdraw()
