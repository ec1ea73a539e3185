"""Health, robots, manifest and icons."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError
from PIL import Image

from portal.serving import health


def test_the_process_says_that_it_answers_without_asking_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_ready_when_database_cache_and_migrations_are(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": "ok",
        "cache": "ok",
        "files": "ok",
        "migrations": "ok",
    }
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_not_ready_without_a_database_and_no_word_about_where_it_is(client, monkeypatch):
    def refuse():
        raise OperationalError("could not connect to db.internal as portal:secret")

    monkeypatch.setattr(health.connection, "cursor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json().items() >= {"ready": False, "database": "unreachable"}.items()
    assert "secret" not in response.content.decode()


@pytest.mark.django_db
def test_not_ready_without_the_cache(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionError("redis://:secret@cache.internal")

    monkeypatch.setattr(cache, "set", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["cache"] == "unreachable"


@pytest.mark.django_db
def test_not_ready_while_migrations_are_pending(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, "pending")


def test_robots_name_the_sitemap_and_what_to_leave_alone(client):
    response = client.get("/robots.txt", secure=True)
    lines = response.content.decode().splitlines()
    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: https://testserver/sitemap.xml" in lines
    for address in (
        "/admin/",
        "/search/",
        "/zh-hans/search/",
        "/reader-comments/",
        "/zh-hans/reader-comments/",
        "/follow/",
        "/zh-hans/follow/",
    ):
        assert f"Disallow: {address}" in lines


@pytest.mark.parametrize(
    ("query", "start", "language"), [("", "/", "en"), ("?lang=zh-hans", "/zh-hans/", "zh-Hans")]
)
def test_the_manifest_names_the_site_its_start_and_icons_that_exist(client, query, start, language):
    response = client.get(f"/manifest.webmanifest{query}")
    manifest = json.loads(response.content)
    assert response["Content-Type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["lang"]) == (start, language)
    assert (manifest["theme_color"], manifest["background_color"]) == ("#24406E", "#F4EFE6")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        file = Path(settings.BASE_DIR) / icon["src"].lstrip("/")
        assert file.exists()
        if icon["type"] == "image/png":
            with Image.open(file) as picture:
                assert f"{picture.width}x{picture.height}" == icon["sizes"]


@pytest.mark.django_db
def test_an_unknown_language_has_no_manifest(client):
    assert client.get("/manifest.webmanifest?lang=xx").status_code == 404


def test_the_favicon_is_found_under_its_present_name(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].endswith(".ico")
    assert (Path(settings.BASE_DIR) / response["Location"].lstrip("/")).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/healthz", "/readyz", "/robots.txt", "/manifest.webmanifest", "/favicon.ico"]
)
def test_machines_read_and_do_not_write(client, address):
    assert client.head(address).status_code in {200, 302}
    assert client.post(address).status_code == 405
