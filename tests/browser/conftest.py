"""A real Chromium before the production server with starter and demonstration content; made once per run."""

import os
import re
import shutil
import urllib.request

import pytest

from tests.conftest import NO_CHROMIUM
from tests.once import made_once
from tests.server import chromium_path, draw_pictures, portal_server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
]
LANGUAGES = ("en", "zh-hans")

#: Kind of page → its address, or where to look for the first one and what it looks like, and what follows it.
KINDS = {
    "home": "/",
    "classification": "/index/",
    "index": "/index/price/raw-materials/",
    "embed": "/index/price/raw-materials/embed/",
    "compare": "/index/compare/?s=price&s=price/raw-materials",
    "releases": "/releases/",
    "release": "/releases/price/2025-06-16/",
    "coming release": ("/releases/", r"/releases/price/[\d-]+/"),
    "commentary list": "/comments/",
    "commentary": ("/comments/", r"/comments/[\w-]+/\d+-[^/]+/"),
    "news list": "/news/",
    "article": ("/news/", r"/news/[\w-]+/\d+-[^/]+/"),
    "fabrics": "/fabrics/",
    "fabric": ("/fabrics/", r"/fabrics/[\w-]+/"),
    "sources": "/sources/",
    "source": ("/sources/", r"/sources/[\w-]+/"),
    "samples": "/samples/",
    "about": "/about/",
    "search": "/search/?q=polyester",
    "tags": "/tags/",
    "browser help": "/help/browser/",
    "your data": "/reader-comments/my-data/",
    "follow": "/follow/?what=price",
    "report": ("/comments/", r"/reader-comments/c/\d+/", "report/"),
}


def pytest_itemcollected(item):
    """Mark everything in this folder as a browser test."""
    item.add_marker("browser")


@pytest.fixture(scope="session")
def browser():
    """Chromium from the system; without one the tests are skipped and the run's summary says so loudly."""
    path = chromium_path()
    if not path:
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would refuse the database to it for the rest of the run.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def prepared(browser, furnished, tmp_path_factory):
    """A VAR_DIR with content and pictures on SQLite, to be copied and not changed: made once for all processes of the run."""

    def make(folder):
        shutil.copytree(furnished, folder, dirs_exist_ok=True)
        draw_pictures(folder)

    return made_once(tmp_path_factory, "prepared", make)


@pytest.fixture(scope="session")
def site_folder(prepared, tmp_path_factory):
    """The VAR_DIR of the running portal."""
    return shutil.copytree(prepared, tmp_path_factory.mktemp("portal"), dirs_exist_ok=True)


@pytest.fixture(scope="session")
def site(site_folder):
    """The address of the running portal. It believes X-Forwarded-For, so that tests can come from several networks."""
    with portal_server(site_folder, TRUSTED_PROXIES="127.0.0.0/8") as server:
        yield server.address


@pytest.fixture(scope="session")
def addresses(site):
    """The full address of each kind of page in each language."""
    return {
        (kind, language): site + ("/zh-hans" if language == "zh-hans" else "") + _address(site, wanted)
        for kind, wanted in KINDS.items()
        for language in LANGUAGES
    }


def _address(site, wanted):
    if isinstance(wanted, str):
        return wanted
    listing, pattern, *below = wanted
    html = urllib.request.urlopen(site + listing).read().decode()
    return re.search(rf'href="({pattern})"', html)[1] + "".join(below)


@pytest.fixture
def page(browser):
    """An empty page in a window of its own."""
    context = browser.new_context(locale="en-GB", timezone_id="Asia/Shanghai", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


@pytest.fixture
def signed_in(page, site, site_folder):
    """Signs somebody in and returns their page."""
    passwords = dict(
        re.findall(r"^([\w-]+)\s+(\S+)$", (site_folder / "staff-accounts.txt").read_text(), re.MULTILINE)
    )

    def sign_in(name):
        page.goto(f"{site}/admin/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", passwords[name])
        page.press("#id_password", "Enter")
        page.wait_for_url("**/admin/")
        return page

    return sign_in
