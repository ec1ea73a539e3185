"""Three vintages of one figure through every door, as of three days and moments (F9, F10, F21, F22)."""

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from indexdata.models import Observation, Revision
from indexdata.series.parameters import parse_moment
from tests.factories.indexdata import CHINA, IndexFactory, ObservationFactory, ReleaseFactory

pytestmark = pytest.mark.django_db
PERIOD = date(2023, 6, 12)
#: A figure of 12 June, corrected on the 20th, and twice on the 27th.
VINTAGES = {"106.30": None, "106.35": datetime(2023, 6, 20, 10, 0, tzinfo=CHINA),
            "106.40": datetime(2023, 6, 27, 9, 0, tzinfo=CHINA), "106.45": datetime(2023, 6, 27, 16, 0, tzinfo=CHINA)}  # fmt: skip
AS_OF = {"2023-06-15": "106.30", "2023-06-20": "106.35", "2023-06-27": "106.45", "2023-06-27T12:00": "106.40",
         "2023-06-27T12:00:00%2B08:00": "106.40", "2023-06-27T04:00:00Z": "106.40", "": "106.45"}  # fmt: skip
ZH = {"106.35": "报送较晚", "106.40": "录入有误", "106.45": "再次核对"}


@pytest.fixture(autouse=True)
def corrected():
    """Three corrections of one figure, at moments that have passed."""
    index = IndexFactory(path="price")
    ObservationFactory(index=index, period=PERIOD - timedelta(weeks=1), value=Decimal("105.97"))
    release, old = ReleaseFactory(period=PERIOD), None
    for number, (value, moment) in enumerate(VINTAGES.items(), 1):
        new = Observation.objects.create(
            index=index, release=release, period=PERIOD, value=value, vintage=number, published_at=moment,
            superseded_at=next(iter(list(VINTAGES.values())[number:]), None),
        )  # fmt: skip
        if old:
            Revision.objects.record(old, new, {"reason_en": f"To {value}.", "reason_zh_hans": ZH[value]})
        old = new
    return index


@pytest.mark.parametrize(("as_of", "value"), AS_OF.items())
def test_a_figure_stands_as_of_a_day_at_every_door(client, as_of, value):
    query = f"?as_of={as_of}" if as_of else ""
    others = [one for one in VINTAGES if one != value]
    number = list(VINTAGES).index(value) + 1

    def shows(address, *, alone=True):
        text = (
            client.get(f"{address}{query}").text.partition("<main")[2] or client.get(f"{address}{query}").text
        )
        assert value in text, (address, query)
        later = others[number - 1 :]
        assert not [one for one in (others if alone else later) if one in text], (address, query)

    shows("/index/price/chart.svg")
    shows("/index/price/", alone=False)
    shows("/releases/price/2023-06-12/", alone=False)
    page = client.get(f"/index/compare/?s=price{query.replace('?', '&')}").text
    assert value in page
    (row,) = [
        row
        for row in csv.DictReader(
            io.StringIO(client.get(f"/index/price/data.csv{query}").content.decode("utf-8-sig"))
        )
        if row["period"] == "2023-06-12"
    ]
    assert (row["value"], row["vintage"]) == (value, str(number))
    moment = VINTAGES[value]
    assert row["published_at"] == "2023-06-12T12:00:00+08:00"
    assert row["revised_at"] == (moment.isoformat() if moment else "")
    assert row["reason_zh_hans"] == ZH.get(value, "")
    for address in ("/index/price/data.json", "/api/v1/indices/price/observations"):
        document = client.get(f"{address}{query}").json()
        one = document["observations"][-1]
        assert (one["value"], one["vintage"], one["revised_at"]) == (
            float(value), number, moment.isoformat() if moment else None
        )  # fmt: skip
        assert one["reason"] == (moment and {"en": f"To {value}.", "zh-Hans": ZH[value]})
    newest = client.get("/api/v1/indices/price").json()["newest"]
    assert (newest["value"], newest["vintage"], newest["reason"]["en"]) == (106.45, 4, "To 106.45.")


def test_the_feed_tells_each_step(client):
    feed = client.get("/feeds/revisions.atom").text
    steps = list(VINTAGES)
    for old, new in pairwise(steps):
        assert f"Corrected from {old} to {new}." in feed
    assert "再次核对" in client.get("/zh-hans/feeds/revisions.atom").text


@pytest.mark.parametrize(
    "as_of",
    ["2999-01-01", "2999-01-01T10:00", "2023-02-30", "2023-06-27T25:00", "yesterday", "1850-01-01T10:00"],
)
def test_what_is_no_day_or_moment_is_refused_with_a_sentence(client, as_of):
    for address in (
        "/index/price/data.csv",
        "/index/price/data.json",
        "/index/price/chart.svg",
        "/api/v1/indices/price/observations",
    ):
        answer = client.get(f"{address}?as_of={as_of}")
        assert answer.status_code == 400, address
        assert "as_of: " in answer.text
    for address in ("/index/", "/index/price/", "/index/compare/?s=price", "/releases/price/2023-06-12/"):
        page = client.get(f"{address}{'&' if '?' in address else '?'}as_of={as_of}")
        assert page.status_code == 200
        assert f'value="{as_of}"' in page.text, address


def test_today_means_now_and_a_plus_that_was_not_escaped_is_one(client):
    today = timezone.localdate()
    assert client.get(f"/index/price/data.json?as_of={today}").status_code == 200
    assert "Figures as they stand today." in client.get(f"/index/price/?as_of={today}").text
    assert parse_moment("2023-06-27T12:00:00 08:00") == datetime(2023, 6, 27, 12, 0, tzinfo=CHINA)


def test_a_day_before_the_first_figure_is_a_page_with_its_sentence(client):
    """F9, F21: it says that nothing was out on that day, and offers another."""
    for address, said in {
        "/index/price/": "No figure of this index was public on that day.",
        "/index/": "No value of the Price index was public on that day.",
        "/index/compare/?s=price": "Nothing of this choice was public on that day",
        "/releases/price/2023-06-12/": "Not out yet on that day",
    }.items():
        page = client.get(f"{address}{'&' if '?' in address else '?'}as_of=1990-01-01").text
        assert said in page, address
        assert 'name="as_of"' in page
        assert "Show the present figures" in page
    assert client.get("/index/price/chart.svg?as_of=1990-01-01").status_code == 200
    assert client.get("/index/price/data.json?as_of=1990-01-01").json()["count"] == 0


def test_the_present_figures_and_another_day_keep_the_rest_of_the_choice(client):
    """F9: compare lost which indices were chosen."""
    asked = "?s=price&rebase=1&from=2023-01-01&as_of=2023-06-15"
    page = client.get(f"/index/compare/{asked}").text
    assert 'href="/index/compare/?s=price&amp;rebase=1&amp;from=2023-01-01"' in page
    page = client.get("/index/price/?transform=rebased&from=2023-01-01&as_of=1990-01-01").text
    assert 'name="transform" value="rebased"' in page
    assert 'href="/index/price/?from=2023-01-01&amp;transform=rebased"' in page


def test_an_earlier_release_leads_to_the_newest_of_its_family(client):
    earlier = reverse("indexdata:release", args=["price", "2023-06-05"])
    page = client.get(earlier).text
    assert "This is an earlier release." in page
    assert 'href="/releases/price/2023-06-12/"' in page
    assert "This is an earlier release." not in client.get("/releases/price/2023-06-12/").text
