"""Signing in with an authenticator app and with a passkey, in a real browser with a virtual authenticator."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_otp.oath import TOTP

from portal.signing_in.factors import LETTERS


@pytest.fixture
def editors_password(site_folder):
    text = (site_folder / "staff-accounts.txt").read_text()
    return dict(re.findall(r"^([\w-]+)\s+(\S+)$", text, re.MULTILINE))


@pytest.fixture
def named_site(site):
    """The portal under a name: passkeys know no bare addresses."""
    return site.replace("127.0.0.1", "localhost")


def sign_in(page, site, name, password):
    page.goto(f"{site}/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.press("#id_password", "Enter")


def sign_out(page):
    page.context.clear_cookies()


def code_for(secret):
    from base64 import b32decode

    totp = TOTP(b32decode(secret + "=" * (-len(secret) % 8)))
    totp.time = time.time()
    return f"{totp.token():06d}"


def type_code(page, code):
    """Go to the field by Tab, unless it has the focus already, and type a code."""
    for _ in range(200):
        if page.evaluate("document.activeElement.id") == "id_code":
            break
        page.keyboard.press("Tab")
    page.keyboard.type(code)


def violations(page):
    """Return the rules of WCAG that the page breaks; the theme's own sign-in layout has no landmarks."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    return [one["id"] for one in Axe().run(page, options=options).response["violations"]]


@pytest.mark.long
def test_a_passkey_is_made_and_signs_in(page, named_site, editors_password):  # B6
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    password = editors_password["chief-editor"]
    sign_in(page, named_site, "chief-editor", password)
    page.wait_for_url("**/admin/")
    page.goto(f"{named_site}/admin/my-account/")
    page.fill("#id_name", "office computer")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_selector(".account ol li")
    assert page.locator(".account ol li").count() == 10
    assert violations(page) == []
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_text("office computer").wait_for()
    assert violations(page) == []
    sign_out(page)

    sign_in(page, named_site, "chief-editor", password)
    page.wait_for_url("**/admin/second-factor/")
    assert violations(page) == []
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/admin/")
    page.goto(f"{named_site}/admin/my-account/")
    page.get_by_role("button", name="Remove office computer").click()
    page.get_by_text("None yet").wait_for()


def test_an_app_and_a_recovery_code_sign_in_by_keyboard_alone(page, named_site, editors_password):  # B6
    password = editors_password["moderator"]
    sign_in(page, named_site, "moderator", password)
    page.wait_for_url("**/admin/")
    page.goto(f"{named_site}/admin/my-account/app/")
    assert page.locator("svg path").first.is_visible()
    assert violations(page) == []
    type_code(page, code_for(page.locator("code").inner_text()))
    page.keyboard.press("Enter")
    page.wait_for_selector(".account ol li")
    codes = page.locator(".account ol li").all_inner_texts()
    assert len(codes) == 10
    assert set("".join(codes)) <= set(LETTERS + "-")
    sign_out(page)
    sign_in(page, named_site, "moderator", password)
    page.wait_for_url("**/admin/second-factor/")
    type_code(page, codes[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    page.goto(f"{named_site}/admin/my-account/")
    assert page.get_by_text("9 codes are left").is_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Remove Authenticator app").click()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_name_is_typed_at_once(page, site, editors_password, width):
    """The theme hides a page until its scripts run; the field that should have the focus gets it then."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/admin/login/")
    page.wait_for_function("document.activeElement.id === 'id_username'")
    page.keyboard.type("editor")
    page.keyboard.press("Tab")
    page.keyboard.type(editors_password["editor"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
