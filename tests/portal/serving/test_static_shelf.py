"""While a new version rolls out, nodes of either version answer the static files of both."""

import re
import time
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal.management.commands.prepare import Command
from portal.serving import static_shelf
from portal.serving.static_shelf import FOLDER, SETS, put_on_shelf
from tests.bucket import keys

FILES = 20


@pytest.fixture(autouse=True)
def nothing_in_memory():
    """Begin and end without files that were taken from a shelf."""
    static_shelf._taken.cache_clear()
    yield
    static_shelf._taken.cache_clear()


@pytest.fixture
def version(settings, tmp_path):
    """Return a context in which the collected files are those of a version; pages outside of it have the files of the tests."""

    @contextmanager
    def collected(name):
        before = settings.STORAGES
        settings.STATIC_ROOT = tmp_path / f"static-{name}"
        settings.STORAGES = {
            **before, "staticfiles": {"BACKEND": "portal.serving.static_files.SiteStaticFilesStorage"}
        }  # fmt: skip
        try:
            yield settings.STATIC_ROOT
        finally:
            settings.STORAGES = before

    return collected


@pytest.fixture
def node(settings, tmp_path, version):
    """Return a function that collects and shelves a version's files as `prepare` does: its client, {address: content}, number put."""

    def prepared(name):
        tree = tmp_path / f"tree-{name}"
        (tree / "css").mkdir(parents=True)
        for number in range(FILES):
            (tree / "css" / f"sheet-{number}.css").write_text(f"/* {name} 坯布 */ p {{ order: {number} }}\n")
        (tree / "same.js").write_text("export const same = 1\n")
        settings.STATICFILES_DIRS, settings.WHITENOISE_USE_FINDERS = [tree], False
        settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
        with version(name) as root:
            call_command("collectstatic", interactive=False, verbosity=0)
            put = put_on_shelf()
            own = (*(f"css/sheet-{number}.css" for number in range(FILES)), "same.js")
            addresses = [staticfiles_storage.url(one) for one in own]
        names = {address: (root / address.removeprefix("/static/")).read_bytes() for address in addresses}
        client = Client(raise_request_exception=False)
        client.get(addresses[0])  # from now on it knows the files of its version
        return client, names, put

    return prepared


def body(answer):
    return b"".join(answer) if answer.streaming else answer.content


@pytest.mark.django_db
def test_either_version_answers_the_files_of_both(bucket, node):
    old, old_files, put_before = node("old")
    new, new_files, put_after = node("new")
    assert (put_before, put_after) == (FILES + 1, FILES)
    assert len(old_files.keys() & new_files.keys()) == 1
    for client, own in ((old, old_files), (new, new_files)):
        for address, content in {**old_files, **new_files}.items():
            answer = client.get(address)
            assert (answer.status_code, body(answer)) == (200, content), address
            assert address in own or "immutable" in answer["Cache-Control"]
            assert answer["Content-Type"].startswith(("text/css", "text/javascript"))
            assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_nothing_else_is_answered_from_the_shelf(bucket, node):
    client, files, _put = node("old")
    address = next(iter(files))
    bucket.save("pictures/a.0123456789ab.png", ContentFile(b"x"))
    bucket.keep(f"{FOLDER}/css~bad.0123456789ab.css", ContentFile(b"not what its name says"))
    for wrong in (
        "/static/css/bad.0123456789ab.css", "/static/sets/x.json", "/static/../pictures/a.0123456789ab.png",
        "/static/pictures/a.0123456789ab.png", re.sub("[0-9a-f]{12}", "0" * 12, address),
        "/static/css~sheet-1.css", "/static/布.0123456789ab.css", f"/static/{'x' * 3000}.0123456789ab.css",
    ):  # fmt: skip
        assert client.get(wrong).status_code == 404, wrong


def test_a_shelf_that_cannot_be_reached_is_503(bucket, node):
    client, files, _put = node("old")
    other = re.sub("[0-9a-f]{12}", "0" * 12, next(iter(files)))
    default_storage._breaker._pause = 600
    default_storage._breaker.waited_in_vain()
    assert client.get(next(iter(files))).status_code == 200
    assert client.get(other).status_code == 503


def wait_for_the_next_second():
    """A bucket tells times in whole seconds: of two sets of the same one none is the newer."""
    time.sleep(1.05 - time.time() % 1)


def test_a_set_goes_when_another_came_long_ago(bucket, node, version, client_of_store, monkeypatch):
    node("old")
    first = keys(client_of_store)
    wait_for_the_next_second()
    node("new")
    assert first < keys(client_of_store)
    monkeypatch.setattr(
        timezone, "now", lambda now=timezone.now: now() + static_shelf.KEPT_FOR + timedelta(days=1)
    )
    with version("new"):
        assert put_on_shelf() == 0
    left = keys(client_of_store)
    assert len(left) == FILES + 2
    assert len(first & left) == 1  # what both have
    with version("new"):
        assert put_on_shelf() == 0
    assert keys(client_of_store) == left


def test_going_back_keeps_what_is_gone_back_to(bucket, node, version, client_of_store):
    node("old")
    (old_set,) = static_shelf._sets()
    wait_for_the_next_second()
    node("new")
    (new_set,) = static_shelf._sets().keys() - {old_set}
    with version("old"):
        put_on_shelf()
    sets = static_shelf._sets()
    assert sets[old_set] >= sets[new_set]
    assert {f"media/{SETS}/{old_set}", f"media/{SETS}/{new_set}"} <= keys(client_of_store)


def test_a_node_is_prepared_while_the_bucket_is_away(bucket, node, version):
    node("old")
    said = StringIO()
    with version("old"), patch("portal.management.commands.prepare.collect_if_changed"):
        default_storage._breaker.waited_in_vain()
        Command(stderr=said).static_files()
    assert "static files are not shared yet" in said.getvalue()


@pytest.mark.django_db
def test_without_a_bucket_there_is_no_shelf(client):
    assert client.get("/static/css/sheet.0123456789ab.css").status_code == 404
