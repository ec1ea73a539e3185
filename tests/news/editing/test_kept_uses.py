"""Whatever may come back is used: by what is scheduled, by a kept text, by a revision; a merged tag comes back as the other."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news.articles.models import Article, ArticleSeries
from news.editing import publishing, working_copies
from news.editing.drafts import restore, save_content
from news.editing.due import take_due
from news.editing.revisions import latest_content
from news.library.models import Attachment, Picture
from news.linking.models import Reference
from news.linking.uses import uses_of
from news.tags.merging import merge
from news.tags.models import Tag
from tests.factories.indexdata import CollectingSourceFactory, IndexFactory, ReleaseFactory, SampleUnitFactory
from tests.factories.news import ArticleFactory, FabricFactory, PageFactory, SectionFactory, TagFactory
from tests.factories.users import administrator, chief_editor, editor
from tests.news.admin.test_admin import change

pytestmark = pytest.mark.django_db


def things():
    """Return {kind: thing} of everything that a text can use."""
    return {
        "tag": TagFactory(slug="linen"),
        "picture": Picture.objects.create(file="p.jpg", width=1, height=1, digest="a"),
        "attachment": Attachment.objects.create(file="f.pdf", size=1, digest="b"),
        "fabric": FabricFactory(),
        "page": PageFactory(),
        "release": ReleaseFactory(released_at=timezone.now() + timedelta(days=9)),
        "section": SectionFactory(slug="another-section"),
        "series": ArticleSeries.objects.create(slug="series", name_en="Series"),
        "index": IndexFactory(path="price"),
        "source": CollectingSourceFactory(),
        "sample": SampleUnitFactory(),
    }


#: The models whose names differ from those of their kinds.
MODELS = {
    "series": "news_articleseries",
    "source": "indexdata_collectingsource",
    "sample": "indexdata_sampleunit",
}


def pages_of(kind):
    """Return the beginning of the names of a kind's pages in the admin."""
    app = "indexdata" if kind in ("release", "index") else "news"
    return f"admin:{MODELS.get(kind, f'{app}_{kind}')}"


def using(held):
    body = "".join(
        f'<p><a href="ref:{kind}/{held[kind].pk}">x</a></p>'
        for kind in ("attachment", "fabric", "page", "source", "sample")
    )
    body += '<p><span data-figure="price">1</span></p>'
    return {
        "body_en": body, "tags": [held["tag"].pk], "cover_id": held["picture"].pk, "release_id": held["release"].pk,
        "section_id": held["section"].pk, "series_id": held["series"].pk,
    }  # fmt: skip


def save(article, by, **changes):
    article = Article.objects.get(pk=article.pk)
    save_content(article, {**latest_content(article), **changes}, by)
    return Article.objects.get(pk=article.pk)


def scheduled_and_dropped_since(held):
    """Return an article whose scheduled revision uses things that its newest draft no longer names."""
    boss, article = chief_editor(), ArticleFactory()
    plain = latest_content(article)
    article = save(article, boss, **using(held))
    publishing.publish(
        article, boss, timezone.now() + timedelta(hours=1), override="Links to what is not public."
    )
    return save(article, boss, **plain)


def typed(held):
    """Return the article that somebody has typed all these things into, without saving."""
    article = ArticleFactory()
    wanted = using(held)
    sent = {
        "body_en": [wanted["body_en"]], "tags": [str(held["tag"].pk)], "cover": [str(held["picture"].pk)],
        "release": [str(held["release"].pk)], "section": [str(held["section"].pk)], "series": [str(held["series"].pk)],
    }  # fmt: skip
    working_copies.keep(article, editor(), None, sent)
    return article


def restorable(held):
    """Return an article of which only an old revision uses the things."""
    article = ArticleFactory()
    plain = latest_content(article)
    save(article, editor(), **using(held))
    return save(article, editor(), **plain)


