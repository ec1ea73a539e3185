"""Articles as a workbook and back: nothing lost, nothing published, every error with its cell."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from news import workbook as spreadsheet
from news.articles.models import Article
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import ArticleFactory, SectionFactory, TagFactory
from tests.factories.users import chief_editor, editor, moderator

pytestmark = pytest.mark.django_db


def cells(content):
    lines = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def workbook(*rows):
    book = Workbook()
    headings = list(dict.fromkeys(name for row in rows for name in row))
    book.active.append(headings)
    for row in rows:
        book.active.append([row.get(name) for name in headings])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def plan_of(content):
    return spreadsheet.read(ContentFile(content, name="articles.xlsx"))


def test_what_is_exported_and_read_again_changes_nothing():
    article = ArticleFactory(
        release=ReleaseFactory(), source_name_en="=1+1", title_en="@home -1", featured=True
    )
    article.tags.add(TagFactory(slug="cotton"), TagFactory(slug="flax"))
    draft = ArticleFactory()
    save_content(draft, {**latest_content(draft), "title_en": "+ in draft"}, editor())
    plan = plan_of(spreadsheet.export(Article.objects.order_by("pk")))
    assert (plan.problem, plan.errors, plan.changes) == ("", [], [])
    assert len(plan.rows) == 2


def test_cells_that_look_like_formulas_are_text():
    ArticleFactory(title_en='=HYPERLINK("https://evil.example")')
    sheet = load_workbook(BytesIO(spreadsheet.export(Article.objects.all()))).active
    column = spreadsheet.COLUMNS.index("title_en") + 1
    assert sheet.cell(2, column).data_type == "s"
    assert sheet.cell(2, column).value.startswith("=HYPERLINK")


def test_the_newest_content_is_exported():
    article = ArticleFactory(title_en="Live")
    save_content(article, {**latest_content(article), "title_en": "Draft"}, editor())
    (row,) = cells(spreadsheet.export(Article.objects.all()))
    assert (row["title_en"], row["status"]) == ("Draft", "Published")


def test_changes_become_drafts_and_nothing_live_changes():
    article, tag = ArticleFactory(title_en="Live"), TagFactory(slug="cotton")
    plan = plan_of(
        workbook(
            {
                "id": article.pk,
                "title_en": "Changed",
                "tags": "cotton",
                "body_zh_hans": "<p>好<script>x</script></p>",
            }
        )
    )
    assert [row.changed for row in plan.rows] == [["title_en", "body_zh_hans", "tags"]]
    spreadsheet.carry_out(plan, chief_editor())
    article.refresh_from_db()
    assert article.title_en == "Live"
    content = latest_content(article)
    assert (content["title_en"], content["tags"], content["body_zh_hans"]) == (
        "Changed",
        [tag.pk],
        "<p>好</p>",
    )


def test_a_row_without_an_id_is_a_new_draft():
    section = SectionFactory(slug="city")
    row = {
        "id": None,
        "section": "city",
        "title_zh_hans": "新文章",
        "published_at": "2025-06-16 12:00",
        "featured": "yes",
    }
    spreadsheet.carry_out(plan_of(workbook(row)), chief_editor())
    article = Article.objects.get()
    assert (article.section, article.title_zh_hans, article.status, article.featured) == (
        section,
        "新文章",
        ArticleStatus.DRAFT,
        True,
    )


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"section": "nowhere"}, "section"), ({"tags": "cotton, nothing"}, "tags"), ({"release": "price 1999"}, "release"),
        ({"published_at": "tomorrow"}, "published_at"), ({"expires_at": "2001-01-01"}, "expires_at"), ({"featured": "perhaps"}, "featured"),
        ({"legacy_id": "x"}, "legacy_id"), ({"slug": "a b"}, "slug"), ({"source_url": "javascript:1"}, "source_url"),
        ({"title_en": "x" * 201}, "title_en"), ({"title_en": None, "title_zh_hans": None}, "title_en"),
        ({"id": "987654"}, "id"), ({"id": "x"}, "id"),
    ],
)  # fmt: skip
def test_every_error_names_its_row_and_column(change, column):
    good, bad = ArticleFactory(), ArticleFactory()
    TagFactory(slug="cotton")
    plan = plan_of(workbook({"id": good.pk, "title_en": "Fine"}, {"id": bad.pk, **change}))
    errors = [(number, name) for number, name, _sentence in plan.errors]
    assert errors == [(3, column)] or (3, column) in errors
    with pytest.raises(ValueError, match="errors"):
        spreadsheet.carry_out(plan, chief_editor())
    good.refresh_from_db()
    assert not good.has_draft


def test_an_article_stands_in_one_row_only():
    article = ArticleFactory()
    plan = plan_of(workbook({"id": article.pk, "slug": "a"}, {"id": article.pk, "slug": "b"}))
    assert [(number, column) for number, column, _s in plan.errors] == [(3, "id")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"id,title\n1,x",
        b"PK\x03\x04" + bytes(50),
        workbook({"name": 1}),
        workbook({"id": 1, "password": 2}),
    ],
)
def test_what_is_no_such_workbook_is_refused_with_a_sentence(content):
    assert plan_of(content).problem


def test_a_text_too_long_for_a_cell_is_said_and_left_alone():
    article = ArticleFactory(body_en="<p>" + "word " * 8000 + "</p>")
    content = spreadsheet.export(Article.objects.all())
    assert "too many for a cell" in cells(content)[0]["body_en"]
    assert plan_of(content).changes == []
    article.refresh_from_db()
    assert len(article.body_en) > 32_767


def test_exporting_takes_the_same_queries_for_3_and_30(django_assert_num_queries):
    for count in (3, 30):
        for _n in range(count):
            ArticleFactory().tags.add(TagFactory(slug="cotton"))
        with django_assert_num_queries(6):
            spreadsheet.export(Article.objects.all())


def test_the_whole_way_in_the_admin(client):
    article = ArticleFactory(title_en="Live")
    client.force_login(editor())
    chosen = {"action": "export_workbook", "_selected_action": [article.pk]}
    exported = client.post(reverse("admin:news_article_changelist"), chosen)
    assert exported.headers["Content-Disposition"].endswith('.xlsx"')
    address = reverse("admin:news_article_workbook")
    same = client.post(address, {"file": SimpleUploadedFile("a.xlsx", exported.content)})
    assert "nothing would change" in same.text
    changed = SimpleUploadedFile("a.xlsx", workbook({"id": article.pk, "title_en": "Changed"}))
    looked = client.post(address, {"file": changed})
    assert "What would change" in looked.text
    assert not Article.objects.get().has_draft
    client.post(
        address,
        {"token": looked.context["token"], "looked_at": looked.context["looked_at"], "carry_out": "1"},
    )
    assert latest_content(Article.objects.get())["title_en"] == "Changed"
    wrong = client.post(
        address, {"file": SimpleUploadedFile("a.xlsx", workbook({"id": article.pk, "section": "x"}))}
    )
    assert "B · section" in wrong.text
    for sent in ({}, {"token": "unknown", "carry_out": "1"}, {"file": SimpleUploadedFile("a.xlsx", b"x")}):
        assert 'role="alert"' in client.post(address, sent).text
    client.force_login(moderator())
    assert client.get(address).status_code == 403


def test_a_workbook_that_is_no_longer_kept_is_to_be_brought_in_again(client):
    article = ArticleFactory(title_en="Live")
    client.force_login(editor())
    address = reverse("admin:news_article_workbook")
    changed = SimpleUploadedFile("a.xlsx", workbook({"id": article.pk, "title_en": "Changed"}))
    token = client.post(address, {"file": changed}).context["token"]
    cache.clear()
    answer = client.post(address, {"token": token, "carry_out": "1"})
    assert answer.status_code == 200
    assert "Please bring the file in again; nothing was changed." in answer.text
    assert not Article.objects.get().has_draft
    assert "at most 5 MB" in client.post(address).text
