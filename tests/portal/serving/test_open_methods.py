"""Methods of open data: HEAD (F2), the question of a browser before it reads from another site (F3), and all others (F23)."""

import pytest
from django.test import Client

from portal.addresses.parameters import FREE
from tests.portal.addresses import address, fill, public_routes

pytestmark = pytest.mark.django_db
API = sorted(name for name in public_routes() if name.startswith("api:"))
FILES = (
    "/index/price/data.csv",
    "/index/price/data.json",
    "/index/price/chart.svg",
    "/releases.ics",
    "/feeds/news.atom",
)


@pytest.mark.parametrize("name", API)
def test_head_is_get_without_the_body(name):  # F2
    fill()
    whole, head = Client().get(address(name)), Client().head(address(name))
    assert (head.status_code, head.content) == (200, b"")
    for header in ("Content-Type", "Content-Length", "ETag", "Cache-Control", "Access-Control-Allow-Origin"):
        assert head[header] == whole[header], header
    assert Client().get(address(name), headers={"If-None-Match": head["ETag"]}).status_code == 304
    assert Client().head(address(name), headers={"If-None-Match": head["ETag"]}).status_code == 304


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_answers_are_compressed(encoding):
    fill()
    answer = Client().get("/api/v1/series", headers={"Accept-Encoding": encoding})
    assert (answer["Content-Encoding"], answer["Vary"]) == (encoding, "Accept-Encoding")


def test_head_of_nothing():
    head = Client().head("/api/v1/nothing")
    assert (head.status_code, head["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "path", [*(address(name) for name in API), "/api/v1/nothing", "/flzs/table_data", *FILES]
)
def test_a_browser_may_ask_first(path):  # F3
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    answer = Client().options(path, headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Methods"] == answer["Allow"] == "GET, HEAD, OPTIONS"
    assert {"If-None-Match", "X-Requested-With", "*"} <= set(
        answer["Access-Control-Allow-Headers"].split(", ")
    )
    assert int(answer["Access-Control-Max-Age"]) > 3600


def test_pages_and_forms_are_not_open():
    fill()
    for path in ("/", "/index/price/", "/admin/login/"):
        assert "Access-Control-Allow-Methods" not in Client().options(path).headers, path


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["/api/v1/releases", "/api/v1/openapi.json", "/api/v1/nothing"])
def test_nothing_can_be_written(method, path):  # F23
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    said = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert (said["type"], said["status"]) == ("/api/#method-not-allowed", 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("checks", [True, False])
def test_nothing_can_be_sent_to_what_is_only_read(checks):
    """The fuzz found it: pages of figures and bulk files answered a POST as if it were a GET."""
    fill()
    client, wrong = Client(enforce_csrf_checks=checks), {}
    for name in sorted(public_routes().keys() - FREE):
        for method in ("post", "put", "delete"):
            answer = getattr(client, method)(address(name))
            if answer.status_code != 405 or "GET" not in answer.get("Allow", ""):
                wrong[name, method] = answer.status_code
    assert not wrong


def test_scripts_may_read_what_they_need():
    fill()
    exposed = Client().get("/api/v1/releases")["Access-Control-Expose-Headers"]
    assert {"ETag", "RateLimit", "Retry-After"} <= set(exposed.split(", "))


def test_a_misspelt_parameter_is_named_with_the_nearest():  # F7
    said = Client().get("/api/v1/releases?famly=price").json()
    assert said["type"] == "/api/#unknown-parameter"
    (wrong,) = said["parameters"]
    assert (wrong["name"], wrong["nearest"]) == ("famly", "family")


class TestLimits:
    def test_what_is_left_is_told_with_what_was_made_anew(self, settings, page_cache):
        settings.API_ANSWERS_PER_MINUTE = 100
        first, kept = (Client(REMOTE_ADDR="203.0.113.9").get("/api/v1/releases") for _time in range(2))
        assert first["RateLimit-Policy"] == '"api";q=100;w=60'
        assert first["RateLimit"].startswith('"api";r=99;t=')
        assert "RateLimit" not in kept.headers, (
            "nothing was counted, and the first reader's numbers are not ours"
        )

    def test_too_much_is_refused_as_a_problem(self, settings):
        settings.API_ANSWERS_PER_MINUTE = 1
        answers = [Client(REMOTE_ADDR="203.0.113.8").get("/api/v1/releases") for _time in range(4)]
        last = next(answer for answer in answers if answer.status_code == 429)
        assert last.json()["type"] == "/api/#too-many-requests"
        assert last["RateLimit"].startswith('"api";r=0;t=')
        assert last["Retry-After"]


def test_enumerations_stand_in_the_document():  # F15, F23
    document = Client().get("/api/v1/openapi.json").json()
    found = {}
    for path, methods in document["paths"].items():
        for parameter in methods["get"]["parameters"]:
            schema = parameter["schema"]
            assert {"type": "null"} not in schema.get("anyOf", []), (path, parameter["name"])
            if "$ref" in schema:
                name = schema["$ref"].rpartition("/")[2]
                found[parameter["name"]] = document["components"]["schemas"][name]["enum"]
    assert found["family"] == ["price", "prosperity", "foreign-trade", "order"]
    assert found["language"] == ["en", "zh-hans"]
    assert found["state"] == ["past", "coming"]
    assert "rebased" in found["transform"]
