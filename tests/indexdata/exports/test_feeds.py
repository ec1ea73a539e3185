from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from indexdata.models import Release
from indexdata.releases.releasing import correct
from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.factories.users import officer
from tests.indexdata.world import embargoed, monthly, weekly

pytestmark = pytest.mark.django_db

REASONS = {"en": "A late report.", "zh_hans": "有一份报送较晚。"}
ATOM = "{http://www.w3.org/2005/Atom}"


def told(response):
    """Return the entries of a feed as `{name of an element: text}`, and when the feed changed last."""
    feed = ElementTree.fromstring(response.content)
    found = [
        {part.tag.removeprefix(ATOM): part.text for part in entry} for entry in feed.iter(f"{ATOM}entry")
    ]
    return found, feed.findtext(f"{ATOM}updated")


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


@pytest.mark.parametrize(
    ("prefix", "why", "corrected", "withdrawn"),
    [
        ("", REASONS["en"], "Corrected from 100.20 to 106.35.", "Withdrawn; it was 100.10."),
        ("/zh-hans", REASONS["zh_hans"], "由100.20更正为106.35", "已撤回，原值为100.10"),
    ],
)
def test_corrections_and_withdrawals_are_in_the_feed_of_their_index(
    client, settings, prefix, why, corrected, withdrawn
):
    settings.ONE_PERSON_RELEASES = True
    _first, second, third = weekly(count=3)
    address = f"{prefix}/feeds/index/price.atom"
    before, before_at = told(client.get(address))
    fixed = correct(third, "106.35", officer(), REASONS)
    gone = correct(second, None, officer(), REASONS, status="O")
    after, after_at = told(client.get(address))
    assert [entry["id"] for entry in after] == [entry["id"] for entry in before]
    assert datetime.fromisoformat(after_at) > datetime.fromisoformat(before_at)
    for entry, old, vintage, sentence in zip(
        after[:2], before[:2], (fixed, gone), (corrected, withdrawn), strict=True
    ):
        assert entry["published"] == old["published"]
        assert datetime.fromisoformat(entry["updated"]) == vintage.published_at
        for part in ("summary", "content"):
            assert sentence in entry[part]
            assert why in entry[part]
            assert why not in old[part]
    assert after[1]["summary"].startswith(withdrawn)  # once, not twice
    assert after[2] == before[2]


def test_a_correction_of_an_old_figure_is_in_the_feed_of_its_index(client, settings):
    settings.ONE_PERSON_RELEASES = True
    old = weekly(count=60)[0]
    other = ObservationFactory(index=IndexFactory(path="price/a"), release=old.release, period=old.period)
    assert len(entries(client.get("/feeds/index/price.atom"))) == 30
    correct(old, "77.77", officer(), {"en": "<b>Late</b> & short.", "zh_hans": "迟报。"})
    correct(other, "55.55", officer(), REASONS)
    *_newest, last = entries(client.get("/feeds/index/price.atom"))
    assert len(_newest) == 30
    assert last.find(f"{ATOM}id").text.endswith(f"/index/price/{old.period}")
    content = last.find(f"{ATOM}content").text
    assert "Corrected from 100.00 to 77.77." in content
    assert "&lt;b&gt;Late&lt;/b&gt; &amp; short." in content
    assert "55.55" not in client.get("/feeds/index/price.atom").text


def test_empty_and_unknown_indices(client):
    IndexFactory(path="order")
    assert entries(client.get("/feeds/index/order.atom")) == []
    assert client.get("/feeds/index/nothing.atom").status_code == 404
    assert entries(client.get("/feeds/releases.atom")) == []


def test_queries_do_not_grow(client, django_assert_num_queries):
    weekly(count=3)
    with django_assert_num_queries(4):
        client.get("/feeds/releases.atom")
    with django_assert_num_queries(5):
        client.get("/feeds/index/price.atom")
    weekly(count=300, last=date(2019, 6, 17))
    with django_assert_num_queries(4):
        client.get("/feeds/releases.atom")
    with django_assert_num_queries(5):
        client.get("/feeds/index/price.atom")
