"""The desk: each list holds what it should, whatever the number of articles; the history tells who did what."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from news.articles.models import Article
from news.editing import publishing
from news.editing.drafts import save_content
from news.editing.models import PassageNote
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory, CommentFactory, PageFactory
from tests.factories.users import administrator, chief_editor, editor, moderator

pytestmark = pytest.mark.django_db


def save(article, by, **texts):
    save_content(article, {**latest_content(article), **texts}, by)
    return article


def lists(client):
    context = client.get(reverse("admin:index")).context["newsroom"]
    found = {
        str(title): [str(article) for article in articles]
        for title, _empty, articles, *_rest in context["lists"]
    }
    return found, context


def test_each_list_holds_its_articles(client):
    writer, now = editor(), timezone.now()
    ArticleFactory(title_en="Mine", status=ArticleStatus.DRAFT, author=writer)
    ArticleFactory(title_en="Somebody else's", status=ArticleStatus.DRAFT, author=chief_editor())
    save(ArticleFactory(title_en="Live"), writer, title_zh_hans="改了")
    ArticleFactory(title_en="Reviewed", status=ArticleStatus.IN_REVIEW)
    ArticleFactory(title_en="Approved one", status=ArticleStatus.APPROVED)
    ArticleFactory(title_en="Tomorrow", published_at=now + timedelta(days=1))
    ArticleFactory(title_en="Goes soon", expires_at=now + timedelta(days=2))
    ArticleFactory(title_en="In a month", published_at=now + timedelta(days=30))
    ArticleFactory(title_en="English only", title_zh_hans="", body_zh_hans="")
    client.force_login(writer)
    found, _context = lists(client)
    assert set(found["My drafts"]) == {"Mine", "Live"}
    assert found["In review"] == ["Reviewed"]
    assert found["Approved"] == ["Approved one"]
    assert set(found["Scheduled this week"]) == {"Tomorrow", "Goes soon"}
    assert found["Published without translation"] == ["English only"]
    assert found["Translation older than its original"] == ["Live"]


def test_broken_links_and_notes_are_told(client):
    writer = editor()
    PageFactory(title_en="A page", body_en='<p><a href="ref:article/987">x</a></p>')
    mine = ArticleFactory(author=writer)
    PassageNote.objects.create(thing=mine, field="body_en", text="Which week?", author=chief_editor())
    PassageNote.objects.create(thing=mine, field="body_en", text="My own", author=writer)
    client.force_login(writer)
    _found, context = lists(client)
    assert [source for source, *_rest in context["broken"][0]] == ["A page"]
    assert [note.text for note in context["notes"][0]] == ["Which week?"]


@pytest.mark.parametrize("person", [editor, chief_editor])
def test_the_desk_takes_the_same_queries_for_3_and_30(client, person, django_assert_num_queries):
    user = person()
    client.force_login(user)
    for count in (3, 30):
        for _n in range(count):
            ArticleFactory(status=ArticleStatus.DRAFT, author=user)
            ArticleFactory(body_en='<p><a href="ref:article/987">x</a></p>', author=user)
            ArticleFactory(published_at=timezone.now() + timedelta(days=1))
        with django_assert_num_queries(16):
            client.get(reverse("admin:index"))


def test_the_lists_behind_the_desk(client):
    writer = editor()
    ArticleFactory(title_en="Old one", reviewed_at=None)
    Article.objects.update(updated_at=timezone.now() - timedelta(days=500))
    draft = save(ArticleFactory(title_en="Live"), writer, title_en="Live, changed")
    client.force_login(writer)
    address = reverse("admin:news_article_changelist")

    def shown(query):
        return [str(article) for article in client.get(f"{address}?{query}").context["cl"].result_list]

    assert shown("stage=draft") == ["Live"]
    assert shown("mine=1") == ["Live"]
    assert shown("age=365") == ["Old one"]
    assert shown("coming=1") == []
    publishing.publish(draft, chief_editor(), timezone.now() + timedelta(days=1))
    assert shown("coming=1") == ["Live"]
    for strange in ("stage=x", "age=x", "translation=x", "mine=2", "coming=x"):
        assert len(shown(strange)) == 2
    old = Article.objects.get(title_en="Old one")
    client.post(address, {"action": "mark_reviewed", "_selected_action": [old.pk]})
    assert shown("age=365") == []
    assert LogEntry.objects.filter(object_id=old.pk).exists()


def test_the_history_tells_who_did_what(client):
    boss, article = chief_editor(), ArticleFactory(title_en="Grey fabric")
    publishing.withdraw(article, boss)
    comment = CommentFactory()
    LogEntry.objects.log_actions(administrator().pk, [comment], 2, "Approved.")
    address = reverse("admin:admin_logentry_changelist")
    client.force_login(boss)
    html = client.get(address).text
    assert "Withdrawn." in html
    assert boss.username in html
    assert reverse("admin:news_article_change", args=[article.pk]) in html
    assert "Approved." not in html
    assert "Withdrawn." in client.get(address, {"q": "grey"}).text
    for other in (editor(), moderator()):
        client.force_login(other)
        assert client.get(address).status_code == 403
    client.force_login(administrator())
    assert (
        client.post(reverse("admin:admin_logentry_delete", args=[LogEntry.objects.first().pk])).status_code
        == 403
    )
