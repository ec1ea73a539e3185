"""The way from a public page to where it is edited: for signed-in staff, while the page stays the same for everybody."""

from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from news.enums import ArticleStatus
from tests.factories.indexdata import IndexFactory
from tests.factories.news import ArticleFactory, FabricFactory, PageFactory, TagFactory
from tests.factories.users import PASSWORD, chief_editor, editor, moderator, officer

pytestmark = pytest.mark.django_db
HERE = "/admin/here/"


def words_of(client, path):
    answer = client.get(HERE, {"path": path})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return {link["words"]: link["address"] for link in answer.json()["links"]}


def test_each_kind_of_page_leads_to_its_form(client):  # D15
    article, fabric = ArticleFactory(), FabricFactory()
    client.force_login(chief_editor())
    for thing in (article, fabric, PageFactory(), IndexFactory(path="price/x"), TagFactory()):
        meta = thing._meta
        edited = f"/admin/{meta.app_label}/{meta.model_name}/{thing.pk}/change/"
        address = thing.get_absolute_url()
        assert words_of(client, address)["Edit this page"] == edited
        assert words_of(client, f"/zh-hans{address}")["编辑本页"] == edited
        assert words_of(client, f"{address}?page=2")["Edit this page"] == edited


@pytest.mark.parametrize("role", [moderator, officer])
def test_who_may_not_see_the_form_is_not_led_there(client, role):  # D15
    draft = ArticleFactory(status=ArticleStatus.DRAFT)
    client.force_login(role())
    for path in (draft.get_absolute_url(), ArticleFactory().get_absolute_url(), "/news/x/999999-y/"):
        assert list(words_of(client, path)) == ["Desk"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/news/",
        "//evil.example/",
        "https://evil.example/",
        "/" + "x" * 9000,
        "/%",
        "/news/a/1-%ff/",
        "/admin/",
    ],
)
def test_other_paths_lead_to_the_desk_alone(client, path):  # D15
    client.force_login(editor())
    assert list(words_of(client, path)) == ["Desk"]


def test_signing_in_marks_the_browser_and_signing_out_takes_the_mark_away(client):  # D15
    user = editor()
    client.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    mark = client.cookies["desk"]
    assert unquote(mark.value) == HERE
    assert (mark["path"], mark["httponly"], mark["samesite"]) == ("/", "", "Lax")
    assert int(mark["max-age"]) == settings.SESSION_HOURS * 3600
    client.post("/admin/logout/")
    assert client.cookies["desk"].value == ""


def test_a_mark_without_a_session_is_taken_away(client):  # D15
    client.cookies["desk"] = "x"
    answer = client.get(HERE, {"path": "/"})
    assert (answer.status_code, answer.json()) == (403, {"links": []})
    assert client.cookies["desk"].value == ""


def test_the_kept_page_is_one_for_everybody(client, page_cache):  # D15
    address = ArticleFactory().get_absolute_url()
    user = chief_editor()
    client.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    mine, theirs = client.get(address), Client().get(address)
    assert mine.content == theirs.content
    for answer in (mine, theirs):
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()
        assert "/admin/" not in answer.text
