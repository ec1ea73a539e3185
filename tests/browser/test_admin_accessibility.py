"""No axe violation and no error of a script on any page of the admin: both languages, light and dark, phone and desk. D13.

Each page is looked at in one of these, and in all of them by `make audit`.
"""

import pytest

from .conftest import LANGUAGES
from .test_accessibility import violations

#: Pages beside lists and forms, which the menu leads to.
BESIDE = (
    "/admin/",
    "/admin/my-account/",
    "/admin/news/article/{article}/revisions/",
    "/admin/news/article/{article}/links/",
)
SIGNED_OUT = ("/admin/login/", "/admin/password-reset/")
LOOKS = ((1280, "light"), (390, "dark"), (1280, "dark"), (390, "light"))


@pytest.fixture(scope="module")
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


def pages_of(page, site):
    """Return the addresses of everything the menu leads to: each list, its form for a new thing, and the page of its first."""
    page.goto(f"{site}/admin/")
    menu = page.eval_on_selector_all(
        "#nav-sidebar a[href^='/admin/']", "links => links.map(one => one.getAttribute('href'))"
    )
    found, articles = [], None
    for address in dict.fromkeys(menu):
        page.goto(site + address)
        links = page.eval_on_selector_all(
            "#main a[href^='/admin/']", "links => links.map(one => one.getAttribute('href').split('?')[0])"
        )
        forms = [next((link for link in links if link.endswith(end)), None) for end in ("/add/", "/change/")]
        below = [forms[1].replace("/change/", end) for end in ("/history/", "/delete/")] if forms[1] else []
        articles = articles or next(
            (link for link in links if "/article/" in link and link.endswith("/change/")), None
        )
        found += [address, *filter(None, forms), *below]
    number = articles.split("/")[-3]
    return list(dict.fromkeys([*found, *(address.format(article=number) for address in BESIDE)]))


def look_at(page, axe, address, sizes):
    """Return what is wrong with a page, in each size and scheme."""
    wrong = []
    for width, scheme in sizes:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        answer = page.goto(address)
        if answer.status == 403:  # nobody deletes the rules
            continue
        page.wait_for_timeout(300)
        wrong += [f"{width} {scheme}: {line}" for line in violations(axe, page)]
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wrong += [f"{width} {scheme}: {wide} px too wide"] if wide > 0 else []
    return wrong


def test_the_form_of_an_article(signed_in, site, axe):
    page = signed_in("chief-editor")
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    assert look_at(page, axe, f"{site}/admin/news/article/add/", LOOKS[:2]) == []
    assert look_at(page, axe, f"{site}/admin/news/article/workbook/", LOOKS[:1]) == []
    page.set_input_files(
        "input[type=file]", {"name": "x.xlsx", "mimeType": "application/zip", "buffer": b"PK"}
    )
    assert complaints == []


@pytest.mark.parametrize("address", SIGNED_OUT)
def test_pages_before_one_is_signed_in(page, site, axe, address):
    assert look_at(page, axe, site + address, LOOKS[:2]) == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_admin(signed_in, site, axe, some, language):
    page = signed_in("administrator")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
    complaints, wrong = [], {}
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    for address in some(pages_of(page, site), language, one_in=4):
        lines = look_at(page, axe, site + address, some(LOOKS, f"{address} {language}", one_in=4))
        if lines:
            wrong[address] = lines
    assert not complaints
    assert not wrong, "\n".join(f"{address} {line}" for address, lines in wrong.items() for line in lines)
