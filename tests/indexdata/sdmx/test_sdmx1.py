"""sdmx1, as it comes, reads everything: structures, the published figures exactly, series keys, parts and vintages."""

from decimal import Decimal

import pytest
import sdmx

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]
FLOWS = ("PRICE", "PROSPERITY", "FOREIGN_TRADE")


@pytest.fixture(scope="module")
def client(served):
    """A client of the service of 2.1."""
    sdmx.add_source({"id": "KQ", "url": f"{served}/sdmx/2.1", "name": "Keqiao"}, override=True)
    return sdmx.Client("KQ")


def figures(message):
    """Return {(code, time): value} of the observations that have a value."""
    found = {}
    for data_set in message.data:
        for one in data_set.obs:
            values = {name: value.value for name, value in one.key.values.items()}
            if one.value is not None:
                found[values["INDEX"], values["TIME_PERIOD"]] = Decimal(str(one.value))
    return found


def test_structures_are_read_with_names_and_parents(client):
    assert set(client.dataflow().dataflow) >= set(FLOWS)
    message = client.dataflow("PRICE")
    assert set(message.codelist) == {"CL_FREQ", "CL_INDEX", "CL_OBS_STATUS"}
    code = message.codelist["CL_INDEX"]["PRICE_RM"]
    assert code.parent.id == "PRICE"
    assert code.name["zh-Hans"] == "原料类"
    structure = message.structure["SERIES"]
    assert [one.id for one in structure.dimensions] == ["FREQ", "INDEX", "TIME_PERIOD"]
    assert [one.id for one in structure.attributes] == ["OBS_STATUS", "VINTAGE", "ISSUE_DATE", "VALID_FROM"]
    assert client.datastructure("SERIES").structure["SERIES"].dimensions == structure.dimensions
    assert len(client.codelist("CL_INDEX").codelist["CL_INDEX"]) > 90
    assert client.agencyscheme().organisation_scheme["AGENCIES"]
    assert client.categoryscheme().category_scheme["SUBJECTS"]


@pytest.mark.parametrize("specific", [False, True])
def test_exactly_the_published_values(client, published, specific):
    structure = client.dataflow("PRICE").structure["SERIES"] if specific else None
    found = {}
    for flow in FLOWS:
        found |= figures(client.data(flow, dsd=structure))
    assert found == published


def test_parts_and_keys(client, published):
    message = client.data(
        "PRICE",
        key="W.PRICE+PRICE_RM",
        params={"startPeriod": "2025-W24", "lastNObservations": 1, "detail": "full"},
    )
    assert figures(message) == {
        ("PRICE", "2025-W25"): published["PRICE", "2025-W25"],
        ("PRICE_RM", "2025-W25"): published["PRICE_RM", "2025-W25"],
    }
    keys = client.series_keys("PRICE")
    assert {key.values["INDEX"].value for key in keys} == {code for code, time in published if "W" in time}


def test_history_is_asked_for_with_a_capital(client, published):
    message = client.data("PRICE", params={"includeHistory": True})
    assert len(figures(message)) == sum("W" in time for _code, time in published)


def test_pandas(client):
    frame = sdmx.to_pandas(client.data("PRICE", key="W.PRICE", params={"startPeriod": "2025"}))
    assert frame.loc["2025-W25", "W", "PRICE"] == 104.68


def test_what_is_not_there_is_an_error_with_its_reason(client):
    with pytest.raises(Exception, match="404"):
        client.data("PRICE", key="W.NOTHING")
