from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from indexdata.models import Release
from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.indexdata.world import embargoed, monthly, weekly

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(response):
    assert response.status_code == 200
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


@pytest.mark.parametrize(
    ("prefix", "code", "label"), [("", "en", "15 June 2020"), ("/zh-hans", "zh-hans", "20200615期")]
)
def test_releases_with_all_their_figures(client, prefix, code, label):
    weekly(count=2, last=date(2020, 6, 15))
    embargoed()
    newest, older = entries(client.get(f"{prefix}/feeds/releases.atom"))
    assert newest.find(f"{ATOM}id").text == f"tag:kqindex.gov.cn,2008:{code}/release/price/2020-06-15"
    assert label in newest.find(f"{ATOM}title").text
    content = newest.find(f"{ATOM}content")
    assert content.get("type") == "html"
    assert "100.10" in content.text
    assert "+0.10%" in content.text
    assert "100.00" in older.find(f"{ATOM}content").text


def test_a_correction_moves_the_entry_up_to_date(client):
    (old,) = weekly(count=1, last=date(2020, 6, 15))
    moment = timezone.now().replace(microsecond=0) - timedelta(days=1)
    old.superseded_at = moment
    old.save()
    ObservationFactory(
        index=old.index, release=old.release, period=old.period, value="77.77", vintage=2, published_at=moment
    )
    (entry,) = entries(client.get("/feeds/releases.atom"))
    assert entry.find(f"{ATOM}updated").text == moment.isoformat()
    assert "77.77" in entry.find(f"{ATOM}content").text
    assert "100.00" not in entry.find(f"{ATOM}content").text


def test_demonstration_is_marked(client):
    (figure,) = weekly(count=1, demonstration=True)
    Release.objects.filter(pk=figure.release_id).update(demonstration=True)
    for address in ("/feeds/releases.atom", "/feeds/index/price.atom"):
        assert entries(client.get(address)) == []  # R10: invented figures are for who asks
        (entry,) = entries(client.get(f"{address}?demonstration=include"))
        assert entry.find(f"{ATOM}title").text.endswith("(demonstration)")
        assert entry.find(f"{ATOM}summary").text.startswith("Demonstration: ")  # F11
        assert "invented" in entry.find(f"{ATOM}content").text


def test_an_invented_head_figure_is_marked_in_a_release_of_published_ones(client):  # F11
    (figure,) = weekly(count=1, demonstration=True)
    assert not figure.release.demonstration
    (entry,) = entries(client.get("/feeds/releases.atom?demonstration=include"))
    assert entry.find(f"{ATOM}summary").text.startswith("Demonstration: ")
    (entry,) = entries(client.get("/zh-hans/feeds/index/price.atom?demonstration=include"))
    assert entry.find(f"{ATOM}summary").text.startswith("演示数据：")


def test_a_release_that_holds_both_tells_published_figures_alone(client):  # R4
    (figure,) = weekly(count=1)
    invented = IndexFactory(path="price/a", name_en="Invented class")
    ObservationFactory(index=invented, release=figure.release, period=figure.period, demonstration=True)
    (entry,) = entries(client.get("/feeds/releases.atom"))
    assert "Invented class" not in entry.find(f"{ATOM}content").text
    (entry,) = entries(client.get("/feeds/releases.atom?demonstration=include"))
    assert "Invented class" not in entry.find(f"{ATOM}content").text


def test_what_is_no_answer_to_demonstration_gets_a_sentence(client):
    weekly(count=1)
    for address in ("/feeds/releases.atom", "/feeds/index/price.atom", "/zh-hans/feeds/index/price.atom"):
        answer = client.get(f"{address}?demonstration=yes")
        assert answer.status_code == 400
        assert "include" in answer.text
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_feed_of_one_index(client):
    monthly(months=("2023-01", "2023-02"))
    embargoed("prosperity")
    newest, _older = entries(client.get("/feeds/index/prosperity.atom"))
    assert newest.find(f"{ATOM}title").text == "Prosperity: 1101.00, February 2023"
    assert newest.find(f"{ATOM}link").get("href").endswith("/releases/prosperity/2023-02/")


def test_empty_and_unknown_indices(client):
    IndexFactory(path="order")
    assert entries(client.get("/feeds/index/order.atom")) == []
    assert client.get("/feeds/index/nothing.atom").status_code == 404
    assert entries(client.get("/feeds/releases.atom")) == []


def test_queries_do_not_grow(client, django_assert_num_queries):
    weekly(count=3)
    with django_assert_num_queries(4):
        client.get("/feeds/releases.atom")
    with django_assert_num_queries(4):
        client.get("/feeds/index/price.atom")
    weekly(count=300, last=date(2019, 6, 17))
    with django_assert_num_queries(4):
        client.get("/feeds/releases.atom")
    with django_assert_num_queries(4):
        client.get("/feeds/index/price.atom")
