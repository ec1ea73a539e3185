"""Every message with data, read by pysdmx as a file: gaps, withdrawn figures and vintages as well."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from pysdmx.io import get_datasets, read_sdmx

from tests.factories.indexdata import CHINA, IndexFactory, ObservationFactory, ReleaseFactory
from tests.indexdata.sdmx.reading import CSV_1, CSV_2, SPECIFIC

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
MONDAY, WEEK = date(2025, 6, 16), timedelta(weeks=1)
SINCE = datetime(2025, 7, 20, 10, 0, tzinfo=CHINA)
DATA_21, DATA_30 = "/sdmx/2.1/data/PRICE", "/sdmx/3.0/data/dataflow/KQ/PRICE/1.0"
FORMS = [(DATA_21, "*/*"), (DATA_21, SPECIFIC), (DATA_21, CSV_1), (DATA_30, "*/*"), (DATA_30, CSV_2)]
STRUCTURES = [
    "/sdmx/2.1/dataflow/KQ/PRICE/latest?references=all",
    "/sdmx/3.0/structure/dataflow/KQ/PRICE/1.0?references=all",
]


@pytest.fixture(autouse=True)
def figures():
    """A figure, a gap, a corrected figure, and one that was withdrawn."""
    index = IndexFactory(path="price")
    ObservationFactory(index=index, period=MONDAY, value=Decimal("104.68"))
    ReleaseFactory(period=MONDAY + WEEK, no_issue=True, gap_status="H")
    for week, value, status in ((2, Decimal("105.00"), "A"), (3, None, "O")):
        make = {"index": index, "period": MONDAY + week * WEEK}
        old = ObservationFactory(**make, value=Decimal("99.00"), superseded_at=SINCE)
        ObservationFactory(
            **make, release=old.release, value=value, status=status, vintage=2, published_at=SINCE
        )


@pytest.mark.parametrize(("address", "accept"), FORMS)
@pytest.mark.parametrize("dimension", ["TIME_PERIOD", "AllDimensions"])
def test_every_form_is_read_alike(client, address, accept, dimension):
    body = client.get(
        f"{address}?dimensionAtObservation={dimension}", headers={"accept": accept}
    ).content.decode()
    (data_set,) = read_sdmx(body, validate=True).data
    held = {
        row.TIME_PERIOD: (
            None if pd.isna(row.OBS_VALUE) or row.OBS_VALUE == "" else float(row.OBS_VALUE),
            row.OBS_STATUS,
        )
        for row in data_set.data.itertuples()
    }
    assert held == {
        "2025-W25": (104.68, "A"),
        "2025-W26": (None, "H"),
        "2025-W27": (105.0, "A"),
        "2025-W28": (None, "O"),
    }


@pytest.mark.parametrize(("address", "accept"), FORMS)
@pytest.mark.parametrize("structure", STRUCTURES)
def test_data_fit_their_structure(client, address, accept, structure):
    data = client.get(address, headers={"accept": accept}).content.decode()
    (data_set,) = get_datasets(data, client.get(structure).content.decode(), validate=True)
    assert data_set.data.shape[0] == 4


@pytest.mark.parametrize(("address", "accept"), FORMS)
def test_history_is_read_as_a_file(client, address, accept):
    body = client.get(f"{address}?includeHistory=true", headers={"accept": accept}).content.decode()
    rows = [row for one in read_sdmx(body, validate=True).data for row in one.data.itertuples()]
    held = sorted((row.TIME_PERIOD, str(row.VINTAGE).removesuffix(".0"), row.OBS_STATUS) for row in rows)
    assert held == [
        ("2025-W25", "1", "A"),
        ("2025-W27", "1", "A"),
        ("2025-W27", "2", "A"),
        ("2025-W28", "1", "A"),
        ("2025-W28", "2", "O"),
    ]
