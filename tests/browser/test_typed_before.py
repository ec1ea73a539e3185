"""A session that ends while a form is being filled in, in a real browser: the form comes back with what was typed."""

import re

import pytest

from tests.browser.test_signing_in import sign_in, violations

FORMS = {"tag": ("name_en", "name_zh_hans"), "fabricuse": ("name_en", "name_zh_hans")}


@pytest.fixture
def password(site_folder):
    text = (site_folder / "staff-accounts.txt").read_text()
    return dict(re.findall(r"^([\w-]+)\s+(\S+)$", text, re.MULTILINE))["chief-editor"]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.long
def test_the_form_comes_back_with_what_was_typed(page, site, password, name):
    first, second = FORMS[name]
    sign_in(page, site, "chief-editor", password)
    page.wait_for_url("**/admin/")
    page.goto(f"{site}/admin/news/{name}/")
    page.goto(site + page.locator("#result_list a[href*='/change/']").first.get_attribute("href"))
    address = page.url
    page.fill(f"#id_{first}", "Warp “one” <b>")
    page.fill(f"#id_{second}", "经纱 & 纬纱")
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=_save]").first.click()
    page.get_by_text("you get back what you had typed").wait_for()
    assert violations(page) == []
    page.fill("#id_username", "chief-editor")
    page.fill("#id_password", password)
    page.press("#id_password", "Enter")
    back = page.get_by_role("button", name="Back to the form")
    back.wait_for()
    assert violations(page) == []
    back.click()
    page.wait_for_url(address)
    assert page.input_value(f"#id_{first}") == "Warp “one” <b>"
    assert page.input_value(f"#id_{second}") == "经纱 & 纬纱"
    page.locator("[name=_save]").first.click()
    page.wait_for_url(f"**/admin/news/{name}/")
    page.goto(address)
    assert page.input_value(f"#id_{first}") == "Warp “one” <b>"
