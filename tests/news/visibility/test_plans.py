"""Growth: no page reads a table that grows with the archive from end to end, on either database."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from news.articles.models import Article
from news.comments import finding
from news.comments.desk import VIEWS
from news.comments.models import Comment
from news.enums import ArticleStatus, SectionKind
from news.tags.models import Tag
from portal.databases.statistics import refresh_statistics
from portal.freshness.moments import next_public_change
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import ArticleFactory, CommentFactory, SectionFactory, TagFactory
from tests.factories.users import administrator
from tests.plans import analyze, forget_statistics, scans_of, walks_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]
NUMBER = 3000


@pytest.fixture
def archive():
    """Three thousand articles by one statement, copies of two, an hour apart; most are on the site, each has two tags."""
    section, part = SectionFactory(), SectionFactory(slug="price-trend", kind=SectionKind.COMMENTARY)
    news = ArticleFactory(section=section, slug="a")
    ArticleFactory(section=part, slug="b", release=ReleaseFactory())
    tags = [TagFactory(slug=f"tag-{number}") for number in range(10)]
    left = [
        field.column
        for field in Article._meta.concrete_fields
        if field.column not in ("id", "published_at", "status")
    ]
    columns = ", ".join(left)
    earlier = (
        "published_at - n * interval '1 hour'"
        if connection.vendor == "postgresql"
        else "datetime(published_at, '-' || n || ' hours')"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO news_article ({columns}, published_at, status) "
            f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {NUMBER // 2}) "
            f"SELECT {columns}, {earlier}, CASE WHEN n % 50 = 0 THEN 'draft' ELSE status END FROM s CROSS JOIN news_article"
        )
        kind = ContentType.objects.get_for_model(Article).pk
        for turn in (0, 1):
            cursor.execute(
                "INSERT INTO news_taggeditem (tag_id, object_id, content_type_id) SELECT t.id, a.id, %s "
                "FROM news_article a JOIN news_tag t ON t.slug = 'tag-' || ((a.id + %s * (1 + a.id %% 3)) %% 10)",
                [kind, turn],
            )
        cursor.execute(
            "INSERT INTO news_comment (article_id, name, email, body, language, status, demonstration, created_at, browser, "
            "from_office, on_page, reply_count, signals, network) SELECT id, 'Reader', '', 'A remark.', 'en', 'approved', "
            "%s, published_at, '', %s, %s, 0, '[]', '' FROM news_article WHERE published_at IS NOT NULL",
            [False, False, True],
        )
        cursor.execute(
            "INSERT INTO portal_securityevent (at, event, by_name, about_name, address, network, browser, detail) "
            "SELECT published_at, 'signed-in', '', '', '', '', '', '{}' FROM news_article WHERE published_at IS NOT NULL"
        )
    Article.objects.filter(pk__in=Article.objects.order_by("pk").values("pk")[5:25]).update(featured=True)
    analyze()
    return news, tags[0], Article.objects.published().commentary().newest_first().first()


def sample():
    """Let SQLite's planner know the tables by a few hundred rows of each index."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit=400")
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA analysis_limit=0")


@pytest.fixture(params=["whole", "sampled", "as-prepared", "none"])
def planned(request, archive):
    """The archive, as SQLite's planner knows it from statistics of each kind, or without any; PostgreSQL keeps its own."""
    if connection.vendor == "postgresql":
        if request.param != "whole":
            pytest.skip("PostgreSQL keeps statistics by itself.")
        return archive
    known = {
        "whole": analyze,
        "sampled": sample,
        "as-prepared": refresh_statistics,
        "none": forget_statistics,
    }
    known[request.param]()
    return archive


def test_no_page_reads_a_growing_table_whole(client, planned, request):
    news, tag, commentary = planned
    # A sample may say of any index that it holds few: which of them the planner takes then is a matter of chance.
    sampled = request.node.callspec.params["planned"] == "sampled"
    pages = [
        "/", "/news/", "/news/?page=10", "/news/?page=last", "/news/textile-city-news/", "/news/textile-city-news/?page=last",
        f"/tags/{tag.slug}/", f"/tags/{tag.slug}/?page=3", "/tags/", "/news/archive/", "/news/2023/", "/news/2023/5/",
        "/comments/", "/comments/price-trend/", news.get_absolute_url(), commentary.get_absolute_url(),
        reverse("news:feed-news"), reverse("news:feed-section", args=["textile-city-news"]), reverse("news:feed-commentary"),
        reverse("news:feed-tag", args=[tag.slug]), reverse("news:feed-reader-comments"),
        reverse("news:feed-article-comments", args=[news.pk]), "/api/v1/reader-comments",
        "/api/v1/articles", "/api/v1/articles?kind=news", "/api/v1/articles?section=textile-city-news&limit=100",
        f"/api/v1/articles?tag={tag.slug}", f"/api/v1/articles/{news.pk}",
        reverse("sitemap", args=["articles-0"]), reverse("sitemap", args=["pages"]), "/sitemap.xml",
    ]  # fmt: skip
    lists = ("articles?", "articles?kind=news&", "articles?section=textile-city-news&", f"articles?tag={tag.slug}&",
             "articles?language=en&", "reader-comments?", f"reader-comments?article={news.pk}&")  # fmt: skip
    behind = [client.get(f"/api/v1/{one}limit=2").json()["next"] for one in lists]
    pages += filter(None, behind)  # a cursor enters an index at its place
    assert sum(map(bool, behind)) >= 6
    found = {}
    for page in pages:

        def ask(page=page):
            response = client.get(page)
            assert response.status_code == 200, page
            getattr(response, "content", None) or b"".join(response)

        ask()
        if met := scans_of(ask) + ([] if sampled else walks_of(ask)):
            found[page] = met
    assert found == {}


