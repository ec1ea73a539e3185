"""Data of SDMX 2.1: public figures in every form, vintages, gaps, and what is refused."""

import gzip
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from pysdmx.io.xml.doc_validation import validate_doc

from indexdata.models import Observation
from indexdata.sdmx import answers, rows
from tests.factories.indexdata import CHINA, IndexFactory, ObservationFactory, ReleaseFactory
from tests.indexdata.sdmx.reading import CSV_1, CSV_2, NAMES, SPECIFIC, rows_of, sentence_of, values_of
from tests.indexdata.world import SECRET, embargoed, monthly, weekly

pytestmark = pytest.mark.django_db
DATA = "/sdmx/2.1/data"
WEEK = timedelta(weeks=1)
MONDAY = date(2025, 6, 16)
FORMS = ["*/*", SPECIFIC, CSV_1, CSV_2]


@pytest.fixture
def prices():
    """Three weekly issues of two indices up to 16 June 2025."""
    return weekly(last=MONDAY) + weekly("price/raw-materials", last=MONDAY, start=Decimal("90.00"))


@pytest.mark.parametrize("accept", FORMS)
@pytest.mark.parametrize("dimension", ["TIME_PERIOD", "AllDimensions"])
def test_every_form_says_the_same(client, prices, accept, dimension):
    found = rows_of(
        client.get(f"{DATA}/PRICE?dimensionAtObservation={dimension}", headers={"accept": accept})
    )
    assert len(found) == 6
    assert found[2] == {
        "FREQ": "W", "INDEX": "PRICE", "TIME_PERIOD": "2025-W25", "OBS_VALUE": "100.20", "OBS_STATUS": "A", "VINTAGE": "1",
        "ISSUE_DATE": "2025-06-16",
    }  # fmt: skip


@pytest.mark.parametrize("accept", ["*/*", SPECIFIC])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?dimensionAtObservation=AllDimensions",
        "?detail=serieskeysonly",
        "?detail=dataonly",
        "?includeHistory=true",
    ],
)
def test_messages_are_valid(client, prices, accept, query):
    validate_doc(client.get(f"{DATA}/PRICE{query}", headers={"accept": accept}).content.decode())


def test_the_two_csv_name_their_flow(client, prices):
    first = client.get(f"{DATA}/PRICE", headers={"accept": CSV_1}).content.decode().splitlines()
    assert first[0] == "DATAFLOW," + ",".join(NAMES)
    assert first[1] == "KQ:PRICE(1.0),W,PRICE,2025-W23,100.00,A,1,2025-06-02,"
    second = client.get(f"{DATA}/PRICE", headers={"accept": CSV_2}).content.decode().splitlines()
    assert second[0] == "STRUCTURE,STRUCTURE_ID,ACTION," + ",".join(NAMES)
    assert second[1] == "dataflow,KQ:PRICE(1.0),I,W,PRICE,2025-W23,100.00,A,1,2025-06-02,"


def test_months_are_months(client):
    monthly()
    found = rows_of(client.get(f"{DATA}/PROSPERITY"))
    assert [row["TIME_PERIOD"] for row in found] == ["2023-01", "2023-02", "2023-03"]
    assert {row["FREQ"] for row in found} == {"M"}
    assert "ISSUE_DATE" not in found[0]


@pytest.mark.parametrize(
    ("address", "codes", "times"),
    [
        ("PRICE/W.PRICE", {"PRICE"}, 3),
        ("PRICE/.PRICE_RAW_MATERIALS/", {"PRICE_RAW_MATERIALS"}, 3),
        ("PRICE/W.PRICE+PRICE_RAW_MATERIALS/KQ", {"PRICE", "PRICE_RAW_MATERIALS"}, 3),
        ("KQ,PRICE/all", {"PRICE", "PRICE_RAW_MATERIALS"}, 3),
        ("KQ,PRICE,1.0", {"PRICE", "PRICE_RAW_MATERIALS"}, 3),
        ("KQ,PRICE,latest/W.PRICE/", {"PRICE"}, 3),
        ("PRICE?startPeriod=2025-W24", {"PRICE", "PRICE_RAW_MATERIALS"}, 2),
        ("PRICE?startPeriod=2025-06&endPeriod=2025-06-09", {"PRICE", "PRICE_RAW_MATERIALS"}, 2),
        ("PRICE?endPeriod=2025-W23", {"PRICE", "PRICE_RAW_MATERIALS"}, 1),
        ("PRICE?lastNObservations=2", {"PRICE", "PRICE_RAW_MATERIALS"}, 2),
        ("PRICE?firstNObservations=1&lastNObservations=1", {"PRICE", "PRICE_RAW_MATERIALS"}, 2),
        ("PRICE?firstNObservations=99", {"PRICE", "PRICE_RAW_MATERIALS"}, 3),
        ("PRICE?updatedAfter=2025-06-09T12:00:00", {"PRICE", "PRICE_RAW_MATERIALS"}, 1),
        ("PRICE?updatedAfter=2025-06-09", {"PRICE", "PRICE_RAW_MATERIALS"}, 2),
        ("PRICE?updatedAfter=2025-06-09T03:59:59Z", {"PRICE", "PRICE_RAW_MATERIALS"}, 2),
    ],
)
def test_questions(client, prices, address, codes, times):
    found = values_of(client.get(f"{DATA}/{address}"))
    assert {code for code, _time in found} == codes
    assert len({time for _code, time in found}) == times


