"""Pages of the newsroom: what they show, what they keep to themselves, where old addresses lead, what they cost."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from indexdata.models import Release
from news.articles.models import Article
from news.comments.models import Comment
from news.enums import ArticleStatus, CommentStatus, SectionKind
from news.pages.models import FRONT_SLUG
from news.tags.models import TaggedItem
from news.templatetags.news_tags import commentary_about, latest_commentary
from tests.factories.indexdata import CHINA, ObservationFactory, ReleaseFactory
from tests.factories.news import (
    PUBLISHED_AT,
    ArticleFactory,
    CommentFactory,
    FabricFactory,
    PageFactory,
    SectionFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db

TOMORROW, YESTERDAY = timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=1)
HIDDEN = {
    "draft": {"status": ArticleStatus.DRAFT},
    "in review": {"status": ArticleStatus.IN_REVIEW},
    "approved": {"status": ArticleStatus.APPROVED},
    "withdrawn": {"status": ArticleStatus.WITHDRAWN},
    "scheduled": {"published_at": TOMORROW},
    "expired": {"expires_at": YESTERDAY},
}
LISTS = [
    "/",
    "/news/",
    "/news/textile-city-news/",
    "/news/archive/",
    "/news/2023/",
    "/news/2023/6/",
    "/comments/",
    "/comments/price-trend/",
    "/tags/",
    "/tags/price-index/",
    "/fabrics/",
    "/about/",
]


def commentary_section():
    return SectionFactory(slug="price-trend", kind=SectionKind.COMMENTARY)


@pytest.fixture
def site():
    """Something public in every list."""
    tag = TagFactory()
    news = ArticleFactory(title_en="Seen in news", title_zh_hans="新闻可见")
    release = ReleaseFactory()
    commentary = ArticleFactory(
        section=commentary_section(), release=release, title_en="Seen in commentary", title_zh_hans="评论可见"
    )
    for article in (news, commentary):
        article.tags.add(tag)
    PageFactory(slug=FRONT_SLUG)
    return news, commentary, tag


def text(client, address, **more):
    response = client.get(address, **more)
    assert response.status_code == 200, address
    return response.content.decode()


# -- Every page


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_lists_answer_in_both_languages_with_one_heading_and_no_cookie(client, site, prefix):
    for path in LISTS:
        response = client.get(prefix + path)
        page = response.content.decode()
        assert response.status_code == 200, path
        assert page.count("<h1") == 1, path
        assert " style=" not in page, path
        assert not response.cookies, path
        assert "Cookie" not in response.get("Vary", ""), path


@pytest.mark.parametrize(
    "path", ["/news/textile-city-news/", "/comments/price-trend/", "/news/archive/", "/tags/"]
)
def test_empty_lists_say_so(client, path):
    SectionFactory()
    commentary_section()
    assert 'class="empty"' in text(client, path)


@pytest.mark.parametrize("page", ["0", "-1", "999999", "9" * 30, "x", "\u0663"])
def test_any_page_number_answers(client, site, page):
    for path in ("/news/", "/comments/", "/tags/price-index/"):
        assert client.get(path, {"page": page}).status_code == 200


def test_what_is_not_there(client, site):
    for path in (
        "/news/nothing/",
        "/tags/nothing/",
        "/about/nothing/",
        "/news/1999/",
        "/news/2023/1/",
        "/news/2023/13/",
        "/news/2023/0/",
        "/news/99999/",
        "/news/0/1/",
        "/news/textile-city-news/999999-nothing/",
        "/news/textile-city-news/999999999999999999-nothing/",
    ):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/news/price-trend/", "/comments/price-trend/"),
        ("/comments/textile-city-news/", "/news/textile-city-news/"),
    ],
)
def test_the_other_kind_of_section_leads_to_the_right_page(client, site, path, right):  # L10
    answer = client.get(path)
    assert (answer.status_code, answer.url) == (301, right)


# -- Nothing leaks


@pytest.fixture(params=[*HIDDEN, "embargoed"])
def hidden(request, site):
    """A news article and a commentary that visitors must not see, tagged and commented."""
    state = HIDDEN.get(request.param, {})
    if request.param == "embargoed":
        state = {
            "release": ReleaseFactory(period=datetime(2023, 6, 19, tzinfo=CHINA).date(), released_at=TOMORROW)
        }
    kept = []
    for section in (SectionFactory(), commentary_section()):
        article = ArticleFactory(
            section=section, title_en="SECRET", title_zh_hans="机密", featured=True, **state
        )
        article.tags.add(site[2], TagFactory(slug="only-hidden"))
        CommentFactory(article=article, body="SECRET", name="SECRET")
        kept.append(article)
    return kept


def test_what_is_not_public_is_in_no_list_and_has_no_page(client, hidden, site):
    ObservationFactory()
    for path in (*LISTS, "/releases/", "/index/price/"):
        page = text(client, path)
        assert "SECRET" not in page, path
        assert "/tags/only-hidden/" not in page, path
    assert client.get("/tags/only-hidden/").status_code == 404
    assert client.get("/feeds/tags/only-hidden.atom").status_code == 404
    for article in hidden:
        assert client.get(article.get_absolute_url()).status_code == 404
        assert client.get(f"/news/anything/{article.pk}-x/").status_code == 404
    for article in site[:2]:
        assert "SECRET" not in text(client, article.get_absolute_url())
    assert [row["number"] for row in client.get("/news/archive/").context["years"]] == [1]
    assert [row["number"] for row in client.get("/news/2023/").context["months"]] == [1]
    assert {tag.slug: tag.number for tag in client.get("/tags/").context["tags"]} == {"price-index": 2}
    assert client.get("/tags/price-index/").context["page_obj"].open().paginator.count == 2
    # What templates ask for says the same.
    assert [article.title for article in latest_commentary("price", 9)] == ["Seen in commentary"]
    assert latest_commentary("prosperity") == []
    assert commentary_about(site[1].release) == [site[1]]
    for release in Release.objects.filter(released_at__gt=timezone.now()):
        assert commentary_about(release) == []


def test_template_tags_ask_once(site, django_assert_num_queries):
    for _number in range(5):
        ArticleFactory(
            section=commentary_section(), release=site[1].release, published_at=PUBLISHED_AT + timedelta(1)
        )
    with django_assert_num_queries(1):
        found = latest_commentary("price", limit=3)
        assert len([article.get_absolute_url() for article in found]) == 3
    with django_assert_num_queries(1):
        assert len([article.section.name for article in commentary_about(site[1].release)]) == 6


@pytest.mark.parametrize("status", [status for status in CommentStatus if status != CommentStatus.APPROVED])
def test_readers_texts_wait_for_approval(client, site, status):
    CommentFactory(article=site[1], status=status, body="UNSEEN")
    for path in ("/comments/", site[1].get_absolute_url()):
        assert "UNSEEN" not in text(client, path)


def test_what_was_scheduled_appears_at_its_moment(client, site):
    ArticleFactory(title_en="Due", published_at=timezone.now() - timedelta(milliseconds=1))
    assert "Due" in text(client, "/news/")


# -- Articles


@pytest.mark.parametrize(
    "wrong",
    [
        "/news/textile-city-news/{pk}-old/",
        "/news/other/{pk}-{slug}/",
        "/comments/price-trend/{pk}-{slug}/",
        "/news/x/{pk}-/",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_id_decides_and_the_rest_is_put_right(client, site, wrong, prefix):
    article = site[0]
    response = client.get(prefix + wrong.format(pk=article.pk, slug=article.slug))
    assert response.status_code == 301
    assert response["Location"] == f"{prefix}/news/textile-city-news/{article.pk}-{article.slug}/"


def test_commentary_under_news_is_led_to_comments(client, site):
    response = client.get(f"/news/price-trend/{site[1].pk}-{site[1].slug}/")
    assert response.status_code == 301
    assert response["Location"] == site[1].get_absolute_url()


def test_a_chinese_slug_is_an_address(client):
    article = ArticleFactory(title_en="", title_zh_hans="坯布上涨")
    assert text(client, article.get_absolute_url())


def test_an_article_with_all_parts(client, site):
    news = site[0]
    related = ArticleFactory(title_en="Related one")
    related.tags.add(site[2])
    page = text(client, news.get_absolute_url())
    for part in ("Related one", "/tags/price-index/", "Write a comment", "og:title", "NewsArticle"):
        assert part in page, part


def test_a_commentary_shows_the_figures_of_its_release(client, site):
    ObservationFactory(release=site[1].release)
    page = text(client, site[1].get_absolute_url())
    assert "106.30" in page
    assert site[1].release.get_absolute_url() in page


def test_markup_in_titles_and_names_is_only_text(client):
    article = ArticleFactory(title_en="<b>&\"'", source_name="<i>")
    tag = TagFactory(slug="odd", name_en="</a><script>")
    article.tags.add(tag)
    for path in (article.get_absolute_url(), "/news/", "/tags/", "/tags/odd/"):
        page = text(client, path)
        assert "<b>&" not in page
        assert "</a><script>" not in page


@pytest.mark.parametrize(
    ("prefix", "state", "shown", "notice", "canonical"),
    [
        ("", {"title_en": "", "body_en": ""}, "标题", True, "/zh-hans"),
        ("/zh-hans", {"title_zh_hans": "", "body_zh_hans": ""}, "Title", True, ""),
        ("", {}, "Title", False, ""),
        ("/zh-hans", {}, "标题", False, "/zh-hans"),
    ],
)
def test_a_missing_translation_is_said_and_not_told_to_search_engines(
    client, prefix, state, shown, notice, canonical
):
    article = ArticleFactory(**{"title_en": "Title", "title_zh_hans": "标题", "slug": "a", **state})
    path = f"/news/textile-city-news/{article.pk}-a/"
    page = text(client, prefix + path)
    assert shown in page
    assert (
        "has not been translated" in page or "尚未" in page or 'class="notice" role="note"' in page
    ) is notice
    assert f'<link rel="canonical" href="http://testserver{canonical}{path}">' in page
    assert page.count('rel="alternate" hreflang') == (0 if state else 3)


def test_information_pages(client):
    PageFactory(slug=FRONT_SLUG, title_en="About us")
    PageFactory(slug="privacy", title_en="Privacy")
    assert "About us" in text(client, "/about/")
    assert "Privacy" in text(client, "/about/privacy/")
    assert client.get(f"/about/{FRONT_SLUG}/")["Location"] == "/about/"


def test_tags_lead_to_fabrics_too(client, site):
    fabric = FabricFactory(name_en="Seen fabric")
    fabric.tags.add(site[2])
    assert "Seen fabric" in text(client, "/tags/price-index/")


def test_months_end_at_midnight_in_shanghai(client, site):
    ArticleFactory(title_en="Last of June", published_at=datetime(2023, 6, 30, 23, 59, 59, tzinfo=CHINA))
    ArticleFactory(title_en="First of July", published_at=datetime(2023, 7, 1, 0, 0, tzinfo=CHINA))
    june, july = text(client, "/news/2023/6/"), text(client, "/news/2023/7/")
    assert "Last of June" in june
    assert "First of July" not in june
    assert "First of July" in july


# -- What pages cost


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/news/", 9),
        ("/news/textile-city-news/", 10),
        ("/news/archive/", 7),
        ("/news/2023/", 7),
        ("/news/2023/6/", 8),
        ("/comments/", 9),
        ("/comments/price-trend/", 10),
        ("/tags/", 6),
        ("/tags/price-index/", 10),
        ("/about/", 6),
        ("article", 9),
        ("commentary", 11),
    ],
)
@pytest.mark.parametrize("number", [3, pytest.param(300, marks=pytest.mark.long)])
def test_the_same_few_queries_for_3_and_300(client, site, django_assert_num_queries, path, queries, number):
    """Five of them are for the masthead, which is kept for all pages while the page cache is on."""
    news, commentary, tag = site
    ObservationFactory(release=commentary.release)
    for like in (news, commentary):
        made = Article.objects.bulk_create(
            ArticleFactory.build_batch(number - 1, section=like.section, release=like.release, slug="a")
        )
        content_type = TaggedItem.objects.first().content_type
        TaggedItem.objects.bulk_create(
            TaggedItem(tag=tag, content_type=content_type, object_id=article.pk) for article in made
        )
        Comment.objects.bulk_create(CommentFactory.build_batch(number, article=like))
    path = {"article": news.get_absolute_url(), "commentary": commentary.get_absolute_url()}.get(path, path)
    client.get(path)  # content types are looked up once in a process
    with django_assert_num_queries(queries):
        client.get(path)