def test_no_list_of_the_admin_reads_a_growing_table_whole(client, planned, monkeypatch):
    user = administrator()
    client.force_login(user)
    monkeypatch.setattr(finding, "LOOKED_THROUGH", 100)
    day, end = "2023-01-01", "2023-02-01"
    articles, comments, trail = (
        reverse(f"admin:{name}_changelist")
        for name in ("news_article", "news_comment", "portal_securityevent")
    )
    found = {}
    for address in (
        *(articles + query for query in ("", "?p=3", "?stage=draft", "?stage=published", "?translation=outdated",
          "?translation=missing", "?coming=1", "?age=365", "?mine=1", "?featured__exact=1", f"?q={planned[0].pk}")),
        *(comments + query for query in ("", "?status=all", "?status=approved", "?status=all&p=3",
          "?q=remark", "?q=remark&status=all", "?q=nowhere&status=approved", "?q=a@example.org&status=all")),
        reverse("admin:news_comment_desk"), f"{reverse('admin:news_comment_desk')}?view=all",
        *(f"{reverse('admin:news_comment_desk')}?view={view}&q={words}" for view in VIEWS
          for words in ("remark", "nowhere", "a@example.org")),
        *(trail + query for query in ("", "?p=3", "?event=signed-in", f"?person={user.pk}",
          f"?at_from={day}&at_to={end}", f"?at_from={day}", f"?at_to={end}&p=2",
          f"?event=sign-in-failed&at_from={day}&at_to={end}")),
        reverse("admin:index"),
    ):  # fmt: skip
        client.get(address)
        if scans := scans_of(lambda address=address: client.get(address)):
            # A count that stops at a thousand may begin wherever the database likes.
            found[address] = [scan for scan in scans if "COUNT(*)" not in scan[1]]
    assert not any(found.values()), found


def test_the_next_moment_is_the_first_entry_of_an_index(archive):
    assert scans_of(next_public_change) == []


def test_an_article_with_many_comments_asks_as_one_without(client, archive, django_assert_num_queries):
    news = archive[0]
    other = ArticleFactory(section=news.section)
    Comment.objects.bulk_create(CommentFactory.build_batch(400, article=other))
    analyze()
    assert scans_of(lambda: client.get(other.get_absolute_url())) == []
    assert client.get(other.get_absolute_url()).context["comments"].open().paginator.total == 400


def test_the_pages_of_a_list_hold_each_article_once_in_order(client):
    # What is pinned, still to come, expired or withdrawn moves the pages of the months behind it.
    now = timezone.now()
    day = timedelta(days=1)
    section = SectionFactory()
    made = ArticleFactory.create_batch(70, section=section)
    for number, article in enumerate(made):
        moment = now - number * 3 * day
        changes = {"published_at": moment}
        if number % 9 == 4:
            changes["published_at"] = now + (number + 1) * day
        if number % 9 == 5:
            changes["expires_at"] = moment + day if number % 2 else now + day
        if number % 9 == 6:
            changes["status"] = ArticleStatus.WITHDRAWN
        if number % 20 == 7:
            changes["pinned_until"] = now + day
        Article.objects.filter(pk=article.pk).update(**changes)
    visible = [article for article in Article.objects.select_related("release") if article.is_public(now)]
    wanted = sorted(
        visible,
        key=lambda article: (bool(article.pinned_until), article.published_at, article.pk),
        reverse=True,
    )
    for start in ("/news/", section.get_absolute_url()):
        shown = []
        for page in range(1, 5):
            context = client.get(f"{start}?page={page}").context
            if context["page_obj"].open().number == page:
                shown += context["page_obj"].open().object_list
        assert [article.pk for article in shown] == [article.pk for article in wanted]
        assert (
            client.get(f"{start}?page=50001").context["page_obj"].open().number
            == context["page_obj"].open().paginator.num_pages
        )


def test_a_tag_is_counted_as_its_list_is_long(client):
    now, tag = timezone.now(), TagFactory(slug="linen")
    for moment in (now, now, now + timedelta(days=1)):
        ArticleFactory(published_at=moment).tags.add(tag)
    ArticleFactory(expires_at=now).tags.add(tag)
    ArticleFactory(expires_at=now + timedelta(days=1)).tags.add(tag)
    assert Tag.objects.with_counts().get().number == 3
    assert client.get("/tags/linen/").context["page_obj"].open().paginator.count == 3