@pytest.mark.parametrize("come_back", [scheduled_and_dropped_since, typed, restorable])
def test_what_may_come_back_is_used_and_not_deleted(client, come_back):  # S5
    held = things()
    come_back(held)
    client.force_login(administrator())
    for kind, thing in held.items():
        assert uses_of(kind, thing.pk), kind
        address = reverse(f"{pages_of(kind)}_delete", args=[thing.pk])
        answer = client.post(address, {"post": "yes"}, follow=True)
        assert type(thing).objects.filter(pk=thing.pk).exists(), kind
        assert "was not deleted" in answer.text
        listed = reverse(f"{pages_of(kind)}_changelist")
        client.post(listed, {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes"})
        assert type(thing).objects.filter(pk=thing.pk).exists(), kind


@pytest.mark.parametrize("kind", ["section", "series", "release"])
def test_what_an_article_names_in_its_own_columns_is_not_deleted(client, kind):
    """S5: also articles of which nothing is noted, filled in by a program; the sentence names some of many."""
    held = things()
    articles = [ArticleFactory(**{kind: held[kind]}) for _ in range(7)]
    Reference.objects.all().delete()
    client.force_login(administrator())
    answer = client.post(
        reverse(f"{pages_of(kind)}_delete", args=[held[kind].pk]), {"post": "yes"}, follow=True
    )
    assert "was not deleted" in answer.text
    assert "…" in answer.text
    client.post(
        reverse(f"{pages_of(kind)}_changelist"),
        {"action": "delete_selected", "_selected_action": [held[kind].pk], "post": "yes"},
    )
    assert getattr(Article.objects.get(pk=articles[0].pk), kind) == held[kind]


def test_what_nothing_uses_is_deleted_as_before(client):
    """S5: the refusal is for what is used alone; a section's own articles are not noted one by one."""
    held = things()
    ArticleFactory(section=SectionFactory())
    assert not Reference.objects.filter(target_kind="section").exists()
    client.force_login(administrator())
    for kind, thing in held.items():
        client.post(reverse(f"{pages_of(kind)}_delete", args=[thing.pk]), {"post": "yes"})
        assert not type(thing).objects.filter(pk=thing.pk).exists(), kind


def test_what_was_typed_and_dropped_is_used_no_longer():  # S5
    held = things()
    article = typed(held)
    copy = article.working_copies.get()
    assert [use.address for use in uses_of("tag", held["tag"].pk)] == [copy.get_edit_address()]
    working_copies.drop(article, copy.editor)
    assert not any(uses_of(kind, thing.pk) for kind, thing in held.items())
    fresh = working_copies.keep(Article, copy.editor, None, {"tags": [str(held["tag"].pk)]})
    assert uses_of("tag", held["tag"].pk)[0].address == reverse("admin:news_article_add")
    type(fresh).objects.update(saved_at=timezone.now() - timedelta(days=40))
    assert working_copies.forget_old() == 1
    assert not Reference.objects.exists()


def test_deleting_an_article_frees_what_it_used():  # S5
    held = things()
    scheduled_and_dropped_since(held).delete()
    assert not any(uses_of(kind, thing.pk) for kind, thing in held.items())


def test_the_page_of_a_thing_says_that_a_revision_uses_it(client):  # S5
    held = things()
    restorable(held)
    client.force_login(administrator())
    assert "a revision" in client.get(reverse("admin:news_tag_change", args=[held["tag"].pk])).text


def test_a_scheduled_article_goes_live_with_the_tag_that_stays(client):  # S5
    tag, kept, last = (TagFactory(slug=slug) for slug in ("flax", "linen", "bast"))
    boss, moment = chief_editor(), timezone.now() + timedelta(hours=1)
    article = save(ArticleFactory(), boss, tags=[tag.pk])
    publishing.publish(article, boss, moment)
    save(article, boss, tags=[])
    merge([tag], kept, boss)
    merge([kept], last, boss)
    take_due(moment)
    assert list(Article.objects.get(pk=article.pk).tags.all()) == [last]
    assert [use.source for use in uses_of("tag", last.pk)] == [article]


def test_a_restored_revision_and_a_kept_text_have_the_tag_that_stays(client):  # S5
    tag, kept = TagFactory(slug="flax"), TagFactory(slug="linen")
    writer = editor()
    article = save(ArticleFactory(), writer, tags=[tag.pk])
    save(article, writer, tags=[])
    working_copies.keep(article, writer, None, {"title_en": ["Typed"], "tags": [str(tag.pk)]})
    working_copies.leave(article, writer)
    old_key = tag.pk
    merge([tag], kept, chief_editor())
    client.force_login(writer)
    address = reverse("admin:news_article_change", args=[article.pk])
    form = client.get(address).context["adminform"].form
    assert form["tags"].value() == [str(kept.pk)]
    change(
        client, article, tags=[old_key], published_at_0="2023-06-14", published_at_1="10:00"
    )  # opened before the merge
    assert latest_content(Article.objects.get(pk=article.pk))["tags"] == [kept.pk]
    save(article, writer, tags=[])
    restore(Article.objects.get(pk=article.pk), article.revisions.get(number=2), writer)
    assert latest_content(Article.objects.get(pk=article.pk))["tags"] == [kept.pk]


def test_merging_the_tag_of_both_leaves_one_use():  # S5
    tag, kept = TagFactory(slug="flax"), TagFactory(slug="linen")
    article = save(ArticleFactory(), editor(), tags=[tag.pk, kept.pk])
    merge([tag], kept, chief_editor())
    assert latest_content(article)["tags"] == [kept.pk]
    assert list(Tag.objects.all()) == [kept]
    assert len(uses_of("tag", kept.pk)) == 1
    assert not Reference.objects.filter(target_kind="tag").exclude(target_key=kept.pk).exists()
