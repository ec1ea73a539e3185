"""The article's form as two editors use it: drafts, conflicts, revisions."""

import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.articles.models import Article
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory, FabricFactory, PageFactory, TagFactory
from tests.factories.users import chief_editor, editor, moderator
from tests.news.admin.test_admin import change, form_of, messages_of

pytestmark = pytest.mark.django_db
MOMENT = {"published_at_0": "2023-06-14", "published_at_1": "10:00"}


def page(article, name="change", *more):
    return reverse(f"admin:news_article_{name}", args=[article.pk, *more])


def draft_of(article, by, **texts):
    save_content(article, {**latest_content(article), **texts}, by)
    return Article.objects.get(pk=article.pk)


def test_the_form_shows_the_draft_and_the_live_page_stays(client):
    article, tag = ArticleFactory(title_en="Live"), TagFactory()
    client.force_login(editor())
    change(client, article, title_en="Draft", tags=[tag.pk], revision_note="New title.", **MOMENT)
    assert Article.objects.get().title_en == "Live"
    form = client.get(page(article)).context["adminform"].form
    assert (form.initial["title_en"], form.initial["tags"]) == ("Draft", [tag.pk])
    assert article.revisions.first().note == "New title."
    assert "Live" in client.get(article.get_absolute_url()).text


def test_publishing_the_form_of_a_live_article_in_one_go(client):
    article = ArticleFactory(title_en="Live")
    client.force_login(chief_editor())
    change(client, article, title_en="Newer", **MOMENT)
    change(client, article, title_en="Newest", **MOMENT, news_article_publish="1")
    assert (Article.objects.get().title_en, Article.objects.get().has_draft) == ("Newest", False)


def test_only_the_chosen_language_is_published(client):
    article = ArticleFactory(status=ArticleStatus.DRAFT)
    client.force_login(chief_editor())
    change(client, article, publish_languages="en", news_article_publish="1")
    assert Article.objects.get().languages == ["en"]
    assert (
        client.get(page(article)).context["adminform"].form.initial["title_zh_hans"] == article.title_zh_hans
    )


def test_the_second_save_shows_both_versions_and_keeps_what_was_typed(client):
    article = draft_of(ArticleFactory(title_en="Opened by both"), editor(), summary_en="Opened.")
    base = article.latest_revision_id
    draft_of(article, chief_editor(), title_en="Saved first")
    client.force_login(editor())
    response = change(client, article, title_en="Typed meanwhile", base_revision=base, **MOMENT)
    assert response.status_code == 200
    html = response.text
    assert 'value="Typed meanwhile"' in html
    assert "<del>Saved</del>" in html
    assert latest_content(Article.objects.get())["title_en"] == "Saved first"
    form = response.context["adminform"].form
    again = form["base_revision"].value()
    change(client, article, title_en="Typed meanwhile", base_revision=again, **MOMENT)
    assert latest_content(Article.objects.get())["title_en"] == "Typed meanwhile"
    assert article.revisions.filter(content__title_en="Saved first").exists()


def test_no_step_is_taken_in_a_conflict(client):
    article = draft_of(ArticleFactory(status=ArticleStatus.DRAFT), editor(), title_en="Opened")
    base = article.latest_revision_id
    draft_of(article, chief_editor(), title_en="Saved first")
    client.force_login(chief_editor())
    change(client, article, title_en="Mine", base_revision=base, news_article_publish="1")
    assert Article.objects.get().status == ArticleStatus.DRAFT


@pytest.mark.parametrize("base", ["", "abc", "-1", "99999999999999999999"])
def test_a_strange_base_is_no_crash(client, base):
    article = draft_of(ArticleFactory(), editor(), title_en="Opened")
    client.force_login(editor())
    assert change(client, article, base_revision=base, **MOMENT).status_code == 200


def test_revisions_are_listed_compared_and_restored(client):
    article = ArticleFactory(title_en="First words")
    writer = editor()
    draft_of(article, writer, title_en="Second words", body_en="<p>Text, longer.</p>")
    client.force_login(writer)
    listed = client.get(page(article, "revisions"))
    assert [revision.number for revision in listed.context["page_obj"]] == [2, 1]
    html = client.get(page(article, "compare"), {"old": 1, "new": 2}).text
    assert "<del>First</del> words" in html
    assert "<ins>Second</ins> words" in html
    assert "Text<ins>, longer</ins>." in html
    swapped = client.get(page(article, "compare"), {"old": 2, "new": 1}).context
    assert (swapped["old"].number, swapped["new"].number) == (1, 2)
    response = client.post(page(article, "restore", 1), follow=True)
    assert latest_content(Article.objects.get())["title_en"] == "First words"
    assert any("revision 1" in message for message in messages_of(response))
    assert client.get(page(article, "restore", 1)).status_code == 405


@pytest.mark.parametrize(
    "asked", [{"old": "x"}, {"new": "0"}, {"old": "9" * 30}, {"old": "-1", "new": "1"}, {"new": "\uff11"}]
)
def test_strange_revision_numbers_are_no_crash(client, asked):
    article = draft_of(ArticleFactory(), editor(), title_en="Second")
    client.force_login(editor())
    assert client.get(page(article, "compare"), asked).status_code in (200, 404)


def test_an_article_without_revisions_says_so(client):
    article = ArticleFactory()
    client.force_login(editor())
    assert "There is no revision yet" in client.get(page(article, "revisions")).text
    assert client.get(page(article, "compare")).status_code == 404


