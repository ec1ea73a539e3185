"""The search field of the admin: finds things of every kind, for each role what it may see, and costs the same at any size."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foundation.searching.documents import reindex_object
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from news.library.models import Picture
from portal.staff import finding
from tests.factories.indexdata import IndexFactory, ReleaseFactory, SampleUnitFactory
from tests.factories.news import (
    ArticleFactory,
    CommentFactory,
    FabricFactory,
    PageFactory,
    TagFactory,
)
from tests.factories.users import StaffFactory, administrator, chief_editor, editor, moderator, officer
from tests.news.editing.drafted import each_kind
from tests.plans import analyze, scans_of

pytestmark = pytest.mark.django_db
FETCH = {"X-Requested-With": "fetch"}
ROLES = {
    "editor": (editor, {"article", "index", "comment", "picture", "fabric", "page", "tag"}),
    "chief editor": (chief_editor, {"article", "index", "comment", "picture", "fabric", "page", "tag"}),
    "moderator": (moderator, {"comment"}),
    "officer": (officer, {"index", "sampleunit"}),
    "nobody": (StaffFactory, set()),
    "administrator": (
        administrator,
        {"article", "index", "comment", "picture", "fabric", "page", "tag", "sampleunit", "user"},
    ),
}


def picture(title):
    made = Picture(title_en=title, width=800, height=600)
    made.file.name = "pictures/ab/abcdef.jpg"
    Picture.objects.bulk_create([made])  # without a file
    reindex_object(made)
    return made


@pytest.fixture
def things():
    """One thing of each kind, all called by the same word."""
    article = ArticleFactory(title_en="Seersucker draft", status=ArticleStatus.DRAFT)
    return {
        "article": article,
        "index": IndexFactory(name_en="Seersucker index", path="price/seersucker"),
        "comment": CommentFactory(
            article=article, body="Seersucker?", status="spam", created_at=timezone.now()
        ),
        "picture": picture(title="A seersucker"),
        "fabric": FabricFactory(name_en="Seersucker cotton"),
        "page": PageFactory(title_en="Seersucker page"),
        "tag": TagFactory(name_en="seersucker"),
        "sampleunit": SampleUnitFactory(name_en="Seersucker mill"),
        "user": StaffFactory(username="seersucker"),
    }


def links(client, words, headers=FETCH):
    answer = client.get("/admin/search/", {"s": words}, headers=headers)
    assert answer.status_code == 200
    return set(re.findall(r'href="(/admin/[^"]+/change/)"', answer.text))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("words", ["seersucker", "Seersuc", "SEERSUCKER"])
def test_each_role_finds_what_it_may_see(client, things, role, words):  # D12
    make, kinds = ROLES[role]
    client.force_login(make())
    wanted = {
        f"/admin/{things[kind]._meta.app_label}/{things[kind]._meta.model_name}/{things[kind].pk}/change/"
        for kind in kinds
    }
    assert links(client, words) == wanted


def test_rights_that_change_change_what_is_found_at_once(client, things):  # D12
    by = editor()
    client.force_login(by)
    cache.clear()
    assert links(client, "seersucker")
    by.groups.clear()
    assert not links(client, "seersucker")


def test_releases_by_family_and_period_in_either_language(client):  # D12
    release = ReleaseFactory(note_en="zqnote")
    address = f"/admin/indexdata/release/{release.pk}/change/"
    client.force_login(editor())
    assert address in links(client, release.code)
    assert address in links(client, release.label("zh-hans"))
    assert not links(client, "zqnote")  # its note may be under embargo


def test_addresses_of_readers_are_found_by_moderators_alone(client):  # D12
    comment = CommentFactory(email="li.wei@example.org", body="Words")
    for role, number in ((editor, 0), (moderator, 1)):
        client.force_login(role())
        assert len(links(client, "Li.Wei@example.org")) == number
        assert len(links(client, "example.org")) == number
    assert comment.email not in client.get("/admin/search/", {"s": "Words"}, headers=FETCH).text


def test_articles_by_their_number_and_by_words_of_the_text(client):  # D12
    article = ArticleFactory(body_en="<p>Something about jacquard looms.</p>", body_zh_hans="<p>提花织机</p>")
    client.force_login(editor())
    for words in (str(article.pk), "jacquard looms", "提花织机", "jacqu"):
        assert f"/admin/news/article/{article.pk}/change/" in links(client, words)


@each_kind
def test_words_of_drafts_are_found_by_staff_alone(client, kind):  # D4, D12, D15
    live = kind.make(title_en="Live", title_zh_hans="上线", slug="live")
    new = kind.make(title_en="New", slug="new", status=ArticleStatus.DRAFT)
    drafted = {
        kind.field("body_en"): "<p>About jacquard looms.</p>",
        kind.field("body_zh_hans"): "<p>提花织机</p>",
    }
    for thing in (live, new):
        save_content(thing, {**latest_content(thing), **drafted}, editor())
    client.force_login(editor())
    listed = reverse(f"admin:news_{kind.name}_changelist")
    for words in ("jacquard looms", "Jacquard loom", "jacqu", "提花织机"):
        assert links(client, words) == {kind.page(live), kind.page(new)}, words
        found = client.get(listed, {"q": words}).context["cl"].result_list
        assert {thing.pk for thing in found} == {live.pk, new.pk}, words
    assert not links(client, "jacquard velvet")
    assert not client.get(listed, {"q": "jacquard velvet"}).context["cl"].result_list
    assert client.get("/search/?q=jacquard").context["total"] == 0


@each_kind
def test_finding_in_drafts_costs_the_same_for_3_and_30(client, kind):  # D4, D12
    client.force_login(editor())
    costs = []
    for number in (3, 27):
        for place in range(number):
            thing = kind.make(slug=f"thing-{number}-{place}")
            save_content(thing, {**latest_content(thing), kind.field("body_en"): "<p>Jacquard.</p>"}, None)
        with CaptureQueriesContext(connection) as captured:
            links(client, "jacquard")
        with CaptureQueriesContext(connection) as of_list:
            client.get(reverse(f"admin:news_{kind.name}_changelist"), {"q": "jacquard"})
        costs.append((len(captured), len(of_list)))
    assert costs[0] == costs[1]


def test_the_menu_is_found_by_its_own_words(client):  # D11, D12
    client.force_login(administrator())
    for language, words in (("en", "staff acc"), ("zh-hans", "人员账号")):
        answer = client.get("/admin/search/", {"s": words}, headers={**FETCH, "accept-language": language})
        assert 'href="/admin/auth/user/"' in answer.text
    client.force_login(moderator())
    assert "/admin/auth/user/" not in client.get("/admin/search/", {"s": "staff"}, headers=FETCH).text


@pytest.mark.parametrize(
    "words",
    [
        "",
        "  ",
        "\x00",
        "%",
        "_",
        "'",
        '"*',
        "<script>",
        "x" * 5000,
        "的",
        "0",
        "9" * 30,
        "a b c d e f g h i j k",
    ],
)
def test_odd_words_harm_nothing(client, things, words):  # D12
    client.force_login(administrator())
    for headers in (FETCH, {}):
        answer = client.get("/admin/search/", {"s": words}, headers=headers)
        assert answer.status_code == 200
        assert "<script>x" not in answer.text


def test_without_scripts_it_is_a_page(client, things):  # D12
    client.force_login(editor())
    page = client.get("/admin/search/", {"s": "seersucker"})
    assert "Seersucker draft" in page.text
    assert 'id="nav-sidebar' in page.text


def test_it_costs_the_same_for_few_and_many(client, monkeypatch):  # D12
    client.force_login(administrator())
    costs = []
    for number in (3, 30):
        for _each in range(number):
            article = ArticleFactory(title_en="Seersucker again")
            CommentFactory(article=article, body="Seersucker?")
            FabricFactory(name_en="Seersucker")
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert len(links(client, "seersucker")) == 3 * min(finding.EACH, number)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    analyze()
    assert not scans_of(lambda: links(client, "seersucker"))
