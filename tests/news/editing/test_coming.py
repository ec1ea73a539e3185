"""Schedules tell the truth: what form, list and desk say will happen is what happens, and nothing else does."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.background.mishaps import note_mishap
from foundation.background.models import Mishap
from news.articles.models import Article
from news.drafting.contents import moment_of
from news.editing import publishing
from news.editing.coming import Happening, coming
from news.editing.drafts import discard_draft, restore, save_content
from news.editing.due import take_due
from news.editing.revisions import latest_content
from news.editing.schedule import DUE_CHANGE
from news.editing.states import PublishingError
from news.enums import ArticleStatus
from news.permissions import create_groups
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import PUBLISHED_AT, ArticleFactory, TagFactory
from tests.factories.users import chief_editor, editor
from tests.news.admin.test_admin import change, messages_of

pytestmark = pytest.mark.django_db
LATER = timedelta(days=2)


@pytest.fixture
def boss():
    return chief_editor()


@pytest.fixture
def moment():
    return timezone.now() + timedelta(days=1)


def row(article):
    return Article.objects.get(pk=article.pk)


def draft(article, by, **changes):
    save_content(row(article), {**latest_content(row(article)), **changes}, by)
    return row(article)


def scheduled(by, moment, languages=None, **changes):
    article = ArticleFactory(title_en="Old", title_zh_hans="旧")
    draft(article, by, **(changes or {"title_en": "New", "title_zh_hans": "新"}))
    publishing.publish(row(article), by, moment, languages=languages)
    return row(article)


def shown(article):
    held = row(article)
    return held.title_en, held.title_zh_hans


def said(article):
    return [(event.moment, event.happening, event.languages) for event in coming(row(article))]


# S1: what is taken back is taken back


def test_dropping_the_draft_takes_back_its_schedule(boss, moment):  # S1
    article = scheduled(boss, moment)
    assert said(article) == [(moment, Happening.CHANGES, ())]
    discard_draft(article, boss)
    assert (said(article), take_due(moment + LATER)) == ([], 0)
    assert (shown(article), row(article).has_draft) == (("Old", "旧"), False)


def test_restoring_what_is_live_takes_back_the_schedule(boss, moment):  # S1
    article = scheduled(boss, moment)
    restore(article, article.revisions.get(number=1), boss)
    assert (said(article), take_due(moment + LATER)) == ([], 0)
    assert shown(article) == ("Old", "旧")


def test_restoring_another_text_leaves_the_schedule_and_says_so(client, boss, moment):  # S1
    article = ArticleFactory(title_en="Old", title_zh_hans="旧")
    draft(article, boss, title_en="In between")
    draft(article, boss, title_en="New")
    publishing.publish(row(article), boss, moment)
    client.force_login(boss)
    answer = client.post(reverse("admin:news_article_restore", args=[article.pk, 2]), follow=True)
    assert any("Scheduled" in message for message in messages_of(answer))
    assert said(article) == [(moment, Happening.CHANGES, ())]
    take_due(moment)
    assert (shown(article)[0], latest_content(row(article))["title_en"]) == ("New", "In between")


def test_who_may_not_publish_does_not_drop_what_is_scheduled(settings, boss, moment):  # S1
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()
    writer, article = editor(), scheduled(boss, moment)
    article = draft(article, writer, title_en="Later thought")
    with pytest.raises(PublishingError, match="scheduled"):
        discard_draft(article, writer)
    restore(article, article.revisions.get(number=1), writer)
    assert said(article) == [(moment, Happening.CHANGES, ())]


def test_sending_back_what_is_scheduled_takes_it_back(boss, moment):  # S1
    article = draft(ArticleFactory(title_en="Old"), boss, title_en="New")
    publishing.submit(article, boss)
    publishing.approve(row(article), boss)
    publishing.publish(row(article), boss, moment)
    publishing.send_back(row(article), boss, "Which week?")
    assert (said(article), row(article).stage) == ([], ArticleStatus.DRAFT)
    assert take_due(moment + LATER) == 0


def test_sending_back_a_later_text_leaves_what_is_scheduled(boss, moment):  # S1
    article = draft(scheduled(boss, moment), editor(), title_en="Later")
    Article.objects.filter(pk=article.pk).update(draft_status=ArticleStatus.IN_REVIEW)
    publishing.send_back(row(article), boss, "Which week?")
    assert said(article) == [(moment, Happening.CHANGES, ())]


def test_what_is_scheduled_is_said_in_form_list_and_desk_without_a_draft_too(client, boss, moment):  # S1
    article = scheduled(boss, moment, languages=["zh-hans"])
    draft(
        article, boss, title_en="Old", title_zh_hans="旧"
    )  # typed back by hand: no draft, and yet scheduled
    assert not row(article).has_draft
    written = timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
    client.force_login(boss)
    form = client.get(reverse("admin:news_article_change", args=[article.pk])).text
    assert written in form
    assert 'name="news_article_unschedule"' in form
    assert f"Changes scheduled for {written}" in client.get(reverse("admin:news_article_changelist")).text
    assert f"{written} changes appear" in client.get(reverse("admin:index")).text


def test_deleting_an_article_forgets_what_failed_of_it(boss, moment):  # S1, S4
    article = scheduled(boss, moment)
    note_mishap(DUE_CHANGE, str(article.pk), "The database refused it.")
    article.delete()
    assert not Mishap.objects.open().exists()
    assert take_due(moment + LATER) == 0


# S2: what is scheduled goes out, in its languages


def test_publish_now_brings_what_is_scheduled_and_nothing_else(boss, moment):  # S2
    article = scheduled(boss, moment, ["zh-hans"], title_en="Unfinished", title_zh_hans="新")
    draft(article, boss, title_zh_hans="更新的想法")
    publishing.publish_now(row(article), boss)
    assert (shown(article), said(article)) == (("Old", "新"), [])
    content = latest_content(row(article))
    assert (content["title_en"], content["title_zh_hans"]) == ("Unfinished", "更新的想法")


def test_publish_now_of_an_article_that_is_to_appear_in_one_language(boss, moment):  # S2
    article = ArticleFactory(
        status=ArticleStatus.DRAFT, title_en="Unfinished", title_zh_hans="新", published_at=None
    )
    publishing.publish(article, boss, moment, languages=["zh-hans"])
    assert said(article) == [(moment, Happening.APPEARS, ())]
    publishing.publish_now(row(article), boss)
    assert (row(article).languages, row(article).is_public()) == (["zh-hans"], True)
    held = row(article)
    assert (held.has_draft, latest_content(held)["title_en"]) == (True, "Unfinished")
    publishing.publish(held, boss)  # the draft had the old moment: it does not wait for it
    assert (row(article).languages, said(article)) == (["en", "zh-hans"], [])


def test_nothing_scheduled_is_not_published_now(boss):  # S2
    with pytest.raises(PublishingError, match="Nothing is scheduled"):
        publishing.publish_now(draft(ArticleFactory(), boss, title_en="Unfinished"), boss)


# S3: what is scheduled in one language stays when the other is published


def test_a_typo_published_today_leaves_what_is_scheduled_for_tomorrow(boss, moment):  # S3
    tag, other = TagFactory(slug="linen"), TagFactory(slug="silk")
    article = scheduled(boss, moment, ["zh-hans"], title_zh_hans="新", tags=[tag.pk], featured=True)
    draft(article, boss, title_en="Typo mended")
    publishing.publish(row(article), boss, languages=["en"])
    assert (shown(article), list(row(article).tags.all())) == (("Typo mended", "旧"), [])
    assert said(article) == [(moment, Happening.CHANGES, ("zh-hans",))]
    draft(
        article, boss, tags=[other.pk]
    )  # a field of both that somebody changes later goes at once, and stays
    publishing.publish(row(article), boss, languages=["en"])
    assert (list(row(article).tags.all()), row(article).featured) == ([other], False)
    assert take_due(moment) == 1
    assert (shown(article), list(row(article).tags.all())) == (("Typo mended", "新"), [other])
    assert (row(article).featured, row(article).has_draft, said(article)) == (True, False, [])


def test_publishing_all_today_replaces_what_was_scheduled(boss, moment):  # S3
    article = draft(scheduled(boss, moment, ["zh-hans"]), boss, title_zh_hans="今天的")
    publishing.publish(article, boss)
    assert (shown(article), said(article), take_due(moment)) == (("New", "今天的"), [], 0)


def test_of_two_scheduled_languages_the_published_one_goes_and_the_other_waits(boss, moment):  # S3
    article = draft(scheduled(boss, moment), boss, title_en="Newest")
    publishing.publish(article, boss, languages=["en"])
    assert (shown(article), said(article)) == (("Newest", "旧"), [(moment, Happening.CHANGES, ("zh-hans",))])
    take_due(moment)
    assert shown(article) == ("Newest", "新")


def test_a_second_moment_is_refused_and_the_first_stays(boss, moment):  # S3
    article = draft(scheduled(boss, moment, ["zh-hans"]), boss, title_en="Newest")
    with pytest.raises(PublishingError, match="already"):
        publishing.publish(article, boss, moment + LATER, languages=["en"])
    assert said(article) == [(moment, Happening.CHANGES, ("zh-hans",))]
    publishing.publish(row(article), boss, moment, languages=["en"])
    assert said(article) == [(moment, Happening.CHANGES, ())]
    take_due(moment)
    assert shown(article) == ("Newest", "新")


def test_all_languages_can_be_given_another_moment(boss, moment):  # S3
    article = scheduled(boss, moment, ["zh-hans"])
    publishing.publish(article, boss, moment + LATER)
    assert said(article) == [(moment + LATER, Happening.CHANGES, ())]


# S6: the date of an article and the moment of its change are two


def test_a_scheduled_correction_keeps_the_date(boss, moment):  # S6
    article = scheduled(boss, moment)
    take_due(moment + timedelta(hours=5))
    assert (shown(article), row(article).published_at) == (("New", "新"), PUBLISHED_AT)
    assert row(article).updated_at == moment  # when it changed, not when that was noticed


@pytest.mark.parametrize("field", ["goes_live_at", "published_at"])
def test_the_form_schedules_a_correction_by_its_own_moment(client, boss, moment, field):  # S6
    article, local = ArticleFactory(title_en="Old"), timezone.localtime(moment).replace(microsecond=0)
    client.force_login(boss)
    when = {f"{field}_0": local.strftime("%Y-%m-%d"), f"{field}_1": local.strftime("%H:%M:%S")}
    dated = {"published_at_0": "2023-06-14", "published_at_1": "10:00"}
    change(client, article, title_en="New", **{**dated, **when}, news_article_publish="1")
    assert said(article) == [(local, Happening.CHANGES, ())]
    form = client.get(reverse("admin:news_article_change", args=[article.pk])).context["adminform"].form
    assert (form["published_at"].value(), form["goes_live_at"].value()) == (PUBLISHED_AT, local)
    take_due(moment)
    assert (row(article).title_en, row(article).published_at) == ("New", PUBLISHED_AT)


def test_a_moment_that_passed_before_publishing_does_not_date_the_article(boss, moment):  # S6
    article = draft(ArticleFactory(), boss, title_en="New", published_at=moment.isoformat())
    content = latest_content(article)
    assert (moment_of(content["published_at"]), moment_of(content["goes_live_at"])) == (PUBLISHED_AT, moment)
    publishing.publish(article, boss, timezone.now())
    assert row(article).published_at == PUBLISHED_AT


def test_an_article_is_dated_back_on_purpose(boss):  # S6
    article = draft(ArticleFactory(), boss, published_at="2020-01-02T03:04:05+00:00")
    publishing.publish(article, boss)
    assert row(article).published_at.year == 2020


# S7: steps of a hidden draft are nothing visitors see


@pytest.mark.parametrize("last", ["submit", "approve", "send_back"])
def test_steps_of_a_draft_do_not_move_the_last_change(client, boss, last):  # S7
    article, old = ArticleFactory(), timezone.now() - timedelta(days=400)
    Article.objects.filter(pk=article.pk).update(updated_at=old)
    article, address = row(article), article.get_absolute_url()
    parts = re.findall(r"<loc>http://[^/]+(/sitemap-articles[^<]+)</loc>", client.get("/sitemap.xml").text)
    part = next(one for one in parts if address in client.get(one).text)
    shown_in = ("/feeds/news.atom", address, part)
    before = [client.get(one).text for one in shown_in]
    assert all(address in text for text in before)
    draft(article, editor(), title_en="Hidden")
    publishing.submit(row(article), boss)
    if last != "submit":
        getattr(publishing, last)(row(article), boss, *(["Why?"] if last == "send_back" else []))
    assert row(article).updated_at == old
    assert [client.get(one).text for one in shown_in] == before
    assert row(article) in Article.objects.ageing_since(timezone.now() - timedelta(days=365))


# D14: the moment of what happens


def test_the_desk_tells_the_moment_of_what_happens(client, boss):  # D14
    now = timezone.now()
    goes = ArticleFactory(title_en="Goes", expires_at=now + timedelta(days=3))
    appears = ArticleFactory(
        title_en="Appears", published_at=now + timedelta(days=2), expires_at=now + timedelta(days=5)
    )
    release = ReleaseFactory(released_at=now + timedelta(days=1))
    waits = ArticleFactory(title_en="Waits for its release", release=release)
    changes = scheduled(boss, now + timedelta(days=4))
    client.force_login(boss)
    context = client.get(reverse("admin:index")).context["newsroom"]
    found = next(
        articles for title, _empty, articles, *_rest in context["lists"] if title == "Scheduled this week"
    )
    assert [(article, article.event.moment, article.event.happening) for article in found] == [
        (waits, release.released_at, Happening.APPEARS),
        (appears, appears.published_at, Happening.APPEARS),
        (goes, goes.expires_at, Happening.GOES),
        (changes, changes.scheduled_for, Happening.CHANGES),
    ]


def test_a_scheduled_change_of_the_end_is_told_as_it_will_be(boss, moment):  # D14
    article = scheduled(boss, moment, expires_at=(moment + LATER).isoformat())
    assert said(article) == [(moment, Happening.CHANGES, ()), (moment + LATER, Happening.GOES, ())]


# L1: a language that was emptied goes after a question


def emptied(by, **more):
    return draft(ArticleFactory(), by, title_zh_hans="", summary_zh_hans="", body_zh_hans="", **more)


def test_a_language_that_was_emptied_goes_after_a_question(boss):  # L1
    article = emptied(boss)
    with pytest.raises(PublishingError) as refused:
        publishing.publish(article, boss)
    assert refused.value.code == "emptied"
    assert row(article).languages == ["en", "zh-hans"]
    assert "publish_without" in publishing.steps(row(article), boss)
    publishing.publish_without(row(article), boss)
    assert (row(article).languages, row(article).has_draft) == (["en"], False)
    assert "publish_without" not in publishing.steps(row(article), boss)


def test_a_text_without_its_title_goes_whole(boss):  # L1
    article = draft(ArticleFactory(), boss, title_zh_hans="")
    publishing.publish_without(article, boss)
    assert (row(article).body_zh_hans, row(article).has_draft) == ("", False)


def test_the_other_language_alone_leaves_the_emptied_one_on_the_site(boss):  # L1
    article = emptied(boss, title_en="New")
    publishing.publish(article, boss, languages=["en"])
    assert (row(article).title_en, row(article).languages) == ("New", ["en", "zh-hans"])


def test_an_emptied_language_can_go_at_a_moment(boss, moment):  # L1
    article = emptied(boss, goes_live_at=moment.isoformat())
    publishing.publish_without(article, boss)
    assert row(article).languages == ["en", "zh-hans"]
    take_due(moment)
    assert (row(article).languages, row(article).has_draft) == (["en"], False)


def test_publish_without_is_refused_where_nothing_waits(boss):  # L1
    with pytest.raises(PublishingError):
        publishing.publish_without(ArticleFactory(), boss)


def test_the_form_asks_with_a_button(client, boss):  # L1
    article = ArticleFactory()
    client.force_login(boss)
    empty = {"title_zh_hans": "", "summary_zh_hans": "", "body_zh_hans": ""}
    moment = {"published_at_0": "2023-06-14", "published_at_1": "10:00"}
    answer = change(client, article, **empty, **moment, news_article_publish="1")
    assert any("empty now" in message for message in messages_of(answer))
    assert 'name="news_article_publish_without"' in answer.text
    change(client, article, **empty, **moment, news_article_publish_without="1")
    assert row(article).languages == ["en"]


# L16: the next step is always offered


def test_a_live_article_offers_the_steps_of_its_next_draft(client, boss):  # L16
    article = ArticleFactory()
    assert publishing.steps(article, boss) == ["submit", "publish", "withdraw"]
    assert publishing.next_step(article, boss) == "publish"
    client.force_login(boss)
    moment = {"published_at_0": "2023-06-14", "published_at_1": "10:00"}
    change(client, article, title_en="In one go", **moment, news_article_publish="1")
    assert (row(article).title_en, row(article).has_draft) == ("In one go", False)
    before = row(article).updated_at
    for verb in ("publish", "submit"):
        answer = change(client, row(article), **moment, **{f"news_article_{verb}": "1"})
        assert any("Nothing has changed" in message for message in messages_of(answer))
    assert (row(article).updated_at, row(article).stage) == (before, ArticleStatus.PUBLISHED)
    change(client, article, title_en="Reviewed", **moment, news_article_submit="1")
    assert row(article).stage == ArticleStatus.IN_REVIEW


def test_the_next_step_leads_to_the_reader(settings, boss, moment):  # L16
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()
    writer = editor()
    for status, of_writer, of_boss in (
        (ArticleStatus.DRAFT, "submit", "publish"),
        (ArticleStatus.IN_REVIEW, "", "publish"),
        (ArticleStatus.APPROVED, "publish", "publish"),
        (ArticleStatus.PUBLISHED, "submit", "publish"),
        (ArticleStatus.WITHDRAWN, "submit", "publish"),
    ):
        article = ArticleFactory(status=status)
        assert (publishing.next_step(article, writer), publishing.next_step(article, boss)) == (
            of_writer,
            of_boss,
        )
    assert publishing.next_step(scheduled(boss, moment), boss) == ""
    assert publishing.next_step(emptied(boss), boss) == "publish_without"
