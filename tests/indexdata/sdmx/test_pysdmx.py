"""pysdmx, as it comes, discovers and reads everything of 3.0; sdmx1 reads 3.0 too."""

from decimal import Decimal

import pytest
import sdmx
import sdmx.reader.xml.v30
from pysdmx.api.dc.pd import PandasConnector
from pysdmx.api.dc.rest import SdmxConnector
from pysdmx.api.fmr import RegistryClient
from pysdmx.errors import NotFound

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]
#: Seconds for an answer: the machine may be busy with other tests.
PATIENCE = 60
FLOWS = ("PRICE", "PROSPERITY", "FOREIGN_TRADE")


def urn(flow):
    return f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=KQ:{flow}(1.0)"


@pytest.fixture(scope="module")
def address(served):
    """The address of the service of 3.0."""
    return f"{served}/sdmx/3.0"


def test_flows_are_discovered_with_their_numbers(address, published):
    connector = SdmxConnector(address, timeout=PATIENCE)
    flows = {flow.id: flow for flow in connector.dataflows()}
    assert set(flows) >= set(FLOWS)
    found = connector.dataflow(urn("PRICE"))
    assert [one.id for one in found.structure.components][:4] == ["FREQ", "INDEX", "TIME_PERIOD", "OBS_VALUE"]
    assert found.series_count == len({code for code, time in published if "W" in time})
    assert found.obs_count == sum("W" in time for _code, time in published)
    assert "demonstration" in flows["PRICE_DEMO"].name
    with pytest.raises(NotFound):
        connector.dataflow(urn("PRICE_DEMO"))  # nothing is invented here


def test_exactly_the_published_values(address, published):
    connector = SdmxConnector(address, timeout=PATIENCE)
    found = {
        (row["INDEX"], row["TIME_PERIOD"]): Decimal(row["OBS_VALUE"])
        for flow in FLOWS
        for row in connector.data(urn(flow))
        if row["OBS_VALUE"]
    }
    assert found == published


def test_filters_as_people_write_them(address, published):
    rows = SdmxConnector(address, timeout=PATIENCE).data(
        urn("PRICE"), "INDEX IN ('PRICE', 'PRICE_RM') AND TIME_PERIOD >= '2025-W20'"
    )
    found = {(row["INDEX"], row["TIME_PERIOD"]) for row in rows}
    assert found == {
        key
        for key in published
        if key[0] in ("PRICE", "PRICE_RM") and "2025-W20" <= key[1] < "2026" and "W" in key[1]
    }


def test_pandas_reads_numbers(address, published):
    frame = PandasConnector(address).data(urn("PRICE"))
    assert str(frame.dtypes["OBS_VALUE"]) == "Float64"
    held = {
        (row.INDEX, key[1]): Decimal(str(row.OBS_VALUE))
        for key, row in frame.iterrows()
        if row.OBS_VALUE == row.OBS_VALUE
    }
    assert held == {key: value for key, value in published.items() if "W" in key[1]}


def test_the_registry_client_reads_structures(address):
    client = RegistryClient(address, timeout=PATIENCE)
    codes = client.get_codes("KQ", "CL_INDEX", "1.0").codes
    assert len(codes) > 90
    schema = client.get_schema("dataflow", "KQ", "PRICE", "1.0")
    assert schema.components["INDEX"].local_codes.codes[0].id == "PRICE"
    assert client.get_dataflow_details("KQ", "PRICE", "1.0").id == "PRICE"
    assert client.get_data_structures("KQ", "SERIES", "1.0")
    assert len(client.get_concepts("KQ", "CONCEPTS", "1.0").concepts) == 8
    assert client.get_categories("KQ", "SUBJECTS", "1.0")
    with pytest.raises(NotFound):
        client.get_hierarchy("KQ", "NOTHING", "1.0")


@pytest.fixture(scope="module")
def sdmx1(address):
    """sdmx1 as a client of 3.0."""
    sdmx.add_source({"id": "KQ3", "url": address, "name": "Keqiao", "versions": ["3.0"]}, override=True)
    return sdmx.Client("KQ3")


def test_sdmx1_reads_3_0(sdmx1, published):
    message = sdmx1.get("dataflow", "PRICE", agency_id="KQ", params={"references": "all"})
    assert message.codelist["CL_INDEX"]["PRICE_RM"].parent.id == "PRICE"
    structure, found = message.structure["SERIES"], {}
    for flow in FLOWS:
        for data_set in sdmx1.get("data", flow, agency_id="KQ", key="*", dsd=structure).data:
            for one in data_set.obs:
                values = {name: value.value for name, value in one.key.values.items()}
                if one.value:
                    found[values["INDEX"], values["TIME_PERIOD"]] = Decimal(str(one.value))
    assert found == published


def test_sdmx1_asks_for_parts_of_3_0(sdmx1):
    series = sdmx.to_pandas(
        sdmx1.get(
            "data",
            "PRICE",
            agency_id="KQ",
            key="W.PRICE",
            params={"lastNObservations": 1, "update_after": "2020-01-01"},
        )
    )
    assert series.iloc[0] == 104.68
    there = sdmx1.get(
        "availableconstraint", "PRICE", agency_id="KQ", key="*", force=True, params={"component_id": "*"}
    )
    assert there.constraint["PRICE_AVAILABLE"]
