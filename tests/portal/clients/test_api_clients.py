"""Programs of others on the running API: a client generated from its document (F8, F15, F23), and the examples of its page."""

import importlib
import re
import shutil
import subprocess
import sys
from html import unescape
from urllib.request import urlopen

import pytest

from tests.server import portal_server

pytestmark = pytest.mark.long
PUBLISHED = 179


@pytest.fixture(scope="module")
def site(furnished, tmp_path_factory):
    folder = shutil.copytree(furnished, tmp_path_factory.mktemp("api-clients"), dirs_exist_ok=True)
    with portal_server(folder, workers=1) as server:
        yield server.address


@pytest.fixture(scope="module")
def client(site, tmp_path_factory):
    """Return (package, client): generated from the document that the site answers; a warning of the generator fails."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "config.yml").write_text("post_hooks: []\n")
    document = folder / "openapi.json"
    with urlopen(f"{site}/api/v1/openapi.json") as answer:  # the generator itself waits five seconds only
        document.write_bytes(answer.read())
    command = [
        *(sys.executable, "-m", "openapi_python_client", "generate", "--path", str(document)),
        *("--meta", "none", "--output-path", str(folder / "keqiao"), "--config", str(folder / "config.yml")),
        "--fail-on-warning",
    ]
    made = subprocess.run(command, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    try:
        yield "keqiao", importlib.import_module("keqiao").Client(base_url=site)
    finally:
        sys.path.remove(str(folder))


def ask(client, tag, name, *parts, **parameters):
    """Call an operation of the generated client; return what it made of the answer."""
    package, connection = client
    operation = importlib.import_module(f"{package}.api.{tag}.{name}")
    return operation.sync(*parts, client=connection, **parameters)


def every(client, tag, name, **parameters):
    """Return the items of a list, read on with its cursors."""
    items, cursor = [], ""
    while cursor is not None:
        part = ask(client, tag, name, cursor=cursor, **parameters)
        items += part.items
        cursor = part.next_cursor
    return items


def test_a_generated_client_gets_exactly_the_published_values(client):
    series = every(client, "series", "list_series", limit=20)
    assert len({one.code for one in series}) == len(series) > 20
    values = 0
    for one in series:
        observations = ask(client, "series", "list_observations", one.code).observations
        values += sum(figure.value is not None for figure in observations)
        assert not any(figure.demonstration for figure in observations)
    assert values == PUBLISHED


def test_a_generated_client_reads_everything_else(client):
    family = importlib.import_module("keqiao.models").Family
    nodes = every(client, "series", "get_classification", limit=50)
    assert len(nodes) >= len(every(client, "series", "list_series"))
    releases = every(client, "releases", "list_releases", family=family.PRICE)
    release = ask(client, "releases", "get_release", family.PRICE, releases[0].period)
    assert release.period == releases[0].period
    assert ask(client, "series", "get_series", "PRICE").name.en
    assert ask(client, "series", "list_vintages", "PRICE").count > 0
    every(client, "releases", "list_revisions")
    for name, one in (("list_sources", "get_source"), ("list_sample_units", "get_sample_unit")):
        for item in every(client, "places", name)[:2]:
            assert ask(client, "places", one, item.slug).slug == item.slug
    for item in every(client, "texts", "list_fabrics")[:2]:
        assert ask(client, "texts", "get_fabric", item.slug).palette is not None
    articles = every(client, "texts", "list_articles", limit=50)
    text = ask(client, "texts", "get_article", articles[0].id).text
    assert text.en or text.zh_hans
    every(client, "texts", "list_reader_comments")


def test_a_generated_client_understands_errors(client):
    problem = ask(client, "series", "get_series", "NOTHING")
    assert (problem.type_, problem.status) == ("/api/#not-found", 404)
    problem = ask(client, "series", "list_observations", "PRICE", from_="2024", to="2020")
    assert problem.parameters[0].name == "to"


def snippets(site, language):
    """Return (program, text) of the examples that the page shows."""
    with urlopen(f"{site}{language}/api/") as answer:
        page = answer.read().decode()
    found = re.findall(r'<pre[^>]* data-run="(\w+)"[^>]*><code>(.*?)</code></pre>', page, re.DOTALL)
    return [(program, unescape(text)) for program, text in found]


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_the_examples_of_the_page_run_as_they_stand(site, language, tmp_path):
    examples = snippets(site, language)
    assert [program for program, _text in examples] == ["sh", "sh", "python", "python"]
    for program, text in examples:
        assert site in text
        command = ["sh", "-c", text] if program == "sh" else [sys.executable, "-W", "error", "-c", text]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, (text, done.stderr)
        assert done.stdout or (tmp_path / "price.json").stat().st_size > 100, text
