"""First publication and the moment of a change are two dates, in every place that tells one (S6, S7)."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news.articles.models import Article
from news.comments.models import CommentRules
from news.comments.page_questions import article_of_page
from news.comments.rules import takes_comments
from news.editing import publishing
from news.editing.drafts import save_content
from news.editing.due import take_due
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory
from tests.factories.users import chief_editor

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=20)


@pytest.fixture
def boss():
    return chief_editor()


@pytest.fixture
def article():
    return ArticleFactory(published_at=LONG_AGO)


def saved(article, by, **changes):
    article = Article.objects.get(pk=article.pk)
    save_content(article, {**latest_content(article), **changes}, by)
    return Article.objects.get(pk=article.pk)


@pytest.fixture
def corrected(article, boss):
    """Return an article whose text was corrected after it had appeared."""
    publishing.publish(saved(article, boss, body_en="<p>Put right.</p>"), boss)
    return Article.objects.get(pk=article.pk)


def told(client, article):
    """Return (published, changed) as the page's JSON-LD tells them."""
    page = client.get(article.get_absolute_url()).text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    return data["datePublished"], data["dateModified"]


def test_a_correction_is_the_change_and_not_the_date(corrected):
    """S6: the row keeps its date and knows when readers' text was changed."""
    assert corrected.published_at == LONG_AGO
    assert timezone.now() - corrected.changed_at < timedelta(minutes=1)


def test_a_scheduled_correction_changes_at_its_moment(article, boss):
    """S6: the moment it was set for counts, not the one at which a process noticed."""
    moment = timezone.now() + timedelta(hours=2)
    publishing.publish(saved(article, boss, title_en="Put right"), boss, moment)
    take_due(moment + timedelta(minutes=7))
    article = Article.objects.get(pk=article.pk)
    assert (article.published_at, article.changed_at) == (LONG_AGO, moment)


def test_first_publication_is_no_change(boss):
    """S6: also of what is dated back, scheduled, or shown sooner than scheduled."""
    for dated in (None, LONG_AGO, timezone.now() + timedelta(hours=1)):
        article = ArticleFactory(status=ArticleStatus.DRAFT, published_at=dated)
        publishing.publish(saved(article, boss, title_en="Another"), boss)
        assert not Article.objects.get(pk=article.pk).was_changed
    publishing.publish_now(Article.objects.get(pk=article.pk), boss)
    assert not Article.objects.get(pk=article.pk).was_changed


@pytest.mark.parametrize(
    "change", [{"comments_open": False}, {"featured": True}, {"expires_at": "2099-01-01T00:00:00+00:00"}]
)
def test_what_readers_do_not_read_is_no_change(article, boss, change):
    """S7: whether comments are open, where an article stands in lists and when it goes is no new text."""
    publishing.publish(saved(article, boss, **change), boss)
    assert Article.objects.get(pk=article.pk).changed_at is None


def test_drafts_and_their_steps_are_no_change(article, boss):
    """S7: saving, submitting, approving and sending back leave what readers read alone."""
    article = saved(article, boss, title_en="Another")
    for step in (publishing.submit, publishing.approve):
        step(article, boss)
        assert Article.objects.get(pk=article.pk).changed_at is None


def test_the_page_says_when_it_was_updated(client, article, corrected):
    """S6: beside its date; nothing of the kind on an article that never changed."""
    page = client.get(corrected.get_absolute_url()).text
    day = timezone.localtime(corrected.changed_at)
    assert re.search(rf'Updated <time datetime="{day:%Y-%m-%d}', page)
    assert f'article:modified_time" content="{day:%Y-%m-%d}' in page
    assert f'<time datetime="{timezone.localtime(LONG_AGO):%Y-%m-%d}' in page
    chinese = client.get("/zh-hans" + corrected.get_absolute_url()).text
    assert "更新" in re.search(r'<p class="meta">(.*?)</p>', chinese, re.S)[1]
    assert "Updated" not in client.get(ArticleFactory().get_absolute_url()).text


