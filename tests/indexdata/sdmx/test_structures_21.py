"""Structures of SDMX 2.1: what there is, what belongs together, stubs and parts."""

import pytest
from lxml import etree
from pysdmx.io.xml.doc_validation import validate_doc

from tests.factories.indexdata import IndexFactory
from tests.indexdata.sdmx.reading import sentence_of

pytestmark = pytest.mark.django_db
HERE = "/sdmx/2.1"
KINDS = (
    "AgencyScheme",
    "Dataflow",
    "CategoryScheme",
    "Categorisation",
    "Codelist",
    "ConceptScheme",
    "DataStructure",
)
FLOWS = ["PRICE", "PROSPERITY", "FOREIGN_TRADE", "PRICE_DEMO", "PROSPERITY_DEMO", "FOREIGN_TRADE_DEMO"]


@pytest.fixture(autouse=True)
def tree():
    """A small classification."""
    IndexFactory(path="price/raw-materials", name_zh_hans="原料类")
    IndexFactory(path="order")


def held(response):
    """Return {element: [id, …]} of the structures of an answer, which is valid."""
    assert response.status_code == 200, response.content
    validate_doc(response.content.decode())
    root = etree.fromstring(response.content)
    found = {}
    for one in root.iter():
        if isinstance(one.tag, str) and (name := etree.QName(one).localname) in KINDS and one.get("agencyID"):
            found.setdefault(name, []).append(one.get("id"))
    return found


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("dataflow", {"Dataflow"}),
        ("dataflow/", {"Dataflow"}),
        ("dataflow/KQ/all/latest", {"Dataflow"}),
        ("dataflow/all/all/all/", {"Dataflow"}),
        ("dataflow/KQ/PRICE+PROSPERITY/1.0", {"Dataflow"}),
        ("dataflow/KQ/PRICE?references=children", {"Dataflow", "DataStructure"}),
        ("dataflow/KQ/PRICE?references=descendants", {"Dataflow", "DataStructure", "Codelist", "ConceptScheme"}),
        ("dataflow/KQ/PRICE?references=codelist", {"Dataflow", "Codelist"}),
        ("dataflow/KQ/PRICE?references=parents", {"Dataflow", "Categorisation"}),
        ("dataflow/KQ/PRICE?references=contentconstraint", {"Dataflow"}),
        ("dataflow/KQ/PRICE/latest?references=all", set(KINDS) - {"AgencyScheme"}),
        ("datastructure/KQ/SERIES/latest?references=all", {"DataStructure", "Codelist", "ConceptScheme", "Dataflow"}),
        ("codelist/KQ/CL_INDEX/latest", {"Codelist"}),
        ("conceptscheme/KQ/CONCEPTS/latest", {"ConceptScheme"}),
        ("agencyscheme/KQ/all/latest", {"AgencyScheme"}),
        ("categoryscheme/KQ/all/latest?references=parentsandsiblings", {"CategoryScheme", "Categorisation", "Dataflow"}),
        ("categorisation", {"Categorisation"}),
        ("structure", set(KINDS)),
        ("structure?detail=allstubs", set(KINDS)),
        ("structure?detail=allcompletestubs", set(KINDS)),
        ("dataflow/KQ/PRICE?references=all&detail=referencestubs", set(KINDS) - {"AgencyScheme"}),
        ("dataflow/KQ/PRICE?references=all&detail=referencepartial", set(KINDS) - {"AgencyScheme"}),
    ],
)  # fmt: skip
def test_structures_are_valid_and_what_belongs_to_them(client, address, kinds):
    assert set(held(client.get(f"{HERE}/{address}"))) == kinds


def test_the_flows_are_those_that_are_decided(client):
    """The order family has none: no value of it is public (decision 0030)."""
    assert held(client.get(f"{HERE}/dataflow"))["Dataflow"] == FLOWS


def test_codes_have_names_in_both_languages_and_parents(client):
    body = client.get(f"{HERE}/codelist/KQ/CL_INDEX").content.decode()
    assert (
        '<str:Code id="PRICE_RAW_MATERIALS"><com:Name xml:lang="en">Raw materials</com:Name>'
        '<com:Name xml:lang="zh-Hans">原料类</com:Name><str:Parent><Ref id="PRICE"/></str:Parent></str:Code>'
    ) in body
    assert 'id="ORDER"' in body


def test_a_name_that_is_missing_in_a_language_is_left_out(client):
    IndexFactory(path="price/others", name_en="", name_zh_hans="其他")
    body = client.get(f"{HERE}/codelist/KQ/CL_INDEX/latest/PRICE_OTHERS").content.decode()
    assert body.count("<com:Name") == 3  # the list has two
    validate_doc(body)


def test_some_items_are_a_part(client):
    body = client.get(f"{HERE}/codelist/KQ/CL_INDEX/latest/PRICE").content.decode()
    assert 'isPartial="true"' in body
    assert "PRICE_RAW_MATERIALS" not in body


def test_a_stub_says_where_it_is_whole(client):
    body = client.get(f"{HERE}/datastructure/KQ/SERIES?references=all&detail=referencestubs").content.decode()
    assert 'structureURL="http://testserver/sdmx/2.1/codelist/KQ/CL_INDEX/1.0"' in body
    assert "<str:Code " not in body
    assert "<str:TimeDimension" in body


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("dataflow/KQ/NOTHING", 404), ("dataflow/ECB", 404), ("dataflow/KQ/PRICE/2.0", 404), ("codelist/KQ/CL_INDEX/latest/NOTHING", 404),
        ("hierarchicalcodelist", 404), ("contentconstraint/KQ", 404), ("dataflow/KQ/PRICE/1%200", 400), ("dataflow/KQ/PRICE/1.0/x", 400),
        ("dataflow/KQ/PRICE/1.0/x/y", 400), ("dataflow?references=some", 400), ("dataflow?detail=some", 400),
        ("dataflow?detail=full&detail=full", 400),
        ("dataflow?format=json", 400), ("metadata/x", 501), ("schema/dataflow/KQ/PRICE", 501), ("", 404), ("nothing/KQ", 404),
    ],
)  # fmt: skip
def test_refusals(client, address, status):
    answer = client.get(f"{HERE}/{address}")
    assert answer.status_code == status, answer.content
    assert sentence_of(answer)[1]


def test_queries_are_constant(client, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(f"{HERE}/dataflow/KQ/PRICE?references=all")
    with django_assert_num_queries(2):
        client.get(f"{HERE}/dataflow")


@pytest.mark.parametrize("address", ["/sdmx/", "/sdmx/1.0/data/PRICE", "/sdmx/2.1data"])
def test_elsewhere_is_an_error_of_the_standard(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "/sdmx/2.1/" in sentence_of(answer)[1]