def test_the_last_observations_are_the_newest(client, prices):
    found = values_of(client.get(f"{DATA}/PRICE/W.PRICE?lastNObservations=1"))
    assert found == {("PRICE", "2025-W25"): "100.20"}
    found = values_of(client.get(f"{DATA}/PRICE/W.PRICE?firstNObservations=1"))
    assert found == {("PRICE", "2025-W23"): "100.00"}


@pytest.mark.parametrize("accept", FORMS)
def test_keys_alone(client, prices, accept):
    answer = client.get(f"{DATA}/PRICE?detail=serieskeysonly", headers={"accept": accept})
    body = answer.content.decode()
    assert "PRICE_RAW_MATERIALS" in body
    assert "100.20" not in body
    assert "2025-W25" not in body


def test_data_alone(client, prices):
    assert set(rows_of(client.get(f"{DATA}/PRICE?detail=dataonly"))[0]) == {
        "FREQ",
        "INDEX",
        "TIME_PERIOD",
        "OBS_VALUE",
    }


class TestWhatIsPublic:
    def test_figures_under_embargo_are_nowhere(self, client, prices):
        embargoed()
        for accept in FORMS:
            body = client.get(
                f"{DATA}/PRICE?includeHistory=true", headers={"accept": accept}
            ).content.decode()
            assert str(SECRET) not in body
        assert len(rows_of(client.get(f"{DATA}/PRICE"))) == 6

    def test_invented_figures_are_in_a_flow_of_their_own(self, client, prices):
        index = IndexFactory(path="price")
        ObservationFactory(index=index, period=MONDAY + WEEK, value=Decimal("555.55"), demonstration=True)
        assert len(rows_of(client.get(f"{DATA}/PRICE"))) == 6
        assert values_of(client.get(f"{DATA}/PRICE_DEMO")) == {("PRICE", "2025-W26"): "555.55"}

    def test_an_invented_figure_makes_way(self, client, prices):
        ObservationFactory(
            index=IndexFactory(path="price"), period=MONDAY, value=Decimal("555.55"), demonstration=True
        )
        assert client.get(f"{DATA}/PRICE_DEMO").status_code == 404

    def test_a_withdrawn_figure_says_so(self, client, prices):
        Observation.objects.filter(pk=prices[0].pk).update(value=None, status="O")
        found = rows_of(client.get(f"{DATA}/PRICE/W.PRICE"))
        assert found[0]["OBS_STATUS"] == "O"
        assert "OBS_VALUE" not in found[0]

    @pytest.mark.parametrize("status", ["H", "M"])
    def test_a_recorded_gap_stands_between_figures(self, client, status):
        index = IndexFactory(path="price")
        for week in (0, 2):
            ObservationFactory(index=index, period=MONDAY + week * WEEK)
        for week in (-1, 1, 3):
            ReleaseFactory(period=MONDAY + week * WEEK, no_issue=True, gap_status=status)
        found = rows_of(client.get(f"{DATA}/PRICE"))
        assert [row["TIME_PERIOD"] for row in found] == ["2025-W25", "2025-W26", "2025-W27"]
        assert found[1] == {"FREQ": "W", "INDEX": "PRICE", "TIME_PERIOD": "2025-W26", "OBS_STATUS": status}
        part = rows_of(client.get(f"{DATA}/PRICE?startPeriod=2025-W26&endPeriod=2025-W26"))
        assert part == found[1:2]
        validate_doc(client.get(f"{DATA}/PRICE").content.decode())

    def test_what_is_not_held_is_left_out(self, client):
        index = IndexFactory(path="price")
        for week in (0, 2):
            ObservationFactory(index=index, period=MONDAY + week * WEEK)
        assert [row["TIME_PERIOD"] for row in rows_of(client.get(f"{DATA}/PRICE"))] == [
            "2025-W25",
            "2025-W27",
        ]


