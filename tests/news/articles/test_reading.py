"""What stands around an article: chosen and suggested ones, its series, pinned ones first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.articles.models import Article, ArticleSeries
from news.articles.reading import related_to, series_of
from news.editing import due, publishing
from news.editing.content import snapshot
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from tests.factories.news import PUBLISHED_AT, ArticleFactory, TagFactory
from tests.factories.users import chief_editor
from tests.news.admin.test_admin import change

pytestmark = pytest.mark.django_db


def later(days):
    return PUBLISHED_AT + timedelta(days=days)


def test_chosen_articles_stand_before_suggested_ones():
    tag = TagFactory()
    article, second, first, similar = (
        ArticleFactory(title_en=name) for name in ("A", "Second", "First", "Similar")
    )
    for one in (article, similar):
        one.tags.add(tag)
    content = {**snapshot(article), "related": [first.pk, second.pk, article.pk, 987654]}
    save_content(article, content, chief_editor())
    publishing.publish(article, chief_editor())
    assert [str(one) for one in related_to(article, [tag])] == ["First", "Second", "Similar"]
    assert [str(one) for one in related_to(article, [])] == ["First", "Second"]


def test_hidden_articles_are_never_related():
    article, draft = ArticleFactory(), ArticleFactory(status=ArticleStatus.DRAFT)
    article.related.add(draft)
    assert list(related_to(article, [])) == []


def test_the_order_of_chosen_articles_is_kept_in_drafts(client):
    article, one, two = ArticleFactory(), ArticleFactory(), ArticleFactory()
    client.force_login(chief_editor())
    moment = {"published_at_0": "2023-06-14", "published_at_1": "10:00"}
    change(client, article, related=[two.pk, one.pk], **moment)
    article.refresh_from_db()
    assert set(latest_content(article)["related"]) == {one.pk, two.pk}
    assert not article.related.exists()


def test_a_series_says_which_part_this_is(client):
    series = ArticleSeries.objects.create(slug="spring", name_en="Spring 2023", name_zh_hans="2023年春季")
    parts = [ArticleFactory(title_en=f"Part {n}", series=series, published_at=later(n)) for n in (2, 1, 3)]
    ArticleFactory(series=series, status=ArticleStatus.DRAFT)
    place = series_of(parts[0])
    assert (place["number"], place["count"]) == (2, 3)
    assert [str(part) for part in place["parts"]] == ["Part 1", "Part 2", "Part 3"]
    html = client.get(parts[0].get_absolute_url()).text
    assert "Spring 2023: part 2 of 3" in html
    assert parts[2].get_absolute_url() in html
    assert series_of(ArticleFactory()) is None


def test_pinned_articles_stand_first_until_their_moment(client):
    newest = ArticleFactory(title_en="Newest", published_at=later(9))
    pinned = ArticleFactory(title_en="Pinned", pinned_until=timezone.now() + timedelta(days=1))
    for address in ("/news/", newest.section.get_absolute_url()):
        assert list(client.get(address).context["page_obj"].open()) == [pinned, newest]
    assert due.next_change(timezone.now()) == pinned.pinned_until
    Article.objects.filter(pk=pinned.pk).update(pinned_until=timezone.now())
    assert list(client.get("/news/").context["page_obj"].open()) == [newest, pinned]