def test_structured_data_tells_both(client, corrected):
    """S6: datePublished and dateModified."""
    assert told(client, corrected) == (LONG_AGO.isoformat(), corrected.changed_at.isoformat())


def test_structured_data_of_what_never_changed_tells_one(client, article):
    """S7: whatever was saved since."""
    Article.objects.filter(pk=article.pk).update(updated_at=timezone.now())
    assert told(client, article) == (LONG_AGO.isoformat(),) * 2


@pytest.mark.parametrize("feed", ["news:feed-news"])
def test_feeds_tell_both(client, corrected, feed):
    """S6: published and updated of an entry."""
    entry = client.get(reverse(feed)).text.partition("<entry>")[2]
    assert f"<published>{LONG_AGO.isoformat()[:19]}" in entry
    assert f"<updated>{corrected.changed_at.isoformat()[:19]}" in entry


def test_feeds_leave_what_never_changed_where_it_is(client, article):
    """S7: a saved row is no news for readers of feeds."""
    Article.objects.filter(pk=article.pk).update(updated_at=timezone.now())
    entry = client.get(reverse("news:feed-news")).text.partition("<entry>")[2]
    assert f"<updated>{LONG_AGO.isoformat()[:19]}" in entry


def test_the_site_map_tells_the_change(client, corrected):
    """S6, S7: lastmod is the change, or the date of what never changed."""
    other = ArticleFactory(published_at=LONG_AGO)
    name = re.search(r"/(sitemap-articles-\d+|sitemap/articles-\d+)[^<]*", client.get("/sitemap.xml").text)[0]
    text = client.get(name).text

    def lastmod(article):
        return re.search(rf"/{article.id_slug}/</loc>.*?<lastmod>(.*?)</lastmod>", text, re.S)[1][:10]

    assert lastmod(corrected) == f"{corrected.changed_at:%Y-%m-%d}"
    assert lastmod(other) == f"{LONG_AGO:%Y-%m-%d}"


def test_lists_stand_by_the_date(client, corrected):
    """S6: a correction does not bring an article to the top."""
    newer = ArticleFactory(published_at=LONG_AGO + timedelta(days=1))
    assert list(Article.objects.published().newest_first()) == [newer, corrected]
    text = client.get(reverse("news:news")).text
    assert text.index(newer.title_en) < text.index(corrected.title_en)


def test_comments_close_by_the_date(corrected):
    """S6: so many days after an article appeared, whatever was changed since."""
    CommentRules.objects.create(closed_after_days=10)
    assert not takes_comments(article_of_page(corrected.pk))


def test_the_desk_says_since_when_something_waits(client, article, boss):
    """S7: the moment it was submitted: not that of the last change readers saw, nor that of a later save."""
    later = ArticleFactory(status=ArticleStatus.DRAFT, published_at=None)
    article = saved(article, boss, summary_en="Changed in a draft")
    publishing.submit(article, boss)
    publishing.submit(later, boss)
    since = timezone.now() - timedelta(days=3)
    Article.objects.filter(pk=article.pk).update(staged_at=since)
    client.force_login(boss)
    panel = client.get(reverse("admin:index")).text.partition("In review")[2]
    assert f"since {timezone.localtime(since):%Y-%m-%d %H:%M}" in panel
    assert panel.index(article.title_en) < panel.index(later.title_en)  # who has waited longest stands first
    publishing.approve(article, boss)
    assert Article.objects.get(pk=article.pk).staged_at > since


def test_the_desk_says_when_a_draft_was_saved(client, article, boss):
    """S7: a draft beside a live article has its own moment."""
    article = saved(article, boss, title_en="Changed in a draft")
    Article.objects.filter(pk=article.pk).update(updated_at=LONG_AGO)
    article.latest_revision.__class__.objects.filter(pk=article.latest_revision_id).update(
        created_at=timezone.now() - timedelta(days=2)
    )
    client.force_login(boss)
    panel = client.get(reverse("admin:index")).text.partition("My drafts")[2].partition("</ul>")[0]
    assert f"{timezone.localtime() - timedelta(days=2):%Y-%m-%d}" in panel
