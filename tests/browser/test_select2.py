"""Every box of select2 in the admin has the name of its field, shut and open, also in rows that are added later."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.long

PAGES = (
    ("chief-editor", "/admin/news/article/add/"),
    ("chief-editor", "/admin/news/fabric/add/"),
    ("administrator", "/admin/auth/user/add/"),
    ("administrator", "/admin/indexdata/sampleunit/add/"),
    ("administrator", "/admin/indexdata/observation/add/"),
)


def violations(page):
    """Return what of WCAG the boxes of select2 break."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:300]}"
        for rule in found
        for node in rule["nodes"]
        if "select2" in node["html"] or "select2" in str(node["target"])
    ]


@pytest.mark.parametrize(("name", "address"), PAGES)
def test_every_box_has_a_name(signed_in, site, name, address):
    page = signed_in(name)
    page.goto(site + address)
    boxes = page.locator(".select2-selection")
    boxes.first.wait_for(state="attached")
    assert violations(page) == []
    for number in range(boxes.count()):
        box = boxes.nth(number)
        if not box.is_visible():
            continue
        box.click()
        page.wait_for_selector(".select2-results__option")
        assert violations(page) == []
        page.keyboard.press("Escape")


def test_the_name_is_that_of_the_field_and_says_what_is_chosen(signed_in, site):
    page = signed_in("administrator")
    page.goto(f"{site}/admin/auth/user/add/")
    box = page.get_by_role("combobox", name="Groups", exact=True)
    box.click()
    page.get_by_role("listbox", name="Groups").wait_for()
    page.keyboard.type("Edit")
    page.get_by_role("option", name="Editors", exact=True).click()
    assert page.get_by_role("combobox", name="Groups", exact=True).count() >= 1
    page.goto(f"{site}/admin/indexdata/observation/add/")
    page.get_by_role("combobox", name="Index", exact=True).click()
    page.get_by_role("searchbox", name="Index", exact=True).wait_for()
    page.locator(".select2-results__option[role=option]").first.wait_for()
    page.locator(".select2-results__option[role=option]").first.click()
    page.get_by_role("combobox", name=re.compile("^Index: .+")).wait_for()
