"""What an index is known by: its code for ever, its path and those it had, its other names."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from indexdata.models import FormerPath, Index, IndexAlias
from portal.starter.load_index_data import load_aliases, load_classification
from portal.starter.reading import read_content
from tests.factories.indexdata import IndexFactory
from tests.factories.users import administrator, officer
from tests.indexdata.world import weekly

pytestmark = pytest.mark.django_db


def test_the_96_nodes_have_codes_of_their_own():
    codes = [row.code for row in read_content().classification]
    assert len(set(codes)) == len(codes) == 96
    assert {"PRICE", "PRICE_RM", "PROSPERITY", "FT_PRICE"} <= set(codes)


def test_the_migration_gives_known_nodes_their_codes_and_others_codes_of_their_paths():
    module = importlib.import_module("indexdata.migrations.0004_codes_and_other_names_of_indices")
    rows = {row.path: row.code for row in read_content().classification}
    assert rows == module.CODES
    for number, path in enumerate(("price", "price/raw-materials", "price/a-b", "price/a/b", "price-rm")):
        Index.objects.create(path=path, family="price", code=f"X{number}")
    module.give_codes(apps, SimpleNamespace(connection=connection))
    assert dict(Index.objects.values_list("path", "code")) == {
        "price": "PRICE",
        "price/raw-materials": "PRICE_RM",
        "price/a-b": "PRICE_A_B",
        "price/a/b": "PRICE_A_B_2",
        "price-rm": "PRICE_RM_2",
    }


def test_a_code_never_changes(client):
    index = Index.objects.get(pk=IndexFactory().pk)
    index.code = "OTHER"
    with pytest.raises(ValidationError):
        index.save()
    client.force_login(administrator())
    page = client.get(reverse("admin:indexdata_index_change", args=[index.pk])).text
    assert 'name="code"' not in page
    assert 'name="code"' in client.get(reverse("admin:indexdata_index_add")).text


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_code_leads_to_the_page_and_stands_in_page_and_files(client, prefix):
    weekly("price/raw-materials")
    answer = client.get(f"{prefix}/index/PRICE_RAW_MATERIALS/?all=1")
    assert (answer.status_code, answer.url) == (301, f"{prefix}/index/price/raw-materials/?all=1")
    assert client.get(f"{prefix}/index/NOBODY/").status_code == 404
    assert "PRICE_RAW_MATERIALS" in client.get(f"{prefix}/index/price/raw-materials/").text
    assert client.get("/index/price/raw-materials/data.json").json()["index"]["code"] == "PRICE_RAW_MATERIALS"
    by_code = client.get("/api/v1/indices/PRICE_RAW_MATERIALS/observations").json()
    assert by_code["index"]["path"] == "price/raw-materials"


FILES = ("/index/{}/data.csv", "/index/{}/data.json", "/index/{}/chart.svg")
ADDRESSES = ("/index/{}/", *FILES, "/feeds/index/{}.atom")


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_of_a_moved_index_leads_to_its_present_path(client, prefix, address):  # L8
    weekly("price/raw-materials")
    index = Index.objects.get(path="price/raw-materials")
    query = "" if address.endswith(".atom") else "?all=1"
    old, new = (
        prefix + address.format(path) + query for path in ("price/raw-materials", "price/materials/fibres")
    )
    assert client.get(old).status_code == 200
    for path in ("price/materials", "price/materials/fibres"):
        index.path = path
        index.save()
    answer = client.get(old)
    assert (answer.status_code, answer.url) == (301, new)
    assert client.get(new).status_code == 200
    # A path may be taken again: no browser keeps where it led. Scripts of other sites follow it as they read the file.
    assert "no-store" in answer["Cache-Control"]
    if address in FILES:
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.get(prefix + address.format("price/never")).status_code == 404

    IndexFactory(path="price/raw-materials", code="OTHER")
    assert client.get(old).status_code == 200


def test_a_moved_index_answers_at_its_former_path(client):
    weekly("price/raw-materials")
    index = Index.objects.get(path="price/raw-materials")
    index.path = "price/materials"
    index.save()
    answer = client.get("/index/price/raw-materials/?all=1")
    assert (answer.status_code, answer.url) == (301, "/index/price/materials/?all=1")
    assert client.get("/api/v1/indices/price/raw-materials").json()["path"] == "price/materials"
    index.path = "price/raw-materials"
    index.save()
    assert client.get("/index/price/raw-materials/").status_code == 200
    assert [former.path for former in FormerPath.objects.all()] == ["price/materials"]


def test_officers_edit_other_names_and_each_leads_to_one_index(client):
    raw, grey = IndexFactory(path="price/raw-materials"), IndexFactory(path="price/grey-fabric")
    IndexAlias.objects.create(index=grey, language="zh-hans", name="坯布")
    client.force_login(officer())
    address = reverse("admin:indexdata_index_change", args=[raw.pk])
    data = {
        "name_en": raw.name_en, "name_zh_hans": raw.name_zh_hans, "description_en": "", "description_zh_hans": "",
        "tree_order": "1", "staff_note": "", "source_url": "",
        "aliases-TOTAL_FORMS": "1", "aliases-INITIAL_FORMS": "0", "aliases-0-language": "zh-hans",
    }  # fmt: skip
    refused = client.post(address, {**data, "aliases-0-name": " 坯 布"})
    assert refused.status_code == 200
    assert "Grey fabric" in refused.text
    assert client.post(address, {**data, "aliases-0-name": "原料"}).status_code == 302
    assert raw.aliases.get().folded == "原料"


def test_other_names_come_with_the_content_once():
    content = read_content()
    load_classification(content)
    made = load_aliases(content)
    assert made == IndexAlias.objects.count() > 60
    IndexAlias.objects.filter(name="原料").delete()
    assert load_aliases(content) == 0
    assert not IndexAlias.objects.filter(name="原料").exists()
    for alias in IndexAlias.objects.select_related("index"):
        alias.clean()


@pytest.mark.parametrize("path", ["price/embed", "price/revisions/yarn", "compare", "movers"])
def test_words_of_addresses_are_no_parts_of_paths(path):
    with pytest.raises(ValidationError, match="a word of addresses"):
        Index(path=path, code="X", family="price", name="X").clean_fields(exclude=["tree_order"])
    Index(path="price/embedded", code="X", family="price", name="X").clean_fields()