def test_revisions_are_for_editors(client):
    article = draft_of(ArticleFactory(), editor(), title_en="Second")
    client.force_login(moderator())
    assert client.post(page(article, "restore", 1)).status_code == 403
    client.logout()
    for name in ("revisions", "compare"):
        assert client.get(page(article, name)).status_code == 302


def test_a_translation_that_still_fits_is_said_to_fit(client):
    article = draft_of(ArticleFactory(original_language="zh-hans"), editor(), title_zh_hans="新的标题")
    client.force_login(editor())
    html = client.get(page(article)).text
    assert "The original has changed since it was translated" in html
    content = latest_content(article)
    change(client, article, title_zh_hans=content["title_zh_hans"], _translation_fits="1", **MOMENT)
    assert not Article.objects.get().translation_outdated


def test_the_edit_page_takes_few_queries(client):
    article = ArticleFactory()
    for n in range(30):
        article.tags.add(TagFactory(slug=f"tag-{n}"))
    writer = editor()
    for n in range(20):
        article = draft_of(article, writer, title_en=f"Title {n}")
    client.force_login(writer)
    client.get(page(article))
    with CaptureQueriesContext(connection) as captured:
        client.get(page(article))
    assert len(captured) <= 12, [query["sql"][:140] for query in captured]


@pytest.mark.parametrize("kind", ["first", "again"])
def test_the_edit_page_is_light(client, kind):
    """L7: its own bytes and its scripts and styles as they are sent; a second visit has the page alone to fetch.

    The budgets are 709 and 60 KB in all. What a browser adds to these, 293 KB of icons, the drawings of the site and the
    answers to what the page asks, is taken off; scripts that other scripts import are added by hand.
    """
    client.force_login(editor())
    text = client.get(page(ArticleFactory())).text
    weight = sent(text.encode())
    if kind == "again":
        assert weight <= 30_000
        return
    paths = re.findall(r'(?:src|href)="/static/([^"?]+\.(?:js|css))"', text)
    assert len(paths) == len(set(paths))
    assert "django_prose_editor/editor.js" in paths
    assert 'type="importmap"' in text
    shortened = {path.replace(".min.", ".") for path in paths}
    assert len(shortened) == len(paths), "a library stands there in two sizes"
    found = [finders.find(path) for path in (*paths, "js/admin/writing.js", "js/admin/writing_habits.js")]
    weight += sum(sent(Path(one).read_bytes()) for one in found if one)
    assert weight <= 416_000, weight


@pytest.mark.parametrize("factory", [ArticleFactory, PageFactory, FabricFactory])
def test_the_fields_of_a_form_are_made_once(client, monkeypatch, factory):
    """A form that names its model makes them, and the admin once more."""
    thing, made = factory(), []
    once = forms.models.fields_for_model
    monkeypatch.setattr(
        forms.models, "fields_for_model", lambda *args, **more: made.append(1) or once(*args, **more)
    )
    client.force_login(chief_editor())
    assert (
        client.get(reverse(f"admin:news_{thing._meta.model_name}_change", args=[thing.pk])).status_code == 200
    )
    assert len(made) == 1


def sent(content):
    """Return how many bytes are sent of some content, compressed as the server does it at worst."""
    return len(gzip.compress(content, 6))


def test_opening_the_form_of_an_article_with_many_revisions_reads_one(client):
    article = ArticleFactory()
    client.force_login(editor())
    assert form_of(article)
    with CaptureQueriesContext(connection) as captured:
        client.get(page(article))
    assert not any("news_revision" in query["sql"] for query in captured)


def test_the_history_of_an_article_is_divided_into_pages_too(client):
    article = ArticleFactory(title_en="Live")
    client.force_login(chief_editor())
    change(client, article, title_en="Draft", revision_note="New title.", **MOMENT)
    assert client.get(page(article, "history")).status_code == 200


def test_history_and_comparison_are_clean_text(client):  # L14
    """What the form calls a field in a language is marked up on the form, and text everywhere else."""
    article = draft_of(ArticleFactory(title_en="First"), editor(), summary_en="Opened.")
    client.force_login(chief_editor())
    assert '<span class="language-mark">English</span>' in client.get(page(article)).text
    change(client, article, title_en="Our method", **MOMENT)
    for shown in (page(article, "history"), "/admin/admin/logentry/", page(article, "compare")):
        for language, words in (("en", "Title"), ("zh-hans", "标题")):
            seen = client.get(shown, headers={"accept-language": language}).text
            assert words in seen
            assert "&lt;span" not in seen
            if "compare" not in shown:
                assert f"{words} (English)" in seen


def test_the_list_finds_words_of_texts_and_of_drafts_which_visitors_do_not(client):  # D15
    article = ArticleFactory(body_en="<p>About looms.</p>")
    draft_of(article, editor(), body_en="<p>About shuttles, 提花织机.</p>", title_en="Unpublished")
    ArticleFactory()
    client.force_login(editor())
    for words in ("looms", "shuttles", "SHUTTLE", "提花织机", "unpublished shuttles"):
        found = client.get("/admin/news/article/", {"q": words}).context["cl"].result_list
        assert [one.pk for one in found] == [article.pk], words
    assert not client.get("/admin/news/article/", {"q": "shuttles nothing"}).context["cl"].result_list
    visitors = client.get("/search/", {"q": "shuttles"}).text
    assert article.get_absolute_url() not in visitors
