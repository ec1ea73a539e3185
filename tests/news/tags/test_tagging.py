"""Tags renamed and merged: nothing loses its tag, old addresses lead on."""

import pytest
from django.urls import reverse

from foundation.former_slugs.keeping import former_slugs
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.tags.merging import merge
from news.tags.models import Tag, TaggedItem
from tests.factories.news import ArticleFactory, FabricFactory, TagFactory
from tests.factories.users import administrator, chief_editor, editor

pytestmark = pytest.mark.django_db


def test_a_renamed_tag_keeps_its_old_address(client):
    tag = TagFactory(slug="old-name", name_en="Old name", name_zh_hans="旧名")
    ArticleFactory().tags.add(tag)
    client.force_login(editor())
    data = {"name_en": "New name", "name_zh_hans": "新名", "slug": "new-name"}
    client.post(reverse("admin:news_tag_change", args=[tag.pk]), data)
    for prefix in ("", "/zh-hans"):
        moved = client.get(f"{prefix}/tags/old-name/")
        assert (moved.status_code, moved.url) == (301, f"{prefix}/tags/new-name/")
        feed = client.get(f"{prefix}/feeds/tags/old-name.atom")
        assert (feed.status_code, feed.url) == (301, f"{prefix}/feeds/tags/new-name.atom")
    client.post(reverse("admin:news_tag_change", args=[tag.pk]), {**data, "slug": "old-name"})
    assert client.get("/tags/old-name/").status_code == 200
    assert former_slugs(tag) == ["new-name"]


def test_merging_moves_everything_once(client):
    cotton, cottons, flax = TagFactory(slug="cotton"), TagFactory(slug="cottons"), TagFactory(slug="flax")
    both, one, fabric = ArticleFactory(), ArticleFactory(), FabricFactory()
    both.tags.add(cotton, cottons)
    one.tags.add(cottons, flax)
    fabric.tags.add(cottons)
    moved = merge([cottons, flax], cotton, chief_editor())
    assert moved == 2
    for thing in (both, one, fabric):
        assert [tag.slug for tag in thing.tags.all()] == ["cotton"]
    assert TaggedItem.objects.count() == 3
    assert list(Tag.objects.all()) == [cotton]
    assert client.get("/tags/cottons/").url == "/tags/cotton/"
    assert client.get("/search/?q=cotton").context["total"] >= 3


def test_merging_reaches_drafts():
    cotton, cottons, article = TagFactory(slug="cotton"), TagFactory(slug="cottons"), ArticleFactory()
    save_content(article, {**latest_content(article), "tags": [cottons.pk]}, editor())
    merge([cottons], cotton, chief_editor())
    article.refresh_from_db()
    assert latest_content(article)["tags"] == [cotton.pk]


def test_merging_in_the_admin_asks_which_one_stays(client):
    cotton, cottons = TagFactory(slug="cotton"), TagFactory(slug="cottons")
    client.force_login(administrator())
    address = reverse("admin:news_tag_changelist")
    data = {"action": "merge_tags", "_selected_action": [cotton.pk, cottons.pk]}
    asked = client.post(address, data)
    assert asked.status_code == 200
    assert "Which tag stays?" in asked.text
    assert Tag.objects.count() == 2
    client.post(address, {**data, "into": cotton.pk})
    assert list(Tag.objects.all()) == [cotton]
