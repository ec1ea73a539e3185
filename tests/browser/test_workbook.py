"""A workbook in a real browser: exported, changed on both sides, looked at, one conflict taken."""

import re
from pathlib import Path

import pytest

from tests.news.workbook.books import changed, rows_of

pytestmark = pytest.mark.long
TITLE, SUMMARY = "Cloth of the workbook", "Said in the workbook."


@pytest.fixture
def chief(page, site, site_folder):
    """The page of a chief editor who has signed in."""
    accounts = (site_folder / "staff-accounts.txt").read_text()
    page.goto(f"{site}/admin/login/")
    page.fill("#id_username", "chief-editor")
    page.fill("#id_password", re.search(r"^\s*chief-editor\s+(\S{12,})\s*$", accounts, re.MULTILINE)[1])
    page.press("#id_password", "Enter")
    page.wait_for_url("**/admin/")
    return page


def test_a_workbook_is_exported_changed_and_brought_back(chief, site):  # W1
    page, list_of = chief, f"{site}/admin/news/article/"
    page.goto(list_of)
    page.locator("input[name=_selected_action]").nth(0).check()
    page.locator("input[name=_selected_action]").nth(1).check()
    page.select_option("select[name=action]", "export_workbook")
    with page.expect_download() as download:
        page.locator("button[name=index]").first.click()
    exported = Path(download.value.path()).read_bytes()
    first, second = rows_of(exported)

    page.goto(f"{list_of}{first['id']}/change/")
    page.fill("[name=title_en]", "Changed on the site meanwhile")
    page.locator("#submit-row button[name=_continue]").click()
    page.wait_for_load_state("load")

    page.goto(f"{list_of}workbook/")
    edits = ((2, "title_en", TITLE), (2, "summary_en", SUMMARY), (3, "title_zh_hans", "工作簿里的标题"))
    brought = {"name": "a.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": changed(exported, *edits)}
    page.set_input_files("input[type=file]", brought)
    page.click("text=Look at it")
    shown = page.locator(".workbook__changes")
    assert re.search("Changed on the site meanwhile", shown.inner_text())
    assert shown.locator("[name=take]").count() == 1
    shown.locator("[name=take]").check()
    page.click("text=Make these changes")
    page.get_by_text("2 articles changed.").first.wait_for()
    page.goto(f"{list_of}{first['id']}/change/")
    assert page.input_value("[name=title_en]") == TITLE
    assert page.input_value("[name=summary_en]") == SUMMARY
    assert second["id"] != first["id"]
