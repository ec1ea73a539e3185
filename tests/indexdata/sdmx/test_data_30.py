"""Data of SDMX 3.0: filters of components, vintages as of a moment, what is left out, availability."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from pysdmx.io.json.sdmxjson2.reader.doc_validation import validate_sdmx_json
from pysdmx.io.xml.doc_validation import validate_doc

from tests.factories.indexdata import CHINA, IndexFactory, ObservationFactory, ReleaseFactory
from tests.indexdata.sdmx.reading import CSV_1, CSV_2, rows_of, sentence_of, values_of
from tests.indexdata.world import SECRET, embargoed, weekly

pytestmark = pytest.mark.django_db
DATA = "/sdmx/3.0/data/dataflow/KQ/PRICE/1.0"
AVAILABLE = "/sdmx/3.0/availability/dataflow/KQ/PRICE/1.0"
JSON = {"accept": "application/vnd.sdmx.structure+json;version=2.0.0"}
WEEK = timedelta(weeks=1)
MONDAY = date(2025, 6, 16)
FORMS = ["*/*", CSV_1, CSV_2, "text/csv", "application/xml"]


@pytest.fixture
def prices():
    """Three weekly issues of two indices up to 16 June 2025."""
    return weekly(last=MONDAY) + weekly("price/raw-materials", last=MONDAY, start=Decimal("90.00"))


@pytest.mark.parametrize("accept", FORMS)
@pytest.mark.parametrize("dimension", ["TIME_PERIOD", "AllDimensions"])
def test_every_form_says_the_same(client, prices, accept, dimension):
    answer = client.get(f"{DATA}?dimensionAtObservation={dimension}", headers={"accept": accept})
    found = rows_of(answer)
    assert len(found) == 6
    assert found[2] == {
        "FREQ": "W", "INDEX": "PRICE", "TIME_PERIOD": "2025-W25", "OBS_VALUE": "100.20", "OBS_STATUS": "A", "VINTAGE": "1",
        "ISSUE_DATE": "2025-06-16",
    }  # fmt: skip
    if "xml" in answer["Content-Type"]:
        validate_doc(answer.content.decode())


@pytest.mark.parametrize(
    ("address", "codes", "times"),
    [
        ("/sdmx/3.0/data/*/KQ/PRICE/+/W.PRICE", {"PRICE"}, 3),
        ("/sdmx/3.0/data/dataflow/KQ/PRICE/~/*/", {"PRICE", "PRICE_RAW_MATERIALS"}, 3),
        ("/sdmx/3.0/data/dataflow/all/PRICE/latest/*.PRICE_RAW_MATERIALS", {"PRICE_RAW_MATERIALS"}, 3),
        (f"{DATA}/W.PRICE,W.PRICE_RAW_MATERIALS", {"PRICE", "PRICE_RAW_MATERIALS"}, 3),
        (f"{DATA}/W.PRICE?lastNObservations=1", {"PRICE"}, 1),
        (f"{DATA}?c[INDEX]=PRICE,PRICE_RAW_MATERIALS&c[TIME_PERIOD]=ge:2025-W24", {"PRICE", "PRICE_RAW_MATERIALS"}, 2),
        (f"{DATA}?c%5BINDEX%5D=PRICE&c%5BTIME_PERIOD%5D=ge%3A2025-W23%2Ble%3A2025-W24", {"PRICE"}, 2),
        (f"{DATA}?c[TIME_PERIOD]=ge:2025-W23&c[TIME_PERIOD]=lt:2025-W25", {"PRICE", "PRICE_RAW_MATERIALS"}, 2),
        (f"{DATA}?c[TIME_PERIOD]=ne:2025-W24&c[FREQ]=W", {"PRICE", "PRICE_RAW_MATERIALS"}, 2),
        (f"{DATA}?c[TIME_PERIOD]=2025-W23,2025-W25", {"PRICE", "PRICE_RAW_MATERIALS"}, 2),
        (f"{DATA}?c[INDEX]=sw:PRICE_", {"PRICE_RAW_MATERIALS"}, 3),
        (f"{DATA}?updateAfter=2025-06-09T12:00:00", {"PRICE", "PRICE_RAW_MATERIALS"}, 1),
        (f"{DATA}?updatedAfter=2025-06-09T12:00:00", {"PRICE", "PRICE_RAW_MATERIALS"}, 1),
    ],
)  # fmt: skip
def test_questions(client, prices, address, codes, times):
    found = values_of(client.get(address))
    assert {code for code, _time in found} == codes
    assert len({time for _code, time in found}) == times


@pytest.mark.parametrize("accept", ["*/*", CSV_1, CSV_2])
def test_parts_of_observations(client, prices, accept):
    def names(query):
        return set(rows_of(client.get(f"{DATA}?{query}", headers={"accept": accept}))[0]) - {"FREQ", "INDEX"}

    assert names("attributes=none") == {"TIME_PERIOD", "OBS_VALUE"}
    assert names("attributes=OBS_STATUS") == {"TIME_PERIOD", "OBS_VALUE", "OBS_STATUS"}
    assert names("measures=none&attributes=OBS_STATUS") == {"TIME_PERIOD", "OBS_STATUS"}
    keys = client.get(f"{DATA}?measures=none&attributes=none", headers={"accept": accept}).content.decode()
    assert "PRICE_RAW_MATERIALS" in keys
    assert "2025-W25" not in keys


class TestVintages:
    """A figure of 16 June that was corrected on the 20th at ten."""

    @pytest.fixture(autouse=True)
    def corrected(self):
        since = datetime(2025, 6, 20, 10, 0, tzinfo=CHINA)
        make = {
            "index": IndexFactory(path="price"),
            "period": MONDAY,
            "release": ReleaseFactory(period=MONDAY),
        }
        ObservationFactory(**make, value=Decimal("104.00"), superseded_at=since)
        ObservationFactory(**make, value=Decimal("104.68"), vintage=2, published_at=since)

    @pytest.mark.parametrize(
        ("moment", "value"),
        [
            ("2025-06-20T09:59:59", "104.00"),
            ("2025-06-20T10:00:00", "104.68"),
            ("2025-06-20T10:00", "104.68"),
            ("2025-06-20T01:59:59Z", "104.00"),
            ("2025-06-20T02:00:00Z", "104.68"),
            ("2025-06-20T10:00:00%2B09:00", "104.00"),
            ("2025-06-20", "104.00"),
            ("2025-06-21", "104.68"),
        ],
    )
    def test_figures_stand_as_of_a_moment_of_shanghai(self, client, moment, value):
        assert values_of(client.get(f"{DATA}?asOf={moment}")) == {("PRICE", "2025-W25"): value}

    def test_before_its_release_there_is_nothing(self, client):
        assert client.get(f"{DATA}?asOf=2025-06-16T11:59:59").status_code == 404
        assert client.get(f"{AVAILABLE}?asOf=2025-06-16T11:59:59").status_code == 404

    def test_history_as_of_a_moment(self, client):
        found = rows_of(client.get(f"{DATA}?includeHistory=True", headers={"accept": CSV_2}))
        assert [row["OBS_VALUE"] for row in found] == ["104.00", "104.68"]
        found = rows_of(client.get(f"{DATA}?includeHistory=true&asOf=2025-06-19"))
        assert [row["OBS_VALUE"] for row in found] == ["104.00"]

    def test_the_future_is_refused(self, client):
        assert client.get(f"{DATA}?asOf=2099-01-01").status_code == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("c[INDEX]=NOTHING", 404), ("c[FREQ]=M", 404), ("c[TIME_PERIOD]=ge:2050", 404), ("c[INDEX]=", 400), ("c[INDEX]=xx:PRICE", 400),
        ("c[TIME_PERIOD]=ge:2025-W54", 400), ("c[TIME_PERIOD]=x", 400), ("c[NOTHING]=1", 400), ("c=1", 400), ("startPeriod=2025", 400),
        ("asOf=x", 400), ("attributes=NOTHING", 400), ("measures=NOTHING", 400), ("detail=full", 400), ("c[OBS_VALUE]=gt:100", 501),
        ("c[OBS_STATUS]=A", 501), ("dimensionAtObservation=FREQ", 501),
    ],
)  # fmt: skip
def test_refusals(client, prices, query, status):
    answer = client.get(f"{DATA}?{query}")
    assert answer.status_code == status, answer.content
    assert sentence_of(answer)[1]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("", 501), ("*", 501), ("dataflow/KQ", 501), ("dataflow/KQ/*", 501), ("datastructure/KQ/SERIES/1.0", 501),
        ("nothing/KQ/PRICE", 404),
        ("dataflow/ECB/PRICE", 404), ("dataflow/KQ/NOTHING", 404), ("dataflow/KQ/PRICE/9.0", 404), ("dataflow/KQ/PRICE/+/W", 400),
        ("dataflow/KQ/PRICE/+/W.PRICE/x/y", 400),
    ],
)  # fmt: skip
def test_addresses_that_say_too_little_or_too_much(client, prices, address, status):
    for resource in ("data", "availability"):
        answer = client.get(f"/sdmx/3.0/{resource}/{address}")
        assert answer.status_code == status, answer.content


def test_as_many_conditions_as_are_allowed_are_answered(client, prices):
    for query in (",".join(["2025-W25"] * 100), "%2B".join(["ne:2025-W24"] * 100)):
        assert client.get(f"{DATA}?c[TIME_PERIOD]={query}").status_code == 200
    assert client.get(f"{DATA}?c[TIME_PERIOD]={','.join(['2025'] * 101)}").status_code == 400
    codes = ",".join(["PRICE"] * 900)
    assert client.get(f"{DATA}?c[INDEX]={codes}").status_code == 200


def test_too_many_questions_are_refused_as_the_standard_says(client, prices, settings):
    settings.FILES_PER_MINUTE = 2
    answers = [client.get(DATA) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert sentence_of(answers[2])[0] == "503"
    assert int(answers[2]["Retry-After"]) > 0


def test_a_failure_of_ours_is_an_error_of_the_standard(client, monkeypatch):
    def fail(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr("indexdata.sdmx.questions_30.data_sets", fail)
    client.raise_request_exception = False
    answer = client.get(DATA)
    assert answer.status_code == 500
    assert sentence_of(answer)[0] == "500"
    assert b"v3_0" in answer.content


class TestAvailability:
    def region(self, client, address):
        """Return ({component: values or span}, {metric: number}) of an answer."""
        answer = client.get(address, headers=JSON)
        assert answer.status_code == 200, answer.content
        validate_sdmx_json(answer.content.decode())
        (constraint,) = json.loads(answer.content)["data"]["dataConstraints"]
        assert constraint["role"] == "Actual"
        (region,) = constraint["cubeRegions"]
        held = {}
        for one in region["keyValues"]:
            held[one["id"]] = (
                [end["period"] for end in one["timeRange"].values()]
                if "timeRange" in one
                else [value["value"] for value in one["values"]]
            )
        return held, {one["id"]: int(one["title"]) for one in constraint["annotations"]}

    def test_what_there_is(self, client, prices):
        held, counted = self.region(client, AVAILABLE)
        assert held == {
            "FREQ": ["W"],
            "INDEX": ["PRICE", "PRICE_RAW_MATERIALS"],
            "TIME_PERIOD": ["2025-W23", "2025-W25"],
        }
        assert counted == {"obs_count": 6, "series_count": 2}

    def test_of_a_part(self, client, prices):
        held, counted = self.region(client, f"{AVAILABLE}/W.PRICE?c[TIME_PERIOD]=ge:2025-W24&mode=exact")
        assert held == {"FREQ": ["W"], "INDEX": ["PRICE"], "TIME_PERIOD": ["2025-W24", "2025-W25"]}
        assert counted == {"obs_count": 2, "series_count": 1}
        held, _counted = self.region(client, f"{AVAILABLE}/*/INDEX")
        assert held == {"INDEX": ["PRICE", "PRICE_RAW_MATERIALS"]}

    def test_it_counts_what_the_data_have(self, client, prices):
        ObservationFactory(index=IndexFactory(path="price"), period=MONDAY + 2 * WEEK)
        ReleaseFactory(period=MONDAY + WEEK, no_issue=True, gap_status="H")
        embargoed(value=SECRET)
        _held, counted = self.region(client, AVAILABLE)
        assert counted["obs_count"] == len(rows_of(client.get(DATA))) == 8

    @pytest.mark.parametrize("address", [AVAILABLE, "/sdmx/2.1/availableconstraint/PRICE"])
    @pytest.mark.parametrize("references", ["none", "all", "dataflow", "codelist", "descendants"])
    def test_it_is_valid_with_what_it_refers_to(self, client, prices, address, references):
        answer = client.get(f"{address}?references={references}")
        assert answer.status_code == 200
        body = answer.content.decode()
        validate_doc(body)
        assert ("<str:Dataflow " in body) is (references in ("all", "dataflow", "descendants"))
        assert ("<str:Codelist " in body) is (references in ("all", "codelist", "descendants"))

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            (f"{AVAILABLE}?mode=available", 501), (f"{AVAILABLE}?mode=x", 400), (f"{AVAILABLE}/*/NOTHING", 400),
            (f"{AVAILABLE}/W.NOTHING", 404), ("/sdmx/2.1/availableconstraint/PRICE_DEMO", 404), ("/sdmx/2.1/availableconstraint", 400),
            ("/sdmx/2.1/availableconstraint/PRICE?startPeriod=x", 400), ("/sdmx/2.1/availableconstraint/PRICE/all/all/X", 400),
        ],
    )  # fmt: skip
    def test_refusals(self, client, prices, address, status):
        assert client.get(address).status_code == status

    @pytest.mark.parametrize("count", [3, 40])
    def test_queries_are_constant(self, client, django_assert_num_queries, count):
        weekly(count=count, last=MONDAY)
        weekly("price/raw-materials", count, last=MONDAY)
        with django_assert_num_queries(6):
            client.get(AVAILABLE)
        with django_assert_num_queries(5):
            client.get(DATA)
