"""Where things are used: noted at every save, of what is live and of drafts; what is used is not deleted."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from news.editing import publishing
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from news.library.models import Attachment, Picture
from news.linking.models import Reference
from news.linking.uses import broken_references, in_html, uses_of
from tests.factories.indexdata import IndexFactory
from tests.factories.news import ArticleFactory, FabricFactory, PageFactory, TagFactory
from tests.factories.users import administrator, chief_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    made = Picture(title_en="Loom", alt_en="A loom", alt_zh_hans="织机", width=800, height=600)
    made.file.name = "pictures/ab/abcdef.jpg"
    Picture.objects.bulk_create([made])
    return Picture.objects.get()


def shows(picture):
    return f'<figure><img data-picture="{picture.pk}" src="" alt=""></figure>'


def test_everything_a_text_refers_to_is_found():
    html = (
        '<p><a href="ref:article/9#part" rel="noopener">a</a><a href="https://example.org">b</a></p>'
        '<figure><img data-picture="4" src="" alt=""></figure><span data-figure="price">1</span>'
        '<figure data-chart="price price/grey-fabric"></figure>'
    )
    assert in_html(html) == {
        ("article", 9),
        ("picture", 4),
        ("index", "price"),
        ("index", "price/grey-fabric"),
    }
    assert in_html(None) == set()


def test_articles_pages_and_fabrics_use_things(picture):
    index = IndexFactory(path="price")
    article = ArticleFactory(body_en=shows(picture), cover=picture)
    page = PageFactory(body_zh_hans='<p><span data-figure="price">1</span></p>')
    fabric = FabricFactory(index=index, picture=picture)
    assert {use.source for use in uses_of("picture", picture.pk)} == {article, fabric}
    assert {use.source for use in uses_of("index", index.pk)} == {page, fabric}
    places = next(use.places for use in uses_of("picture", picture.pk) if use.source == article)
    assert places == ("body_en", "cover")


def test_what_is_taken_out_is_no_longer_used(picture):
    page = PageFactory(body_en=shows(picture))
    page.body_en = "<p>Gone.</p>"
    page.save()
    assert uses_of("picture", picture.pk) == []
    article = ArticleFactory(cover=picture)
    article.delete()
    assert not Reference.objects.exists()


def test_a_draft_uses_things_too_until_it_is_published(picture):
    article = ArticleFactory()
    save_content(article, {**latest_content(article), "body_en": shows(picture)}, chief_editor())
    (use,) = uses_of("picture", picture.pk)
    assert not use.live
    publishing.publish(article, chief_editor())
    (use,) = uses_of("picture", picture.pk)
    assert use.live
    publishing.withdraw(article, chief_editor())
    (use,) = uses_of("picture", picture.pk)
    assert not use.live


def test_tags_are_used_by_what_carries_them():
    tag, article = TagFactory(), ArticleFactory()
    article.tags.add(tag)
    assert [use.source for use in uses_of("tag", tag.pk)] == [article]
    article.tags.remove(tag)
    assert uses_of("tag", tag.pk) == []


def test_uses_take_the_same_queries_for_3_and_30(picture, django_assert_num_queries):
    for count in (3, 30):
        for _n in range(count):
            ArticleFactory(cover=picture)
        with django_assert_num_queries(2):
            assert len(uses_of("picture", picture.pk)) >= count


def test_links_that_lead_nowhere_are_told():
    target = ArticleFactory(status=ArticleStatus.DRAFT)
    page = PageFactory(
        body_en=f'<p><a href="ref:article/{target.pk}">a</a> <a href="ref:article/987">b</a></p>'
    )
    ArticleFactory(status=ArticleStatus.DRAFT, body_en='<p><a href="ref:article/987">b</a></p>')
    found = {(row.source, row.target_key) for row in broken_references()}
    assert found == {(page, target.pk), (page, 987)}
    publishing.publish(target, chief_editor())
    assert {row.target_key for row in broken_references()} == {987}


def test_what_is_used_is_not_deleted_and_says_where(client, picture):
    ArticleFactory(title_en="The weekly report", cover=picture)
    client.force_login(administrator())
    address = reverse("admin:news_picture_delete", args=[picture.pk])
    response = client.post(address, {"post": "yes"}, follow=True)
    assert Picture.objects.filter(pk=picture.pk).exists()
    assert "The weekly report" in response.text
    action = {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"}
    client.post(reverse("admin:news_picture_changelist"), action)
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_what_nothing_uses_can_be_deleted(client, picture):
    client.force_login(administrator())
    client.post(reverse("admin:news_picture_delete", args=[picture.pk]), {"post": "yes"})
    assert not Picture.objects.exists()
    tag = TagFactory()
    client.post(reverse("admin:news_tag_delete", args=[tag.pk]), {"post": "yes"})
    assert not type(tag).objects.exists()


def test_the_page_of_a_thing_says_where_it_is_used(client, picture):
    article = ArticleFactory(title_en="The weekly report", cover=picture)
    client.force_login(chief_editor())
    html = client.get(reverse("admin:news_picture_change", args=[picture.pk])).text
    assert reverse("admin:news_article_change", args=[article.pk]) in html


def test_uses_can_be_noted_anew(picture):
    ArticleFactory(cover=picture)
    Reference.objects.all().delete()
    call_command("refresh_library", "--uses", verbosity=0)
    assert len(uses_of("picture", picture.pk)) == 1
    assert Attachment.objects.count() == 0


def test_uses_of_revisions_are_noted_anew_whatever_their_kind(picture):  # D4
    things = [(ArticleFactory(), "cover_id"), (FabricFactory(), "picture_id")]
    for thing, field in things:
        for key in (picture.pk, None):
            save_content(thing, {**latest_content(type(thing).objects.get(pk=thing.pk)), field: key}, None)
    Reference.objects.all().delete()
    call_command("refresh_library", "--uses", verbosity=0)
    assert {(use.source, use.only_in_revisions) for use in uses_of("picture", picture.pk)} == {
        (thing, True) for thing, _field in things
    }


def test_the_page_of_an_index_says_which_texts_use_it(client):
    index = IndexFactory(path="price")
    page = PageFactory(title_en="How to read it", body_en='<p><span data-figure="price">1</span></p>')
    client.force_login(administrator())
    html = client.get(reverse("admin:indexdata_index_change", args=[index.pk])).text
    assert reverse("admin:news_page_change", args=[page.pk]) in html
    client.post(reverse("admin:indexdata_index_delete", args=[index.pk]), {"post": "yes"})
    assert type(index).objects.filter(pk=index.pk).exists()
    assert client.get(reverse("admin:indexdata_index_changelist")).status_code == 200
