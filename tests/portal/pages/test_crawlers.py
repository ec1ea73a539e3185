"""Machines that follow links: one followed address for each choice, no walk over all combinations (R28)."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from portal.demonstration import layer
from tests.portal.kept import starter_content

#: Lists that readers narrow by several things at once, each with one choice made.
NARROWED = (
    "/fabrics/?use=shirts",
    "/fabrics/?weave=plain",
    "/samples/?source=east-market",
    "/releases/?family=price",
    "/releases/?year=2025",
    "/releases/revisions/?family=price",
    "/index/movers/?family=price",
    "/index/compare/?s=price&s=price/raw-materials",
    "/index/price/?range=1y",
    "/news/",
    "/comments/",
)
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*\?[^"]*)"[^>]*>')


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with starter_content(django_db_blocker):
        layer.load()
        yield


@pytest.mark.parametrize("address", NARROWED)
def test_a_narrowed_list_leads_machines_to_no_combination(db, loaded, client, address):
    """A link that adds a second choice to the first says that machines need not follow it, and the page names one address."""
    page = client.get(address)
    assert page.status_code == 200
    followed = [
        unescape(link[1])
        for link in LINK.finditer(page.text)
        if "nofollow" not in link[0] and not link[1].startswith(("http", "mailto"))
    ]
    combined = [
        link for link in followed if len({name for name, _ in parse_qsl(urlsplit(link).query)} - {"page"}) > 1
    ]
    assert [link for link in combined if "/data." not in link and "/chart." not in link] == []
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)"', page.text)
    assert canonical
