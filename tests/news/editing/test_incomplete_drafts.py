"""A draft waits for whatever it lacks; going out says what is missing, and where. D15."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from news import workbook
from news.articles.models import Article, Section
from news.editing import many, publishing
from news.editing.copying import copy
from news.editing.models import PreviewLink
from news.editing.preview import token_of
from news.editing.states import PublishingError
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory, SectionFactory
from tests.factories.users import chief_editor, editor
from tests.news.admin.test_admin import change, form_of
from tests.news.workbook.books import book_of, read

pytestmark = pytest.mark.django_db
ADD = "/admin/news/article/add/"


def bare(**more):
    """Return a draft that has a title and nothing else."""
    texts = dict.fromkeys(("title_zh_hans", "summary_en", "summary_zh_hans", "body_en", "body_zh_hans"), "")
    texts |= {"title_en": "Begun", **more}
    return ArticleFactory(section=None, status=ArticleStatus.DRAFT, published_at=None, **texts)


def test_a_title_is_enough_to_save(client):
    """D15: in the form, and it comes back as it was."""
    client.force_login(editor())
    sent = {**form_of(ArticleFactory.build(section=None, pk=None)), "title_en": "Begun", "title_zh_hans": ""}
    sent |= {"body_en": "", "body_zh_hans": "", "section": ""}
    answer = client.post(ADD, {**sent, "_continue": ""})
    assert answer.status_code == 302, answer.context["errors"]
    article = Article.objects.get()
    assert (article.title_en, article.section, article.status) == ("Begun", None, ArticleStatus.DRAFT)
    assert client.get(answer["Location"]).context["adminform"].form["section"].value() is None
    change(client, article, section=SectionFactory().pk)
    assert Article.objects.get().section is not None
    change(client, article, section="")
    assert Article.objects.get().section is None


@pytest.mark.parametrize("verb", [publishing.submit, publishing.publish])
@pytest.mark.parametrize(
    ("more", "places"),
    [
        ({}, [("section", ""), ("body", "en")]),
        ({"title_en": "", "title_zh_hans": "始"}, [("section", ""), ("body", "zh-hans")]),
        ({"body_en": "<p>Text.</p>"}, [("section", "")]),
        ({"title_en": "", "body_en": "<p>Text.</p>"}, [("section", ""), ("title", "en")]),
    ],
)
def test_going_out_says_everything_that_is_missing_and_where(verb, more, places):
    """D15: at once, not one thing after the other."""
    with pytest.raises(PublishingError) as refused:
        verb(bare(**more), chief_editor())
    assert [(finding.field, finding.language) for finding in refused.value.findings] == places
    assert len(refused.value.messages) == len(places)


def test_the_message_leads_to_the_fields(client):
    """D15: links in the message, which the form's script shows at the fields too."""
    client.force_login(chief_editor())
    article = bare()
    page = change(client, article, section="", news_article_publish="").text
    for name in ("section", "body_en"):
        assert f'href="#id_{name}" data-mistake="{name}"' in page
        assert f'id="id_{name}"' in page
    assert Article.objects.get().status == ArticleStatus.DRAFT


def test_findings_of_the_checks_lead_to_their_fields(client):
    """D15: also what the checks hold back."""
    client.force_login(chief_editor())
    article = ArticleFactory(status=ArticleStatus.DRAFT, body_en="<p>To be done: TODO</p><h4>Deep</h4>")
    page = change(client, article, news_article_publish="").text
    if "The checks hold this back" in page:
        assert 'data-mistake="body_en"' in page


def test_pages_of_a_draft_without_a_section(client):
    """D15: list, desk, search, preview, shared link, workbook and copy know that it may be missing."""
    boss = chief_editor()
    client.force_login(boss)
    article = bare(author=boss)
    pages = [
        reverse("admin:news_article_changelist"),
        reverse("admin:index"),
        reverse("admin:search") + "?s=Begun",
        reverse("admin:news_article_change", args=[article.pk]),
        reverse("admin:news_article_history", args=[article.pk]),
        reverse("admin:news_article_revisions", args=[article.pk]),
    ]
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "None ·" not in page.text
    preview = reverse("admin:news_article_preview", args=[article.pk, "en"])
    assert "section" in client.post(preview, form_of(article, section="")).text
    link = PreviewLink.objects.create(thing=article, until=timezone.now() + timedelta(days=1))
    assert client.get(reverse("news:shared-draft", args=[token_of(link)])).status_code == 200
    assert read(workbook.export(Article.objects.all())).changes == []
    assert copy(article, boss).section is None
    assert [one for one, _why in many.publish([article], boss).refused] == [article]


def test_a_row_of_a_workbook_needs_no_section():
    """D15: as little as the form needs."""
    plan = read(book_of({"id": None, "title_en": "Begun"}))
    assert plan.errors == []
    workbook.carry_out(plan, chief_editor())
    assert Article.objects.get().section is None


def test_nothing_goes_on_the_site_without_a_section():
    """D15: the database itself refuses it."""
    article = bare(body_en="<p>Text.</p>")
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status="published", published_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=ArticleFactory().pk).update(section=None)


def test_the_draft_of_a_live_article_may_lack_what_the_site_has(client):
    """D15: its section stays on the site; the change does not go out."""
    boss = chief_editor()
    client.force_login(boss)
    article = ArticleFactory()
    moment = {"published_at_0": "2023-06-14", "published_at_1": "10:00"}
    page = change(client, article, section="", title_en="Other", **moment, news_article_publish="").text
    stored = Article.objects.get()
    assert stored.section == Section.objects.get()
    assert 'data-mistake="section"' in page
    assert stored.title_en != "Other"
    assert client.get(stored.get_absolute_url()).status_code == 200


def test_the_table_of_articles_was_not_made_anew():
    """D15: the schema says what Django would have written, and holds together."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        constraints = connection.introspection.get_constraints(cursor, "news_article")
    assert constraints["published_articles_have_a_section"]["check"]
