"""Many articles at once, each by itself: what is refused is named with its reason, and stops none of the others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.articles.models import Article
from news.editing import copying, many, publishing
from news.editing.content import snapshot
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.editing.states import PublishingError
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory, SectionFactory, TagFactory
from tests.factories.users import chief_editor, editor, moderator

pytestmark = pytest.mark.django_db
LIST = "/admin/news/article/"


def draft(**fields):
    return ArticleFactory(status=ArticleStatus.DRAFT, **fields)


def send(client, action, *articles, **more):
    return client.post(
        LIST, {"action": action, "_selected_action": [one.pk for one in articles], **more}, follow=True
    )


def statuses():
    return list(Article.objects.order_by("pk").values_list("status", flat=True))


def test_publishing_asks_first_and_names_what_it_left(client):  # D15
    good, empty, live = (
        draft(),
        draft(title_en="Nothing in it", body_en="", body_zh_hans=""),
        ArticleFactory(),
    )
    client.force_login(chief_editor())
    page = send(client, "publish_many", good, empty, live)
    assert "Publish these articles" in page.text
    assert statuses() == ["draft", "draft", "published"]
    done = send(client, "publish_many", good, empty, live, _meant="1").text
    assert statuses() == ["published", "draft", "published"]
    assert "Nothing in it" in done
    assert "needs a title and a text" in done


def test_rights_hold_for_each(client, settings):  # D15
    settings.EDITORS_MAY_PUBLISH = False
    writer = editor()
    writer.groups.all()[0].permissions.remove(
        *writer.groups.all()[0].permissions.filter(codename="publish_article")
    )
    waits, approved = draft(), ArticleFactory(status=ArticleStatus.APPROVED)
    client.force_login(writer)
    done = send(client, "publish_many", waits, approved, _meant="1").text
    assert statuses() == ["draft", "published"]
    assert "You may not publish." in done
    refused = send(client, "withdraw_many", approved, _meant="1")
    assert statuses() == ["draft", "published"]
    assert refused.status_code == 200
    client.force_login(moderator())
    assert send(client, "publish_many", waits, _meant="1").status_code == 403
    assert statuses() == ["draft", "published"]


def test_four_eyes_hold(settings):  # D15
    settings.FOUR_EYES = True
    chief, other = chief_editor(), chief_editor()
    mine, theirs = draft(author=chief), draft(author=other)
    for article, by in ((mine, chief), (theirs, other)):
        save_content(article, {**snapshot(article), "summary_en": "Words."}, by)
    outcome = many.publish([mine, theirs], chief)
    assert outcome.changed == [theirs]
    assert [article for article, _why in outcome.refused] == [mine]
    assert "somebody else" in outcome.refused[0][1]


def test_withdrawing(client):  # D15
    live, hidden = ArticleFactory(), draft()
    client.force_login(chief_editor())
    done = send(client, "withdraw_many", live, hidden, _meant="1").text
    assert statuses() == ["withdrawn", "draft"]
    assert "cannot be done" in done


def test_tags_are_added_and_taken_away_as_a_draft_of_what_is_published(client):  # D15
    old, new = TagFactory(slug="old"), TagFactory(slug="new")
    live, hidden = ArticleFactory(), draft()
    for article in (live, hidden):
        article.tags.add(old)
    client.force_login(editor())
    empty = send(client, "tag_many", live, hidden, _meant="1")
    assert "Choose at least one tag." in empty.text
    send(client, "tag_many", live, hidden, _meant="1", add=[new.pk], remove=[old.pk])
    live, hidden = Article.objects.get(pk=live.pk), Article.objects.get(pk=hidden.pk)
    assert list(live.tags.all()) == [old]
    assert latest_content(live)["tags"] == [new.pk]
    assert list(hidden.tags.all()) == [new]


def test_at_once_publishes_the_change_but_no_other_draft(client):  # D15
    tag = TagFactory()
    by = chief_editor()
    plain, begun, coming = (
        ArticleFactory(),
        ArticleFactory(),
        ArticleFactory(published_at=timezone.now() + timedelta(days=1)),
    )
    date = plain.published_at
    save_content(begun, {**snapshot(begun), "title_en": "Unfinished"}, by)
    client.force_login(by)
    done = send(client, "tag_many", plain, begun, coming, _meant="1", add=[tag.pk], at_once="on").text
    assert "not published yet" in done
    plain, begun, coming = (Article.objects.get(pk=one.pk) for one in (plain, begun, coming))
    assert list(plain.tags.all()) == [tag]
    assert (plain.has_draft, plain.published_at) == (False, date)
    assert not begun.tags.exists()
    assert begun.title_en != "Unfinished"
    assert latest_content(begun)["tags"] == []
    assert coming.published_at > timezone.now()


def test_who_may_not_publish_leaves_nothing_half_done():  # D15
    article, tag, by = ArticleFactory(), TagFactory(), editor()
    by.groups.all()[0].permissions.remove(*by.groups.all()[0].permissions.filter(codename="publish_article"))
    outcome = many.tag([article], type(by).objects.get(pk=by.pk), add=[tag], at_once=True)
    assert outcome.refused
    assert not Article.objects.get().has_draft


def test_moving(client):  # D15
    section, article = SectionFactory(), draft()
    there = draft(section=section)
    client.force_login(editor())
    assert send(client, "move_many", article, _meant="1").context["form"].errors
    send(client, "move_many", article, there, _meant="1", section=section.pk)
    assert {one.section_id for one in Article.objects.all()} == {section.pk}
    assert there.revisions.count() == 0


def test_a_copy_is_a_draft_of_its_own(client):  # D15
    tag, by = TagFactory(), editor()
    article = ArticleFactory(
        title_en="Silk", title_zh_hans="丝绸", featured=True, legacy_id=77, original_language="en"
    )
    article.tags.add(tag)
    save_content(article, {**snapshot(article), "summary_en": "In the draft."}, by)
    client.force_login(by)
    answer = client.post(LIST, {"action": "copy_many", "_selected_action": [article.pk]})
    made = Article.objects.exclude(pk=article.pk).get()
    assert answer.url == f"/admin/news/article/{made.pk}/change/"
    assert (made.title_en, made.title_zh_hans) == ("Copy of Silk", "丝绸（副本）")
    assert (made.summary_en, made.body_en, list(made.tags.all())) == ("In the draft.", article.body_en, [tag])
    assert (made.status, made.author, made.published_at) == (ArticleStatus.DRAFT, by, None)
    assert (made.featured, made.legacy_id, made.original_language) == (False, None, "en")
    assert made.slug != article.slug
    assert made.revisions.get().author == by
    publishing.publish(made, chief_editor())
    assert Article.objects.get(pk=article.pk).is_public()


def test_who_may_not_add_articles_makes_no_copy():  # D15
    article = ArticleFactory()
    with pytest.raises(PublishingError):
        copying.copy(article, moderator())
    assert Article.objects.count() == 1


@pytest.mark.parametrize("key", ["99999999999999999999", "-9223372036854775809", "x", "", "0"])
def test_keys_that_nothing_has_are_refused_with_a_sentence(client, key):  # D15
    article = draft()
    client.force_login(chief_editor())
    for action, sent in (
        ("tag_many", {"add": [key]}),
        ("tag_many", {"remove": [key]}),
        ("move_many", {"section": key}),
    ):
        answer = send(client, action, article, _meant="1", **sent)
        assert answer.status_code == 200
        assert answer.context["form"].errors, (action, sent)
    assert article.revisions.count() == 0
