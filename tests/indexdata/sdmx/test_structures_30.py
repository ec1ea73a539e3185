"""Structures and schemas of SDMX 3.0, as XML and as JSON, both valid and saying the same."""

import json

import pytest
from pysdmx.io.json.sdmxjson2.reader.doc_validation import validate_sdmx_json
from pysdmx.io.xml.doc_validation import validate_doc

from indexdata.sdmx.structure_json import LISTS
from tests.factories.indexdata import IndexFactory
from tests.indexdata.sdmx.reading import sentence_of

pytestmark = pytest.mark.django_db
HERE = "/sdmx/3.0"
JSON = {"accept": "application/vnd.sdmx.structure+json;version=2.0.0"}
ALL = set(LISTS.values()) - {"dataConstraints"}
AROUND = ALL - {"agencySchemes"}
BELOW = {"dataflows", "dataStructures", "codelists", "conceptSchemes"}


@pytest.fixture(autouse=True)
def tree():
    """A small classification."""
    IndexFactory(path="price/raw-materials", name_zh_hans="原料类")


def held(client, address):
    """Return the data of the JSON answer of an address; it and the XML one are valid."""
    xml = client.get(f"{HERE}/{address}")
    assert xml.status_code == 200, xml.content
    assert xml["Content-Type"].startswith("application/vnd.sdmx.structure+xml;version=3.0.0")
    validate_doc(xml.content.decode())
    answer = client.get(f"{HERE}/{address}", headers=JSON)
    assert answer["Content-Type"].startswith("application/vnd.sdmx.structure+json;version=2.0.0")
    validate_sdmx_json(answer.content.decode())
    return json.loads(answer.content)["data"]


@pytest.mark.parametrize(
    ("address", "lists"),
    [
        ("structure/dataflow", {"dataflows"}),
        ("structure/dataflow/KQ/", {"dataflows"}),
        ("structure/dataflow/*/*/*", {"dataflows"}),
        ("structure/dataflow/KQ/PRICE/+", {"dataflows"}),
        ("structure/dataflow/KQ/PRICE/~", {"dataflows"}),
        ("structure/dataflow/KQ/PRICE/1.0+", {"dataflows"}),
        ("structure/dataflow/KQ/PRICE/latest/", {"dataflows"}),
        ("structure/dataflow/all/all/all", {"dataflows"}),
        ("structure/dataflow/KQ/PRICE,PROSPERITY/1.0", {"dataflows"}),
        ("structure/dataflow?detail=allcompletestubs", {"dataflows"}),
        ("structure/codelist/KQ/CL_INDEX/1.0/", {"codelists"}),
        ("structure/codelist/KQ/CL_INDEX/1.0/PRICE,PRICE_RAW_MATERIALS", {"codelists"}),
        ("structure/datastructure/KQ/SERIES/1.0?detail=referencepartial&references=descendants", BELOW - {"dataflows"}),
        ("structure/dataflow/KQ/PRICE/1.0?detail=referencepartial&references=all", AROUND),
        ("structure/codelist/KQ/CL_FREQ?references=ancestors", {"codelists", "dataStructures", "dataflows", "categorisations"}),
        ("structure/*", ALL),
        ("structure", ALL),
        ("structure?detail=allstubs", ALL),
        ("structure?detail=raw", ALL),
        ("schema/dataflow/KQ/PRICE/1.0/", BELOW),
        ("schema/dataflow/KQ/PRICE/+?dimensionAtObservation=AllDimensions", BELOW),
    ],
)  # fmt: skip
def test_structures_are_valid_and_what_belongs_to_them(client, address, lists):
    assert set(held(client, address)) == lists


def test_codes_have_names_in_both_languages_and_parents(client):
    code = held(client, "structure/codelist/KQ/CL_INDEX")["codelists"][0]["codes"][1]
    assert code["id"] == "PRICE_RAW_MATERIALS"
    assert code["names"] == {"en": "Raw materials", "zh-hans": "原料类"}
    assert code["parent"] == "PRICE"
    xml = client.get(f"{HERE}/structure/codelist/KQ/CL_INDEX").content.decode()
    assert '<com:Name xml:lang="zh-Hans">原料类</com:Name><str:Parent>PRICE</str:Parent>' in xml


def test_stubs_have_nothing_inside(client):
    found = held(client, "structure?detail=allstubs")
    assert all(one["isExternalReference"] for some in found.values() for one in some)
    assert not any("codes" in one for one in found["codelists"])
    assert "structure" not in found["dataflows"][0]
    assert "description" not in found["dataflows"][0]
    assert "description" in held(client, "structure?detail=allcompletestubs")["dataflows"][0]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("structure/hierarchy/KQ/X/1.0", 404), ("structure/hierarchyassociation", 404), ("structure/nothing", 404),
        ("structure/dataflow/KQ/NOTHING", 404), ("structure/dataflow/ECB", 404), ("structure/dataflow/KQ/PRICE/2.0", 404),
        ("structure/dataflow/KQ/PRICE/1.0/X", 400), ("structure/dataflow?references=some", 400), ("structure/dataflow?x=1", 400),
        ("schema/dataflow/KQ/NOTHING/1.0", 404), ("schema/datastructure/KQ/SERIES/1.0", 501), ("schema", 404),
        ("metadata/x", 501), ("registration", 501), ("nothing", 404), ("", 404),
    ],
)  # fmt: skip
def test_refusals_are_messages_of_3_0(client, address, status):
    answer = client.get(f"{HERE}/{address}")
    assert answer.status_code == status, answer.content
    assert sentence_of(answer)[1]
    assert b"schemas/v3_0/message" in answer.content


def test_a_form_that_is_not_offered(client):
    wanted = {"accept": "application/vnd.sdmx.structure+xml;version=2.1"}
    assert client.get(f"{HERE}/structure/dataflow", headers=wanted).status_code == 406


def test_each_form_has_a_mark_of_its_own(client):
    marks = {client.get(f"{HERE}/structure", headers=headers)["ETag"] for headers in ({}, JSON)}
    assert len(marks) == 2


def test_queries_are_constant(client, django_assert_num_queries):
    for headers in ({}, JSON):
        with django_assert_num_queries(3):
            client.get(f"{HERE}/structure/dataflow/KQ/PRICE/1.0?references=all", headers=headers)