class TestVintages:
    SINCE = datetime(2025, 6, 20, 10, 0, tzinfo=CHINA)

    @pytest.fixture(autouse=True)
    def corrected(self):
        """A figure that was replaced before its release, corrected after it, and one that was added."""
        index = IndexFactory(path="price")
        release = ReleaseFactory(period=MONDAY)
        before = release.public_at - timedelta(days=1)
        make = {"index": index, "release": release, "period": MONDAY}
        ObservationFactory(**make, value=Decimal("1.11"), superseded_at=before)
        ObservationFactory(**make, value=Decimal("104.00"), vintage=2, superseded_at=self.SINCE)
        ObservationFactory(**make, value=Decimal("104.68"), vintage=3, published_at=self.SINCE)
        future = timezone.now() + timedelta(days=3)
        ObservationFactory(index=index, period=MONDAY - WEEK, value=Decimal("105.08"), superseded_at=future)
        ObservationFactory(
            index=index, period=MONDAY - WEEK, value=Decimal("777.77"), vintage=2, published_at=future
        )

    def test_the_newest_stands(self, client):
        found = rows_of(client.get(f"{DATA}/PRICE"))
        assert [row["OBS_VALUE"] for row in found] == ["105.08", "104.68"]
        assert found[1]["VINTAGE"] == "3"
        assert found[1]["VALID_FROM"] == "2025-06-20T10:00:00+08:00"
        assert "VALID_FROM" not in found[0]

    @pytest.mark.parametrize("accept", FORMS)
    @pytest.mark.parametrize("word", ["true", "True", "TRUE"])
    def test_history_holds_what_was_once_public(self, client, accept, word):
        answer = client.get(f"{DATA}/PRICE?includeHistory={word}", headers={"accept": accept})
        assert [row["OBS_VALUE"] for row in rows_of(answer)] == ["105.08", "104.00", "104.68"]
        if "xml" in answer["Content-Type"]:
            assert answer.content.decode().count("<mes:DataSet ") == 2
            assert 'validFromDate="2025-06-20T10:00:00+08:00"' in answer.content.decode()
            validate_doc(answer.content.decode())

    def test_only_the_correction_is_new(self, client):
        found = values_of(client.get(f"{DATA}/PRICE?updatedAfter=2025-06-20T09:59:59%2B08:00"))
        assert found == {("PRICE", "2025-W25"): "104.68"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("NOTHING", 404), ("ORDER", 404), ("ECB,PRICE", 404), ("KQ,PRICE,2.0", 404), ("PRICE/W.NOTHING", 404), ("PRICE/M.", 404),
        ("PRICE/all/ECB", 404), ("PRICE?startPeriod=2050", 404), ("PRICE?updatedAfter=2050-01-01", 404), ("PRICE_DEMO", 404),
        ("", 400), ("PRICE/W", 400), ("PRICE/W.PRICE.X", 400), ("PRICE/W.PRI!CE", 400), ("KQ,PRICE,1.0,X", 400), ("PRICE/all/all/x", 400),
        ("KQ,PRICE,1;0", 400), ("PRICE?startPeriod=2025-W54", 400), ("PRICE?startPeriod=2026&endPeriod=2025", 400),
        ("PRICE?startPeriod=", 400),
        ("PRICE?startPeriod=2025&startPeriod=2025", 400), ("PRICE?firstNObservations=0", 400), ("PRICE?lastNObservations=-1", 400),
        ("PRICE?lastNObservations=x", 400), ("PRICE?lastNObservations=٣", 400), ("PRICE?detail=some", 400), ("PRICE?includeHistory=1", 400),
        ("PRICE?updatedAfter=yesterday", 400), ("PRICE?dimensionAtObservation=X", 400), ("PRICE?from=2025", 400),
        ("PRICE?asOf=2025-01-01", 400),
        ("PRICE?dimensionAtObservation=INDEX", 501), ("PRICE?includeHistory=true&lastNObservations=1", 501),
    ],
)  # fmt: skip
def test_refusals(client, prices, address, status):
    answer = client.get(f"{DATA}/{address}")
    assert answer.status_code == status, answer.content
    code, sentence = sentence_of(answer)
    assert code == {400: "140", 404: "100", 501: "501"}[status]
    assert len(sentence) > 20
    assert answer["Content-Type"].startswith("application/xml")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_misspelt_parameter_names_the_right_one(client, prices):
    assert "Did you mean “startPeriod”" in sentence_of(client.get(f"{DATA}/PRICE?startperiod=2025"))[1]


