"""A text that contradicts the figures of its release: held back, let pass by a tick that is kept, asked about at the release."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from foundation.history import said
from indexdata.models import EmbargoRead, Observation
from indexdata.releases.checks.register import findings_in
from news.articles.models import Article
from news.editing import many, publishing
from news.editing.checks.agreement import MOST_TOLD
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.editing.states import PublishingError
from news.enums import ArticleStatus
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.news import ArticleFactory
from tests.factories.users import administrator, chief_editor, editor

pytestmark = pytest.mark.django_db
TRUE = "<p>The price index closed at 104.68 points, down 0.38% on the previous issue.</p>"
WRONG = TRUE.replace("down", "up")


def release(value="104.68", before="105.08", **facts):
    newer = ReleaseFactory(**facts)
    older = ReleaseFactory(period=newer.period - timedelta(days=7))
    index = IndexFactory(path="price", name_en="Price index", name_zh_hans="价格总指数")
    ObservationFactory(index=index, release=older, period=older.period, value=Decimal(before))
    ObservationFactory(index=index, release=newer, period=newer.period, value=Decimal(value))
    return newer


def about(some, body=WRONG, **facts):
    return ArticleFactory(
        release=some,
        title_en="The week",
        summary_en="What this is about, in one line of words.",
        body_en=body,
        title_zh_hans="",
        summary_zh_hans="",
        body_zh_hans="",
        status=ArticleStatus.DRAFT,
        published_at=None,
        **facts,
    )


def lines(article):
    return [said(entry) for entry in LogEntry.objects.filter(object_id=str(article.pk))]


def test_publishing_a_contradiction_takes_a_tick_and_is_kept():
    article, chief = about(release()), chief_editor()
    with pytest.raises(PublishingError) as refusal:
        publishing.publish(article, chief, override="I know better.")
    assert "The text contradicts the figures" in str(refusal.value)
    assert "down 0.38% on the previous issue" in str(refusal.value)
    publishing.publish(article, chief, against_figures=True)
    assert article.status == ArticleStatus.PUBLISHED
    assert any("Let pass against the figures" in line and "up 0.38%" in line for line in lines(article))


def test_what_agrees_goes_out_without_a_word():
    article = about(release(), TRUE)
    publishing.publish(article, chief_editor())
    assert not any("against the figures" in line for line in lines(article))


def test_scheduling_approving_and_publishing_many_are_held_back_too():
    some, chief = release(), chief_editor()
    article = about(some)
    with pytest.raises(PublishingError):
        publishing.publish(article, chief, at=timezone.now() + timedelta(days=1))
    assert [thing for thing, _why in many.publish([article], chief).refused] == [article]
    publishing.submit(article, article.author or editor())
    with pytest.raises(PublishingError) as refusal:
        publishing.approve(article, chief)
    assert "The text contradicts the figures" in str(refusal.value)
    publishing.approve(article, chief, against_figures=True)
    assert Article.objects.get(pk=article.pk).status == ArticleStatus.APPROVED
    with pytest.raises(PublishingError):
        publishing.publish(article, chief)


def test_what_is_scheduled_is_looked_at_again_when_it_is_published_sooner():
    some, chief = release(), chief_editor()
    article = about(some, TRUE)
    publishing.publish(article, chief, at=timezone.now() + timedelta(days=1))
    Observation.objects.filter(release=some).update(value=Decimal("106.00"))
    with pytest.raises(PublishingError):
        publishing.publish_now(article, chief)
    publishing.publish_now(article, chief, against_figures=True)


def test_the_tick_of_the_form_lets_it_pass(client):
    article = about(release())
    client.force_login(chief_editor())
    page = reverse("admin:news_article_change", args=[article.pk])
    sent = form_of(client, page) | {"news_article_publish": "1"}
    assert "The text contradicts the figures" in client.post(page, sent, follow=True).text
    sent = form_of(client, page) | {"news_article_publish": "1", "against_figures": "on"}
    assert "It is published." in client.post(page, sent, follow=True).text


def form_of(client, page):
    form = client.get(page).context["adminform"].form
    sent = {}
    for bound in form:
        value = bound.value()
        if bound.field.widget.__class__.__name__.endswith("SplitDateTimeWidget"):
            continue
        if value not in (None, False):
            sent[bound.html_name] = value
    return sent


def test_the_page_is_told_each_place_with_what_is_right(client):
    article = about(release())
    client.force_login(chief_editor())
    page = reverse("admin:news_article_change", args=[article.pk])
    assert 'data-agreement="' in client.get(page).text
    told = client.post(reverse("admin:news_article_agreement", args=[article.pk]), form_of(client, page)).text
    assert "1 place contradicts the figures" in told
    assert 'data-field="body_en"' in told
    assert 'data-put="down"' in told
    without = form_of(client, page) | {"release": ""}
    told = client.post(reverse("admin:news_article_agreement", args=[article.pk]), without)
    assert told.text == ""
    assert client.get(reverse("admin:news_article_agreement", args=[article.pk])).status_code == 405


def test_of_very_many_contradictions_the_first_are_told_and_all_are_counted(client):
    article = about(release(), WRONG * 300 + f"<p>{'very long ' * 2_000}</p>")
    client.force_login(chief_editor())
    page = reverse("admin:news_article_change", args=[article.pk])
    told = client.post(reverse("admin:news_article_agreement", args=[article.pk]), form_of(client, page)).text
    assert "300 places contradict the figures" in told
    assert told.count("data-put=") == MOST_TOLD
    assert "the first 100 are listed" in told
    assert "19999 characters are not checked" in told
    with pytest.raises(PublishingError):
        publishing.publish(article, chief_editor())


def test_figures_under_embargo_are_told_to_nobody_who_may_not_see_them(client):
    """Not one bit: whether the text is right is not said either."""
    some = release(released_at=timezone.now() + timedelta(days=1))
    answers = set()
    client.force_login(editor())
    for body in (TRUE, WRONG):
        article = about(some, body)
        page = reverse("admin:news_article_change", args=[article.pk])
        sent = form_of(client, page) | {"release": some.pk}
        answers.add(client.post(reverse("admin:news_article_agreement", args=[article.pk]), sent).text)
    assert len(answers) == 1
    assert "under embargo" in answers.pop()
    assert not EmbargoRead.objects.exists()
    client.force_login(administrator())
    told = client.post(reverse("admin:news_article_agreement", args=[article.pk]), sent).text
    assert 'data-put="down"' in told
    assert EmbargoRead.objects.filter(release=some).count() == 1


def test_the_release_asks_about_its_commentary_until_it_agrees_or_somebody_says_why():
    some = release(released_at=timezone.now() + timedelta(days=1))
    article = about(some)
    asked = [one for one in findings_in(some) if one.code == "commentary-contradicts"]
    assert [one.is_serious for one in asked] == [False]
    assert "down 0.38% on the previous issue" in asked[0].says()
    save_content(article, {**latest_content(article), "body_en": TRUE}, administrator())
    assert not [one for one in findings_in(some) if one.code == "commentary-contradicts"]
