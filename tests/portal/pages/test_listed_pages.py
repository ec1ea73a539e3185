"""Every public page is in the sitemap or says that it is not to be kept, and those of the map describe themselves."""

import re
from collections import defaultdict
from datetime import datetime
from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client

from indexdata.models import Release, SampleUnit
from indexdata.releases.usual_moments import ZONE
from news.comments.models import Comment
from portal.demonstration import layer
from tests.portal.addresses import address, fill, public_routes
from tests.portal.kept import starter_content

ROOT = "http://testserver"
LOCATION = re.compile(rf"<loc>{ROOT}([^<]+)</loc>")
ROBOTS = re.compile(r'<meta name="robots" content="noindex')
CANONICAL = re.compile(rf'<link rel="canonical" href="{ROOT}([^"]+)"')
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZONE)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with starter_content(django_db_blocker):
        layer.load(NOW)
        yield


def mapped(client):
    """Return the addresses of all files of the sitemap."""
    files = LOCATION.findall(client.get("/sitemap.xml").content.decode())
    return {unquote(at) for name in files for at in LOCATION.findall(client.get(name).content.decode())}


def is_indexable(response):
    """Tell whether a response is a page that search engines would keep at the address that was asked for."""
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return False
    text = response.content.decode()
    told = CANONICAL.search(text)
    is_own = told is None or unquote(unescape(told[1])) == unquote(response.wsgi_request.get_full_path())
    return is_own and not ROBOTS.search(text) and "noindex" not in response.get("X-Robots-Tag", "")


def in_both_languages(names):
    for name, both in names.items():
        at = address(name)
        yield from (at, f"/zh-hans{at}") if both else (at,)


@pytest.mark.long
@pytest.mark.walk
@pytest.mark.django_db
def test_a_public_page_is_in_the_sitemap_or_not_to_be_kept():  # R29
    fill()
    client = Client()
    known = mapped(client)
    missing = [
        at
        for at in in_both_languages(public_routes())
        if is_indexable(client.get(at)) and unquote(at) not in known
    ]
    assert missing == []


@pytest.mark.long
def test_pages_of_coming_and_invented_things_are_not_to_be_kept(db, loaded):  # R29
    client = Client()
    coming = Release.objects.embargoed(NOW).first()
    invented = Release.objects.public(NOW).filter(demonstration=True).first()
    skipped = Release.objects.filter(no_issue=True, demonstration=False).first()
    unit = SampleUnit.objects.filter(demonstration=True).first()
    for thing in filter(None, (coming, invented, skipped, unit)):
        assert not is_indexable(client.get(thing.get_absolute_url())), thing
    for at in ("/index/movers/?family=prosperity", "/samples/?page=2", "/fabrics/?page=2", "/help/browser/"):
        assert not is_indexable(client.get(at)), at
    assert Comment.objects.exists()


@pytest.mark.long
@pytest.mark.walk
def test_pages_of_the_sitemap_have_descriptions_of_their_own(db, loaded):  # R29
    """44 pages said the same: that of the whole site."""
    client, told = Client(), defaultdict(list)
    for at in sorted(mapped(client)):
        response = client.get(at)
        assert is_indexable(response), at
        found = DESCRIPTION.search(response.content.decode())
        told[unescape(found[1]).strip() if found else ""].append(at)
    assert told.pop("", []) == []
    assert {text: where for text, where in told.items() if len(where) > 1} == {}
