"""What is not public is nowhere: every public address, feed, search, sitemap and API, in both languages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from news.articles.models import Article
from news.editing import publishing
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from portal.freshness.stamp import stamp
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import ArticleFactory, TagFactory
from tests.factories.users import chief_editor
from tests.portal.addresses import ARTICLE, COMMENTARY, address, fill, public_routes

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SECRET = ("zibeline", "秘而不宣")
SECRETS = {
    "title_en": "Zibeline in the title",
    "summary_en": "Zibeline in the summary.",
    "body_en": "<p>Zibeline in the text.</p>",
    "title_zh_hans": "秘而不宣的标题",
    "summary_zh_hans": "秘而不宣的摘要。",
    "body_zh_hans": "<p>秘而不宣的正文。</p>",
    "source_name_en": "Zibeline Press",
    "source_name_zh_hans": "秘而不宣社",
}
HOUR = timedelta(hours=1)


def hidden(**fields):
    """Return an article that nobody may see, tagged with a tag that says too much."""
    article = ArticleFactory(
        slug="zibeline", section=Article.objects.get(pk=ARTICLE).section, **SECRETS, **fields
    )
    article.tags.add(TagFactory(slug="zibeline-tag", name_en="Zibeline tag", name_zh_hans="秘而不宣标签"))
    return article


def draft_over(pk):
    """Give a published article a draft that nobody may see."""
    article = Article.objects.get(pk=pk)
    save_content(article, {**latest_content(article), **SECRETS}, chief_editor())
    return article


def scheduled_draft():
    article = draft_over(ARTICLE)
    publishing.publish(article, chief_editor(), timezone.now() + HOUR)
    return article


STATES = {
    "draft": lambda: hidden(status=ArticleStatus.DRAFT),
    "draft with a moment": lambda: hidden(status=ArticleStatus.DRAFT, published_at=timezone.now() - HOUR),
    "in review": lambda: hidden(status=ArticleStatus.IN_REVIEW),
    "approved": lambda: hidden(status=ArticleStatus.APPROVED),
    "scheduled": lambda: hidden(published_at=timezone.now() + HOUR),
    "expired": lambda: hidden(expires_at=timezone.now() - HOUR),
    "withdrawn": lambda: hidden(status=ArticleStatus.WITHDRAWN),
    "waiting for its release": lambda: hidden(
        release=ReleaseFactory(period=date(2023, 6, 19), released_at=timezone.now() + HOUR)
    ),
    "draft of a live article": lambda: draft_over(ARTICLE),
    "draft of a live commentary": lambda: draft_over(COMMENTARY),
    "scheduled draft of a live article": scheduled_draft,
}


def everything(article):
    """Return all public addresses, those of the article itself and searches for it included."""
    routes = public_routes()
    addresses = [address(name) for name in routes if name != "news:shared-draft"]
    words = (*SECRET, "zibelines", "title", "标题", "zib", "秘")
    addresses += [f"/{kind}?q={word}" for kind in ("search/", "search/suggest/") for word in words]
    first = article.pk // 2500
    addresses += [f"/sitemap-articles-{first}.xml", "/tags/zibeline-tag/", "/feeds/tags/zibeline-tag.atom"]
    with override("en"):
        addresses += [
            article.get_absolute_url(),
            reverse("news:comment-form", args=[article.pk]),
            f"/news/{timezone.now():%Y/%m}/",
        ]
    chinese = [f"/zh-hans{one}" for one in addresses if not one.startswith(("/api/v1", "/sitemap"))]
    return addresses + chinese


@pytest.mark.parametrize("state", STATES)
def test_nothing_of_it_is_anywhere(client, state):
    fill()
    article = STATES[state]()
    for one in everything(article):
        response = client.get(one, follow=True)
        assert response.status_code < 500, one
        asked = {"/search/": 2}.get(response.request["PATH_INFO"].removeprefix("/zh-hans"), 0)
        if response.status_code == 404 or asked:
            continue  # the address or the question repeats the word; what is found is looked at below
        text = (b"".join(response) if response.streaming else response.content).decode(errors="replace")
        plain = text.lower().replace("<wbr>", "")
        for word in SECRET:
            assert word not in plain, f"{word} in {one}"


@pytest.mark.parametrize("state", STATES)
def test_its_own_address_says_nothing(client, state):
    fill()
    article = STATES[state]()
    response = client.get(article.get_absolute_url())
    if article.pk in (ARTICLE, COMMENTARY):
        assert response.status_code in (200, 301)
    else:
        assert response.status_code == 404
    assert "Zibeline in" not in response.text


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("question", [*SECRET, "press", "Zibeline tag"])
def test_search_finds_and_counts_nothing(client, state, question):
    fill()
    STATES[state]()
    context = client.get("/search/", {"q": question}).context
    assert context["total"] == 0
    assert not any(group["results"] for group in context["groups"])


def test_it_appears_at_its_second_and_goes_at_its_second(client, page_cache, monkeypatch):
    """Every process keeps pages; when the moment has passed each makes them anew, whatever is published or due."""
    fill()
    moment = timezone.now() + timedelta(seconds=2)
    article = hidden(published_at=moment, expires_at=moment + timedelta(seconds=3))
    draft = draft_over(COMMENTARY)
    publishing.publish(draft, chief_editor(), moment)
    now = {"at": moment - timedelta(seconds=1)}
    monkeypatch.setattr(timezone, "now", lambda: now["at"])
    monkeypatch.setattr("portal.freshness.stamp.stamp._clock", lambda: now["at"].timestamp())
    news, commentary = "/news/", Article.objects.get(pk=COMMENTARY).get_absolute_url()

    def seen():
        return (
            "Zibeline in the title" in client.get(news).text,
            "Zibeline in the text" in client.get(commentary, follow=True).text,
            client.get(article.get_absolute_url()).status_code,
        )

    assert seen() == (False, False, 404)
    now["at"] = moment
    assert seen() == (True, True, 200)
    now["at"] = moment + timedelta(seconds=3)
    assert seen() == (False, True, 404)


def test_a_due_draft_goes_live_where_no_page_is_kept(client, settings):
    fill()
    draft = draft_over(ARTICLE)
    moment = timezone.now() + HOUR
    publishing.publish(draft, chief_editor(), moment)
    Article.objects.filter(pk=ARTICLE).update(scheduled_for=timezone.now())
    settings.LET_DUE_CHANGES_HAPPEN = True
    stamp.forget()
    assert "Zibeline in the text" in client.get(draft.get_absolute_url(), follow=True).text
