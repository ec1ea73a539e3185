"""Every kind of page loads without an error in the console, a refused script or style, or a failed request."""

import pytest

from .conftest import KINDS, LANGUAGES

pytestmark = pytest.mark.long

#: What a visitor comes to for its form alone: these pages are never kept, and set the cookie that guards the form.
FORMS = ("your data", "report", "follow")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_quiet(page, addresses, kind, language):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"{request.url}: {request.failure}"))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
    page.goto(addresses[kind, language], wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert not complaints
    assert [cookie["name"] for cookie in page.context.cookies()] == (["csrftoken"] if kind in FORMS else [])


def test_nothing_is_asked_of_other_hosts(page, site, addresses):
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for address in addresses.values():
        page.goto(address)
    assert {host for host in hosts if host} == {site.removeprefix("http://")}
