"""The chart in a frame of another site, and the block on the page that offers it."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from indexdata.models import Index
from tests.factories.indexdata import IndexFactory
from tests.indexdata.world import embargoed, weekly

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_it_is_a_chart_and_no_site(client, prefix):
    weekly(count=30, last=date(2023, 6, 12))
    page = client.get(f"{prefix}/index/price/embed/").text
    assert page.count('<svg class="kc-chart') == 2  # readable without a script
    assert "102.90" in page
    assert "<nav" not in page
    assert "<form" not in page
    assert f'rel="canonical" href="http://testserver{prefix}/index/price/"' in page
    assert '<meta name="robots" content="noindex">' in page
    links = re.findall(r"<a [^>]*>", page)
    assert links
    assert all('target="_blank" rel="noopener"' in link for link in links if "report" not in link)


def test_it_is_light_unless_dark_is_asked_for(client):
    """F24: a picture in a page of others has the colours asked for."""
    weekly(count=3)
    assert 'data-theme="light"' in client.get("/index/price/embed/").text
    assert 'data-theme="dark"' in client.get("/index/price/embed/?theme=dark").text
    assert 'data-theme="light"' in client.get("/index/price/embed/?theme=black").text


def test_as_of_freezes_it(client):
    figures = weekly(count=4)
    day = timezone.localdate(figures[1].release.released_at)
    frozen = client.get(f"/index/price/embed/?as_of={day}").text
    assert "100.10" in frozen
    assert "100.30" not in frozen
    assert "Figures as they stood at the end of" in frozen
    assert "100.30" in client.get("/index/price/embed/").text


def test_invented_figures_are_marked(client):
    weekly(count=3, demonstration=True)
    page = client.get("/index/price/embed/").text
    assert "demo-mark" in page
    assert "Contains demonstration figures: invented, never published." in page
    assert "never published" not in client.get("/index/price/embed/?demonstration=exclude").text


def test_what_is_not_understood_is_said(client):
    weekly(count=3)
    assert "Write a date that exists" in client.get("/index/price/embed/?from=x").text


def test_without_figures_and_without_an_index(client):
    IndexFactory(path="order")
    assert "no figure of it is public" in client.get("/index/order/embed/").text
    assert client.get("/index/nothing/embed/").status_code == 404


def test_nothing_of_a_coming_release_is_in_it(client):
    weekly(count=3)
    before = client.get("/index/price/embed/").text
    embargoed()
    assert client.get("/index/price/embed/").text == before


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_page_offers_frame_and_pictures_of_what_it_shows(client, prefix):
    weekly(count=60, last=date(2023, 6, 12))
    page = client.get(f"{prefix}/index/price/?from=2023-03-01&transform=rebased").text
    asked = "?from=2023-03-06&transform=rebased"
    code = unescape(re.search(r"&lt;iframe.*?iframe&gt;", page)[0])
    assert f'src="http://testserver{prefix}/index/price/embed/{asked}"' in unescape(code)
    pictures = [unescape(one) for one in re.findall(r'href="([^"]*/chart\.png[^"]*)"', page)]
    assert pictures == [
        f"{prefix}/index/price/chart.png{asked}{size}" for size in ("", "&size=square", "&size=slide")
    ]
    assert all(client.get(picture).status_code == 200 for picture in pictures)


def test_it_costs_what_the_chart_costs(client, django_assert_max_num_queries):
    weekly(count=9)
    weekly(path="price/raw-materials", count=9, start=Decimal("101"))
    with django_assert_max_num_queries(7):
        client.get("/index/price/embed/")


def test_a_former_path_leads_on(client):
    weekly(path="price/raw-materials", count=3)
    index = Index.objects.get(path="price/raw-materials")
    index.path = "price/materials"
    index.save()
    response = client.get("/index/price/raw-materials/embed/")
    assert response.status_code in (301, 302)
    assert response.headers["Location"].endswith("/index/price/materials/embed/")
