"""However a text comes in, it is cleaned once until it is stored."""

from collections import Counter

import pytest
from django.urls import reverse

from news.articles.models import Article
from news.editing import publishing
from news.editing.drafts import restore, save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from news.old_site.bringing_in import bring_in
from news.old_site.pages import read_page
from news.pages.models import Page
from news.text import sanitising
from news.text.sanitising import CleanHtml, clean_html
from tests.factories.news import ArticleFactory, PageFactory, SectionFactory
from tests.factories.users import chief_editor, editor
from tests.news.admin.test_admin import change, form_of
from tests.news.admin.test_versions import as_shown
from tests.news.old_site.test_import import page_html
from tests.news.workbook.test_workbook import plan_of, spreadsheet, workbook

pytestmark = pytest.mark.django_db
ENGLISH, CHINESE = "<p>Grey cloth is dear.</p>", "<p>坯布涨价。</p>"
ONCE = {ENGLISH: 1, CHINESE: 1}
BODIES = {"body_en": ENGLISH, "body_zh_hans": CHINESE}


@pytest.fixture
def cleaned(monkeypatch):
    """Return how often each text was cleaned."""
    times, settled = Counter(), sanitising._settled

    def counted(html):
        times[html] += 1
        return settled(html)

    monkeypatch.setattr(sanitising, "_settled", counted)
    return times


@pytest.mark.parametrize("status", [ArticleStatus.DRAFT, ArticleStatus.IN_REVIEW, ArticleStatus.PUBLISHED])
@pytest.mark.parametrize("saved_before", [False, True])
def test_in_the_form_of_an_article(client, cleaned, status, saved_before):
    article = ArticleFactory(status=status)
    if saved_before:
        save_content(article, {**latest_content(article), "title_en": "Saved before"}, editor())
    client.force_login(chief_editor())
    moment = {"published_at_0": "2023-06-14", "published_at_1": "10:00"}
    cleaned.clear()
    change(client, article, **BODIES, **moment, base_revision=article.latest_revision_id or "")
    assert latest_content(Article.objects.get())["body_en"] == ENGLISH
    assert cleaned == ONCE


def test_in_the_form_of_a_new_article(client, cleaned):
    client.force_login(chief_editor())
    form = form_of(ArticleFactory.build(section=SectionFactory()), **BODIES)
    client.post(reverse("admin:news_article_add"), form)
    assert Article.objects.get().body_en == ENGLISH
    assert cleaned == ONCE


def test_in_the_form_of_a_page(client, cleaned):
    page = PageFactory(slug="terms")
    client.force_login(chief_editor())
    address = reverse("admin:news_page_change", args=[page.pk])
    form = {**as_shown(client.get(address), Page), **BODIES}
    cleaned.clear()
    client.post(address, form)
    assert latest_content(Page.objects.get())["body_en"] == ENGLISH
    assert cleaned == ONCE


def test_in_a_workbook(cleaned):
    article = ArticleFactory()
    rows = (
        {"id": article.pk, **BODIES},
        {"section": article.section.slug, "title_en": "New", **BODIES, "id": ""},
    )
    for row in rows:
        cleaned.clear()
        spreadsheet.carry_out(plan_of(workbook(row)), chief_editor())
        assert cleaned == ONCE


def test_in_a_page_of_the_old_site(cleaned):
    page = read_page(page_html(), "page.html")
    cleaned.clear()
    article = bring_in(page, section=SectionFactory()).article
    assert cleaned == {article.body_zh_hans: 1}


def test_of_the_first_run(cleaned):
    Article.objects.create(section=SectionFactory(), title_en="Loaded", **BODIES)
    Page.objects.get_or_create(slug="terms", defaults={"title_en": "Terms", "body_en": "<p>Terms.</p>"})
    assert cleaned == {**ONCE, "<p>Terms.</p>": 1}


def test_when_it_is_published_or_restored(cleaned):
    article, chief = ArticleFactory(status=ArticleStatus.DRAFT), chief_editor()
    save_content(article, {**latest_content(article), **BODIES}, chief)
    first = article.revisions.get(number=2)
    save_content(article, {**latest_content(article), "body_en": "<p>Other.</p>"}, chief)
    cleaned.clear()
    restore(article, first, chief)
    assert cleaned == ONCE
    cleaned.clear()
    publishing.publish(Article.objects.get(), chief)
    assert cleaned == ONCE


def test_what_is_made_of_clean_text_is_cleaned_again():
    clean = clean_html(ENGLISH)
    assert isinstance(clean, CleanHtml)
    assert clean_html(clean) is clean
    assert clean_html(clean + "<script>x</script>") == clean
