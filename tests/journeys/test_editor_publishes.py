"""A day at the office: an editor publishes, a moderator approves, an officer looks at the week's figures."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news.articles.models import Article
from news.comments.models import Comment
from news.enums import ArticleStatus, CommentStatus
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.factories.news import ArticleFactory, CommentFactory, SectionFactory
from tests.factories.users import PASSWORD, chief_editor, editor, moderator, officer

pytestmark = pytest.mark.django_db
SIGN_IN = "/admin/login/"


def sign_in(client, user, **more):
    return client.post(SIGN_IN, {"username": user.username, "password": PASSWORD}, **more)


def written(section, **more):
    empty = ("summary_en", "summary_zh_hans", "slug", "release", "cover", "legacy_id", "source_name_en", "source_name_zh_hans",
             "source_url",
             "published_at_0", "published_at_1", "expires_at_0", "expires_at_1")  # fmt: skip
    return {
        **dict.fromkeys(empty, ""), "section": section.pk, "title_en": "Grey fabric rises",
        "title_zh_hans": "坯布价格上涨", "body_en": "<p>Up 0.26%.</p>", "body_zh_hans": "<p>上涨0.26%。</p>", **more,
    }  # fmt: skip


def test_an_editor_writes_and_publishes(client):
    section, writer = SectionFactory(), editor()
    assert sign_in(client, writer).url == "/admin/"
    client.post(reverse("admin:news_article_add"), written(section, _save="1"))
    article = Article.objects.get()
    assert (article.author, article.status) == (writer, ArticleStatus.DRAFT)
    assert not Article.objects.published().exists()
    client.post(
        reverse("admin:news_article_change", args=[article.pk]),
        written(section, slug="grey", news_article_publish="1"),
    )
    assert Article.objects.published().get().title_zh_hans == "坯布价格上涨"


def test_a_new_article_is_published_in_one_go(client):
    sign_in(client, editor())
    client.post(reverse("admin:news_article_add"), written(SectionFactory(), news_article_publish="1"))
    assert Article.objects.published().exists()


def test_an_article_goes_through_review_and_appears_at_its_moment(client):
    section, writer, boss = SectionFactory(), editor(), chief_editor()
    sign_in(client, writer)
    client.post(reverse("admin:news_article_add"), written(section, news_article_submit="1"))
    article = Article.objects.get()
    page = reverse("admin:news_article_change", args=[article.pk])
    sign_in(client, boss)
    client.post(page, written(section, news_article_approve="1"))
    tomorrow = timezone.localtime() + timedelta(days=1)
    moment = {"published_at_0": tomorrow.strftime("%Y-%m-%d"), "published_at_1": "12:00:00"}
    client.post(page, written(section, news_article_publish="1", **moment))
    article.refresh_from_db()
    assert article.status == ArticleStatus.PUBLISHED
    assert not Article.objects.published().exists()
    assert Article.objects.published(article.published_at).exists()


def test_a_moderator_approves_a_comment(client):
    comment = CommentFactory(article=ArticleFactory(), status=CommentStatus.PENDING)
    sign_in(client, moderator())
    assert comment.body in client.get("/admin/").text
    data = {"reason": "", "_form_submitted": "True"}
    client.post(reverse("admin:news_comment_approve", args=[comment.pk]), data)
    assert Comment.objects.visible().get() == comment


def test_an_officer_looks_at_the_week_before_it_is_public(client):
    release = ReleaseFactory(released_at=timezone.now() + timedelta(hours=1))
    ObservationFactory(release=release, period=release.period, value="104.68")
    sign_in(client, officer())
    assert reverse("admin:indexdata_release_change", args=[release.pk]) in client.get("/admin/").text
    assert "104.68" in client.get(reverse("admin:indexdata_release_change", args=[release.pk])).text


def test_the_admin_runs_no_foreign_and_no_inline_script(client):
    policy = client.get(SIGN_IN).headers["Content-Security-Policy"]
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "http" not in scripts
    sign_in(client, editor())
    html = client.get(reverse("admin:news_article_add")).text
    assert html.count('<script type="importmap">') == 1