def test_a_form_that_is_not_offered(client, prices):
    answer = client.get(f"{DATA}/PRICE", headers={"accept": "application/vnd.sdmx.data+json;version=2.0.0"})
    assert answer.status_code == 406
    assert "version=1.0.0" in sentence_of(answer)[1]


class TestTransport:
    def test_who_has_it_gets_304(self, client, prices):
        answer = client.get(f"{DATA}/PRICE")
        assert answer["Vary"] == "Accept, Accept-Encoding"
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
        again = client.get(f"{DATA}/PRICE", headers={"if-none-match": f"W/{answer['ETag']}"})
        assert again.status_code == 304
        assert not again.content
        assert again["ETag"] == answer["ETag"]
        assert again["Vary"] == answer["Vary"]
        assert again["Access-Control-Allow-Origin"] == "*"
        Observation.objects.filter(pk=prices[0].pk).update(value=Decimal("100.05"))
        assert client.get(f"{DATA}/PRICE", headers={"if-none-match": answer["ETag"]}).status_code == 200

    def test_each_form_has_a_mark_of_its_own(self, client, prices):
        marks = {client.get(f"{DATA}/PRICE", headers={"accept": accept})["ETag"] for accept in FORMS}
        marks.add(client.get(f"{DATA}/PRICE", headers={"accept-encoding": "gzip"})["ETag"])
        assert len(marks) == len(FORMS) + 1

    def test_it_is_packed_for_who_takes_it(self, client, prices):
        plain = client.get(f"{DATA}/PRICE").content
        packed = client.get(f"{DATA}/PRICE", headers={"accept-encoding": "gzip, deflate"})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain
        assert int(packed["Content-Length"]) == len(packed.content) < len(plain)

    def test_head_options_and_what_is_not_allowed(self, client, prices):
        head, get = client.head(f"{DATA}/PRICE"), client.get(f"{DATA}/PRICE")
        assert (head.status_code, head.content) == (200, b"")
        assert head["ETag"] == get["ETag"]
        assert head["Content-Length"] == get["Content-Length"]
        options = client.options(f"{DATA}/PRICE")
        assert options.status_code == 204
        assert "Accept" in options["Access-Control-Allow-Headers"]
        assert options["Access-Control-Allow-Origin"] == "*"
        posted = client.post(f"{DATA}/PRICE")
        assert posted.status_code == 405
        assert "GET" in posted["Allow"]

    def test_kept_pages_never_mix_forms(self, client, prices, page_cache):
        for _time in range(2):
            for accept, start in (("*/*", b"<?xml"), (CSV_1, b"DATAFLOW")):
                assert client.get(f"{DATA}/PRICE", headers={"accept": accept}).content.startswith(start)


class TestCost:
    @pytest.mark.parametrize("count", [3, 60])
    def test_queries_are_constant(self, client, django_assert_num_queries, count):
        for path in ("price", "price/raw-materials", "price/grey-fabric"):
            weekly(path, count, last=MONDAY)
        ReleaseFactory(period=MONDAY - count * WEEK, no_issue=True)
        with django_assert_num_queries(6):
            client.get(f"{DATA}/PRICE")
        with django_assert_num_queries(4):
            client.get(f"{DATA}/PRICE?detail=serieskeysonly")
        with django_assert_num_queries(4):
            client.get(f"{DATA}/PRICE?includeHistory=true")

    def test_rows_are_read_in_portions_and_written_aside(self, client, monkeypatch):
        """What is held at a time is one series and one portion of rows, whatever is asked for."""
        for number in range(5):
            weekly(f"price/part-{number}", 40, last=MONDAY)
        monkeypatch.setattr(rows, "CHUNK", 10)
        monkeypatch.setattr(answers, "IN_MEMORY", 1_000)
        held, read, portions = [], [], []
        iterate = QuerySet.iterator
        monkeypatch.setattr(
            QuerySet,
            "iterator",
            lambda asked, chunk_size: portions.append(chunk_size) or iterate(asked, chunk_size),
        )
        observed = rows.Observed

        def counted(*row):
            read.append(row)
            return observed(*row)

        monkeypatch.setattr(rows, "Observed", counted)
        written = answers._write

        def watched(file, pieces, digest, packs):
            def watch():
                for piece in pieces:
                    held.append(len(piece))
                    yield piece

            written(file, watch(), digest, packs)
            assert file._rolled

        monkeypatch.setattr(answers, "_write", watched)
        answer = client.get(f"{DATA}/PRICE")
        assert answer.streaming
        assert len(rows_of(answer)) == len(read) == 200
        assert max(held) < sum(held) / 4
        assert portions == [10]
