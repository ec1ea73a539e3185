"""The human page of the API: every kind of error stands there under its name, every address it shows answers."""

import re

import pytest
from django.test import Client

from foundation.problems import KINDS
from tests.portal.addresses import fill

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/api/", "/zh-hans/api/"])
def test_each_kind_of_error_has_its_paragraph(path):  # F23
    page = Client().get(path).text
    for kind in KINDS:
        assert f'<div id="{kind.name}"><dt><code>{kind.address}</code> {kind.status}</dt>' in page


def test_each_address_of_the_page_answers():
    fill()
    page = Client().get("/api/").text
    shown = set(re.findall(r'href="(/api/v1/[^"]+)"', page))
    assert len(shown) >= 14
    for address in shown:
        address = address.replace("2025-06-16", "2023-06-12").replace("&amp;", "&")
        assert Client().get(address).status_code == 200, address


def test_every_operation_of_the_document_stands_on_the_page():  # F8
    page = Client().get("/api/").text
    for path in Client().get("/api/v1/openapi.json").json()["paths"]:
        if not path.endswith(("{slug}", "{article}")):
            begin = path.replace("{code}", "PRICE").replace("{family}/{issue}", "price/2025-06-16")
            assert f'href="{begin}' in page, path


def test_the_page_speaks_of_this_site():
    assert "http://testserver/api/v1/series/PRICE" in Client().get("/zh-hans/api/").text
