"""Nothing of a release is visible before its moment, at any address."""

from datetime import timedelta

import pytest
from django.utils import timezone

from indexdata.models import Observation, Release
from tests.factories.indexdata import ObservationFactory
from tests.indexdata.world import SECRET, embargoed, monthly, weekly

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/index/",
    "/index/?as_of={period}",
    "/index/price/",
    "/index/price/?all=1",
    "/index/price/?as_of={period}",
    "/index/price/raw-materials/",
    "/index/price/data.csv?all=1",
    "/index/price/data.csv?as_of={period}",
    "/index/price/data.json?all=1",
    "/index/price/data.json?all=1&as_of={period}",
    "/index/price/chart.svg?all=1",
    "/index/compare/?s=price&s=prosperity&from={period}",
    "/index/compare/?s=price&s=price/raw-materials",
    "/releases/",
    "/releases/price/{period}/",
    "/releases/price/{period}/?as_of={period}",
    "/releases.ics",
    "/feeds/releases.atom",
    "/feeds/index/price.atom",
    "/api/v1/indices",
    "/api/v1/indices/price",
    "/api/v1/indices/price/observations",
    "/api/v1/indices/price/observations?as_of={period}",
    "/api/v1/indices/price/observations?from={period}",
    "/api/v1/releases",
]


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_figure_to_come_is_nowhere(client, prefix, address):
    weekly(count=3)
    monthly()
    secret = embargoed()
    embargoed("price/raw-materials")
    if address.startswith("/api"):
        prefix = ""
    response = client.get(prefix + address.format(period=secret.period.isoformat()))
    assert response.status_code in (200, 400)
    assert str(SECRET) not in response.content.decode()


def test_an_index_whose_only_figure_is_to_come_looks_like_one_without(client):
    embargoed("prosperity")
    assert "no figure of it is public" in client.get("/index/prosperity/").content.decode()
    assert 'value="prosperity"' not in client.get("/index/compare/").content.decode()


def test_a_correction_to_come_does_not_show(client):
    (old,) = weekly(count=1)
    moment = timezone.now() + timedelta(days=3)
    old.superseded_at = moment
    old.save()
    ObservationFactory(
        index=old.index, release=old.release, period=old.period, value=SECRET, vintage=2, published_at=moment
    )
    for address in (
        "/index/price/",
        f"/releases/price/{old.period}/",
        "/feeds/releases.atom",
        "/api/v1/indices/price",
    ):
        page = client.get(address).content.decode()
        assert "100.0" in page
        assert str(SECRET) not in page


def test_a_release_turned_into_a_gap_never_shows_its_figures(client):
    secret = embargoed()
    Release.objects.filter(pk=secret.release_id).update(no_issue=True)
    after = secret.release.released_at + timedelta(seconds=1)
    assert not Observation.objects.public(after).exists()
    gone = timezone.now() - timedelta(seconds=1)
    Release.objects.filter(pk=secret.release_id).update(released_at=gone, public_at=gone)
    for address in ("/index/price/", "/index/price/data.csv?all=1", "/api/v1/indices/price", "/"):
        assert str(SECRET) not in client.get(address).content.decode()
