"""Many things at once, each by itself: what is refused is named with its reason, and stops none of the others."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.articles.models import Article
from news.editing import copying, many, publishing
from news.editing.content import snapshot
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.editing.states import PublishingError
from news.enums import ArticleStatus
from news.permissions import create_groups
from tests.factories.news import ArticleFactory, SectionFactory, TagFactory
from tests.factories.users import chief_editor, editor, moderator
from tests.news.admin.test_versions import as_shown
from tests.news.editing.drafted import each_kind, each_new_kind

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


def test_the_question_says_where_an_article_stands_in_the_language_of_who_is_asked(client):  # D15
    placeless = draft(section=None)
    client.force_login(chief_editor())
    for language, words in (("en", "no section yet · Draft"), ("zh-hans", "尚未选择栏目 · 草稿")):
        client.cookies["django_language"] = language
        assert words in send(client, "publish_many", placeless).text


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


@each_kind
def test_many_of_each_kind_are_published_and_withdrawn(client, kind):  # D4, D15
    good, nameless = (
        kind.make(status=ArticleStatus.DRAFT, title_en="Silk", slug="good"),
        kind.make(status=ArticleStatus.DRAFT, title_en="", title_zh_hans="", slug="nameless"),
    )
    live = kind.make(slug="live")
    held = kind.model.objects.get(pk=live.pk).updated_at
    address = reverse(f"admin:news_{kind.name}_changelist")

    def post(action, *things, **more):
        chosen = {"action": action, "_selected_action": [thing.pk for thing in things]}
        return client.post(address, {**chosen, **more}, follow=True)

    def stages():
        return [kind.model.objects.get(pk=thing.pk).status for thing in (good, nameless)]

    client.force_login(chief_editor())
    asked = post("publish_many", good, nameless).text
    assert f"Publish these {kind.model._meta.verbose_name_plural}" in asked
    assert kind.page(good) in asked
    assert stages() == ["draft", "draft"]
    done = post("publish_many", good, nameless, live, _meant="1").text
    assert stages() == ["published", "draft"]
    assert f"1 {kind.model._meta.verbose_name} changed." in done
    assert f"1 {kind.model._meta.verbose_name} stayed as it was." in done
    assert kind.model.objects.get(pk=live.pk).updated_at == held
    assert f"1 {kind.model._meta.verbose_name} was left as it is" in done
    assert kind.page(nameless) in done
    assert "cannot be done" in post("withdraw_many", good, nameless, _meant="1").text
    assert stages() == ["withdrawn", "draft"]
    client.force_login(moderator())
    assert post("publish_many", good, _meant="1").status_code == 403


@each_kind
def test_who_may_not_publish_withdraws_none_of_a_kind(client, kind, settings):  # D4, D15
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()
    thing, address = kind.make(), reverse(f"admin:news_{kind.name}_changelist")
    save_content(thing, {**latest_content(thing), kind.field("title_en"): "New"}, None)
    client.force_login(editor())
    for action, said in (("withdraw_many", ""), ("publish_many", "You may not publish.")):
        sent = {"action": action, "_selected_action": [thing.pk], "_meant": "1"}
        assert said in client.post(address, sent, follow=True).text
    stored = kind.model.objects.get(pk=thing.pk)
    assert (stored.status, stored.draft_status) == (ArticleStatus.PUBLISHED, ArticleStatus.DRAFT)


@each_kind
def test_the_question_costs_the_same_for_2_and_20(client, kind):  # D4, D15
    client.force_login(chief_editor())
    counts, made = [], []
    for number in (2, 18):
        made += [kind.make(slug=f"thing-{number}-{place}") for place in range(number)]
        sent = {"action": "publish_many", "_selected_action": [thing.pk for thing in made]}
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse(f"admin:news_{kind.name}_changelist"), sent)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@each_kind
def test_a_copy_of_each_kind_has_an_address_of_its_own(client, kind):  # D4, D15
    thing, by = (
        kind.make(title_en="Silk", title_zh_hans="丝绸", slug="silk", original_language="en"),
        editor(),
    )
    body = kind.field("body_en")
    save_content(thing, {**latest_content(thing), body: "<p>In the draft.</p>"}, by)
    client.force_login(by)
    made = []
    for _time in range(2):
        answer = client.post(
            reverse(f"admin:news_{kind.name}_changelist"),
            {"action": "copy_many", "_selected_action": [thing.pk]},
        )
        copied = kind.model.objects.exclude(pk__in=[thing.pk, *(one.pk for one in made)]).get()
        assert answer.url == kind.page(copied)
        made.append(copied)
    first, second = made
    assert len({one.get_absolute_url() for one in (thing, first, second)}) == 3
    assert [getattr(first, kind.field(name)) for name in ("title_en", "title_zh_hans")] == [
        "Copy of Silk",
        "丝绸（副本）",
    ]
    assert "In the draft." in getattr(first, body)
    assert (first.status, first.author, first.published_at) == (ArticleStatus.DRAFT, by, None)
    assert (first.original_language, first.revisions.get().author) == ("en", by)
    publishing.publish(first, chief_editor())
    assert kind.model.objects.get(pk=thing.pk).is_public()
    assert kind.model.objects.get(pk=first.pk).is_public()
    with pytest.raises(PublishingError):
        copying.copy(thing, moderator())


@each_new_kind
def test_a_copy_takes_no_address_that_leads_or_is_wanted_elsewhere(kind):  # D4, D15
    thing, renamed, wanting = kind.make(slug="silk"), kind.make(slug="silk-copy"), kind.make(slug="other")
    renamed.slug = "renamed"
    renamed.save()
    save_content(wanting, {**latest_content(wanting), "slug": "silk-copy-2"}, editor())
    assert copying.copy(thing, chief_editor()).slug == "silk-copy-3"
    longest = kind.model._meta.get_field("slug").max_length
    long = kind.make(slug="s" * longest)
    assert len(copying.copy(long, chief_editor()).slug) == longest


@each_kind
def test_the_button_copies_what_is_typed_in_the_form_of_each_kind(client, kind):  # D4, D15
    thing = kind.make(title_en="Silk", slug="silk")
    client.force_login(editor())
    fields = as_shown(client.get(kind.page(thing)), kind.model)
    typed = {**fields, kind.field("title_en"): "Tussah", f"news_{kind.name}_begin_copy": ""}
    answer = client.post(kind.page(thing), typed)
    copied = kind.model.objects.exclude(pk=thing.pk).get()
    assert answer.url == kind.page(copied)
    assert getattr(copied, kind.field("title_en")) == "Copy of Tussah"
    assert latest_content(kind.model.objects.get(pk=thing.pk))[kind.field("title_en")] == "Tussah"
