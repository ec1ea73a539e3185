"""W1, W4, W6: what a cell said when it was exported, what it says now, and what the article says now."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from news import workbook
from news.articles.models import Article, Section
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from tests.factories.news import ArticleFactory, SectionFactory, TagFactory
from tests.factories.users import chief_editor, editor
from tests.news.workbook.books import book_of, changed, read, rows_of

pytestmark = pytest.mark.django_db
CORRECTED = "<p>Corrected by a colleague.</p>"


def correct(article, **fields):
    save_content(article, {**latest_content(article), **fields}, editor(username="colleague"))


def said(article):
    return latest_content(Article.objects.get(pk=article.pk))


def test_a_cell_nobody_touched_reverts_nothing():
    """W1: exported on Monday, corrected on the site on Tuesday, brought back on Wednesday with one new title."""
    article, tag = ArticleFactory(title_en="Cloth", body_en="<p>Wrong.</p>"), TagFactory(slug="cotton")
    exported = workbook.export(Article.objects.all())
    correct(article, body_en=CORRECTED, tags=[tag.pk], published_at="2020-01-01T00:00:00+00:00")
    plan = read(changed(exported, (2, "title_en", "Cloth and yarn")))
    assert (plan.errors, plan.conflicts) == ([], [])
    assert [(row.number, row.changed) for row in plan.changes] == [(2, ["title_en"])]
    assert workbook.carry_out(plan, chief_editor()) == 1
    content = said(article)
    assert (content["title_en"], content["body_en"], content["tags"]) == (
        "Cloth and yarn",
        CORRECTED,
        [tag.pk],
    )


@pytest.mark.parametrize("taken", [False, True])
def test_what_both_changed_is_decided_by_a_person(taken):
    """W1: both values are shown; without a decision the article stays."""
    article = ArticleFactory(title_en="Cloth", summary_en="")
    exported = workbook.export(Article.objects.all())
    correct(article, title_en="Grey cloth")
    plan = read(changed(exported, (2, "title_en", "White cloth"), (2, "summary_en", "New.")))
    ((row, conflict),) = plan.conflicts
    assert (row.number, conflict.column, conflict.here, conflict.there) == (
        2,
        "title_en",
        "Grey cloth",
        "White cloth",
    )
    workbook.carry_out(plan, chief_editor(), {conflict.key} if taken else set())
    assert said(article)["title_en"] == ("White cloth" if taken else "Grey cloth")
    assert said(article)["summary_en"] == "New."


def test_what_both_changed_alike_is_no_conflict():
    article = ArticleFactory(title_en="Cloth")
    exported = workbook.export(Article.objects.all())
    correct(article, title_en="White cloth")
    assert read(changed(exported, (2, "title_en", "White cloth"))).changes == []


def test_a_name_that_changed_since_is_no_error_where_nobody_touched_the_cell():
    ArticleFactory(section=SectionFactory(slug="city"))
    exported = workbook.export(Article.objects.all())
    Section.objects.update(slug="town")
    plan = read(exported)
    assert (plan.errors, plan.changes) == ([], [])


def test_without_the_hidden_column_every_difference_counts_and_that_is_said(client):
    article = ArticleFactory(title_en="Cloth")
    plan = read(book_of({"id": article.pk, "title_en": "White cloth"}))
    assert not plan.knows_export
    assert [row.changed for row in plan.changes] == [["title_en"]]
    exported = read(changed(workbook.export(Article.objects.all()), (2, "title_en", "x")))
    assert exported.knows_export
    client.force_login(editor())
    sent = SimpleUploadedFile("a.xlsx", book_of({"id": article.pk, "title_en": "White cloth"}))
    assert "as_exported" in client.post(reverse("admin:news_article_workbook"), {"file": sent}).text


def test_rows_that_were_mixed_up_are_refused():
    """Sorting some columns without the others puts texts under the number of another article."""
    one, other = ArticleFactory(title_en="One"), ArticleFactory(title_en="Other")
    exported = workbook.export(Article.objects.order_by("pk"))
    plan = read(changed(exported, (2, "id", str(other.pk)), (3, "id", str(one.pk))))
    assert [(number, column) for number, column, _s in plan.errors] == [(2, "id"), (3, "id")]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("summary_en", "One line\r\nand another"), ("summary_en", "One\n\nthird "), ("summary_en", "  ends in blanks  "),
        ("title_en", "_x0041_ and _x000D_ are words"), ("title_en", "tab\tinside"), ("source_name_en", "“quoted” & <b>"),
        ("body_en", "<p>line\r\nbreak</p>"), ("summary_zh_hans", "全角　空格 与换行\r\n第二行"), ("summary_en", "'apostrophe"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("by_hand", [False, True])
def test_whatever_an_article_says_is_no_change_when_it_comes_back(field, text, by_hand):
    """W4: also after another program has written the file anew."""
    article = ArticleFactory(published_at="2023-06-14T10:00:59.123456+08:00")
    Article.objects.filter(pk=article.pk).update(**{field: text})
    exported = workbook.export(Article.objects.all())
    plan = read(changed(exported) if by_hand else exported)
    assert (plan.problem, plan.errors, plan.changes) == ("", [], [])


def test_signs_that_no_cell_can_hold_do_not_stop_the_export():
    """W5: U+FFFF in one of the chosen articles."""
    ArticleFactory(title_en="Fine")
    odd = ArticleFactory()
    Article.objects.filter(pk=odd.pk).update(title_en="a\uffffb\ufffec\x0bd\x01", body_en="<p>\uffff</p>")
    exported = workbook.export(Article.objects.order_by("pk"))
    assert rows_of(exported)[1]["title_en"] == "abc\nd"
    assert read(exported).changes == []


def test_one_old_id_in_two_rows_is_an_error_at_the_second():
    """W6: preview fine, then a failure."""
    SectionFactory(slug="city")
    new = {"id": None, "section": "city", "legacy_id": 77}
    plan = read(book_of({**new, "title_en": "One"}, {**new, "title_en": "Two"}))
    assert [(number, column) for number, column, _s in plan.errors] == [(3, "legacy_id")]
    one, two = ArticleFactory(), ArticleFactory()
    plan = read(book_of({"id": one.pk, "legacy_id": 8}, {"id": two.pk, "legacy_id": 8}))
    assert [(number, column) for number, column, _s in plan.errors] == [(3, "legacy_id")]


def test_new_rows_that_are_there_already_are_hinted_at():
    """W6: the same new rows brought in twice."""
    SectionFactory(slug="city")
    rows = [{"id": None, "section": "city", "title_en": title} for title in ("One", "Two", "One")]
    plan = read(book_of(*rows))
    assert [(number, column) for number, column, _s in plan.hints] == [(4, "title_en")]
    workbook.carry_out(plan, chief_editor())
    again = read(book_of(*rows))
    assert [(number, column) for number, column, _s in again.hints] == [
        (2, "title_en"),
        (3, "title_en"),
        (4, "title_en"),
    ]
    assert again.errors == []


def test_an_exported_row_without_its_number_is_hinted_at():
    ArticleFactory()
    exported = workbook.export(Article.objects.all())
    plan = read(changed(exported, (2, "id", None), (2, "legacy_id", None)))
    assert (2, "id") in [(number, column) for number, column, _s in plan.hints]


def test_what_changed_between_looking_and_writing_is_not_written(client):
    article = ArticleFactory(title_en="Cloth")
    client.force_login(editor())
    address = reverse("admin:news_article_workbook")
    sent = SimpleUploadedFile("a.xlsx", book_of({"id": article.pk, "title_en": "White cloth"}))
    looked = client.post(address, {"file": sent})
    form = {"token": looked.context["token"], "looked_at": looked.context["looked_at"], "carry_out": "1"}
    correct(article, title_en="Grey cloth")
    again = client.post(address, form)
    assert "Articles were changed since you looked" in again.text
    assert "Grey" in again.text
    assert said(article)["title_en"] == "Grey cloth"
    client.post(address, {**form, "looked_at": again.context["looked_at"]})
    assert said(article)["title_en"] == "White cloth"
    assert "no longer kept" in client.post(address, form).text


def test_a_plan_of_an_article_that_changed_is_refused():
    article = ArticleFactory(title_en="Cloth")
    plan = read(book_of({"id": article.pk, "title_en": "White cloth"}))
    correct(article, title_en="Grey cloth")
    with pytest.raises(workbook.ChangedMeanwhileError):
        workbook.carry_out(plan, chief_editor())
    assert said(article)["title_en"] == "Grey cloth"


def test_the_preview_shows_both_values_and_a_conflict_can_be_taken(client):
    article = ArticleFactory(title_en="Cloth", body_en="<p>Old words stay.</p>")
    exported = workbook.export(Article.objects.all())
    correct(article, title_en="Grey cloth")
    client.force_login(editor())
    address = reverse("admin:news_article_workbook")
    edits = ((2, "title_en", "White cloth"), (2, "body_en", "<p>New words stay.</p>"))
    looked = client.post(address, {"file": SimpleUploadedFile("a.xlsx", changed(exported, *edits))})
    for words in ("<del>Grey</del>", "<ins>White</ins>", "<del>Old</del>", "<ins>New</ins>", 'name="take"'):
        assert words in looked.text
    form = {"token": looked.context["token"], "looked_at": looked.context["looked_at"], "carry_out": "1"}
    answer = client.post(address, {**form, "take": "2-title_en"}, follow=True)
    assert "1 article changed." in answer.text
    assert said(article)["title_en"] == "White cloth"


@pytest.mark.parametrize("cells", [("title_en",), ("body_en",), ("title_en", "body_en", "summary_en")])
@pytest.mark.parametrize("ticked", [False, True])
def test_a_language_is_taken_away_only_when_somebody_says_so(client, cells, ticked):
    """L1 of the workbook: the preview says which language would go; without the tick the text stays, the rest is written."""
    article = ArticleFactory(title_en="Cloth", body_en="<p>Words.</p>", source_name_en="Office")
    edits = [(2, name, None) for name in cells] + [(2, "source_name_en", "Paper")]
    client.force_login(editor())
    address = reverse("admin:news_article_workbook")
    sent = SimpleUploadedFile("a.xlsx", changed(workbook.export(Article.objects.all()), *edits))
    looked = client.post(address, {"file": sent})
    ((row, key, language),) = looked.context["plan"].emptied
    assert (row.number, language) == (2, "English")
    assert looked.text.count(f'value="{key}"') == 1
    form = {"token": looked.context["token"], "looked_at": looked.context["looked_at"], "carry_out": "1"}
    answer = client.post(address, {**form, **({"take": key} if ticked else {})}, follow=True)
    content = said(article)
    assert content["source_name_en"] == "Paper"
    assert (content["title_en"], content["body_en"]) == (
        ("" if ticked and "title_en" in cells else "Cloth"),
        ("" if ticked and "body_en" in cells else "<p>Words.</p>"),
    )
    assert ("1 article keeps a language" in answer.text) is not ticked


@pytest.mark.parametrize("name", ["summary_en", "source_name_en"])
def test_what_empties_no_language_is_not_asked_about(name):
    """L1 of the workbook: a language is there by its title and its text."""
    ArticleFactory(**{name: "Words"})
    plan = read(changed(workbook.export(Article.objects.all()), (2, name, None)))
    assert plan.emptied == []
    assert [row.changed for row in plan.changes] == [[name]]


def test_a_workbook_that_is_sent_twice_is_carried_out_once(client):
    """L2 of the workbook: the same form from the same window, as a double click sends it, makes one article."""
    SectionFactory(slug="city")
    client.force_login(editor())
    address = reverse("admin:news_article_workbook")
    sent = SimpleUploadedFile("a.xlsx", book_of({"id": None, "section": "city", "title_en": "One"}))
    looked = client.post(address, {"file": sent})
    window = re.search(r'name="_window" value="([^"]+)"', looked.text)[1]
    form = {"token": looked.context["token"], "looked_at": looked.context["looked_at"], "carry_out": "1"}
    answers = [client.post(address, {**form, "_window": window}) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {reverse("admin:news_article_changelist")}
    assert Article.objects.count() == 1
