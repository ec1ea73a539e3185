"""W2, W3, W7, L6: what spreadsheets and people put into cells is understood, or refused with its place."""

import tracemalloc

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from news import workbook
from news.articles.models import Article
from news.workbook import cells, columns, exporting
from tests.factories.news import ArticleFactory, SectionFactory, TagFactory
from tests.news.workbook.books import book_of, read, rewritten, saved, with_cell

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return ArticleFactory(title_en="Cloth", summary_en="Said.", section=SectionFactory(slug="city"))


def places(plan):
    return [(plan.letter_of(column), number) for number, column, _sentence in plan.errors]


@pytest.mark.parametrize("claimed", ["A1", "A1:XFD1048576", "B7"])
def test_nobody_believes_the_size_that_a_sheet_claims(article, claimed):
    """W2: WPS writes `<dimension ref="A1"/>`."""
    content = book_of({"id": article.pk, "title_en": "Changed"})
    content = rewritten(
        content, lambda xml: xml.replace('<dimension ref="A1:B2"', f'<dimension ref="{claimed}"')
    )
    assert [row.changed for row in read(content).changes] == [["title_en"]]


@pytest.mark.parametrize(
    "cell",
    [
        "<c r=\"B2\"><f>CONCAT(A2)</f></c>", "<c r=\"B2\"><f>A2</f><v></v></c>", "<c r=\"B2\" t=\"e\"><f>A2</f><v>#REF!</v></c>",
        "<c r=\"B2\" t=\"e\"><v>#NAME?</v></c>", "<c r=\"B2\" t=\"s\"><v>999</v></c>", "<c r=\"B2\" t=\"s\"><v>x</v></c>",
        "<c r=\"B2\"><v>1E</v></c>", "<c r=\"B2\" t=\"d\"><v>yesterday</v></c>",
    ],
)  # fmt: skip
def test_a_cell_without_a_value_is_refused_with_its_place(article, cell):
    """W3: a formula whose result is not stored emptied the title, `#REF!` became one."""
    plan = read(with_cell(book_of({"id": article.pk, "title_en": "x"}), "B2", cell))
    assert (plan.problem, places(plan)) == ("", [("B", 2)])
    assert plan.changes == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B2" t="str"><f>A2</f><v>Computed</v></c>', "Computed"), ('<c r="B2"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="B2" t="inlineStr"><is><t>#REF!</t></is></c>', "#REF!"), ('<c r="B2" t="b"><v>1</v></c>', "yes"),
        ('<c r="B2" t="inlineStr"><is><r><t>Rich </t></r><r><t>text</t></r></is></c>', "Rich text"),
        ('<c t="inlineStr"><is><t>No place of its own</t></is></c>', "No place of its own"),
    ],
)  # fmt: skip
def test_a_cell_with_a_value_is_read(article, cell, text):
    plan = read(with_cell(book_of({"id": article.pk, "title_en": "x"}), "B2", cell))
    assert plan.errors == []
    assert [change.there for row in plan.changes for change in row.cells] == [text]


def test_a_formula_may_say_nothing(article):
    plan = read(
        with_cell(
            book_of({"id": article.pk, "summary_en": "x"}), "B2", '<c r="B2" t="str"><f>""</f><v></v></c>'
        )
    )
    assert [(row.changed, row.cells[0].there) for row in plan.changes] == [(["summary_en"], "")]


def test_merged_cells_are_refused_with_every_place(article):
    """W3: merging keeps the upper cell only and emptied the second row."""
    other = ArticleFactory(summary_en="Said too.")
    book = Workbook()
    for line in (
        ("id", "status", "title_en", "summary_en"),
        (article.pk, "", "One", "A"),
        (other.pk, "", "Two", "B"),
    ):
        book.active.append(line)
    book.active.merge_cells("C2:D3")
    book.active.merge_cells("B2:B3")  # is told, not read
    plan = read(saved(book))
    assert sorted(places(plan)) == [("C", 2), ("C", 3), ("D", 2), ("D", 3)]
    assert plan.changes == []


@pytest.mark.parametrize(
    "written", ["cotton，silk", "cotton、 silk", "silk;cotton", "cotton； silk，", "silk\ncotton"]
)
def test_chinese_commas_stand_between_tags(article, written):
    """W3: “，” between tags."""
    tags = sorted(TagFactory(slug=slug).pk for slug in ("cotton", "silk"))
    plan = read(book_of({"id": article.pk, "tags": written}))
    assert (plan.errors, plan.changes[0].content_to_write()) == ([], {"tags": tags})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0001-01-01", None), ("9999-12-31 23:59", None), ("1899-12-31", None), ("2101-01-01", None), ("2025-02-30", None),
        ("2025-06-16 25:00", None), ("99999999999999999999", None), ("0000-00-00", None), ("-1", None), ("16.6.2025", None),
        ("2025/6/16", "2025-06-15T16:00:00+00:00"), ("\uff12\uff10\uff12\uff15/\uff16/16\u300012\uff1a00", "2025-06-16T04:00:00+00:00"),
        ("2025-06-16T12:00+08:00", "2025-06-16T04:00:00+00:00"),
    ],
)  # fmt: skip
def test_days_of_any_year_are_read_or_refused(article, written, expected):
    """L6: "0001-01-01" in a workbook was a failure."""
    plan = read(book_of({"id": article.pk, "pinned_until": written}))
    if expected is None:
        assert places(plan) == [("B", 2)]
    else:
        assert plan.changes[0].content_to_write() == {"pinned_until": expected}


@pytest.mark.parametrize("number", ["12345678901234567890", "1e400", "-5", "7.5", "\uff11\uff12"])
def test_numbers_of_any_length_are_refused_with_their_place(article, number):
    """L6: ids of 20 digits."""
    assert places(read(book_of({"id": article.pk, "legacy_id": number}))) == [("B", 2)]
    assert places(read(book_of({"id": number, "title_en": "x"}))) == [("A", 2)]


def test_a_date_that_no_calendar_has_is_refused_with_its_place(article):
    book = Workbook()
    book.active.append(("id", "published_at"))
    book.active.append((article.pk, 45000))
    book.active["B2"].number_format = "yyyy-mm-dd"
    far = with_cell(saved(book), "B2", '<c r="B2" s="1"><v>99999999</v></c>')
    assert places(read(far)) == [("B", 2)]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([("id", "title_en", "title_en"), (1, "a", "b")], "B, C"),
        ([("id", "title_en", None), (1, "a", "note")], "C2"),
        ([("id", "title_en", None, "remarks"), (1, "a", None, "note")], "remarks"),
    ],
)
def test_headings_that_cannot_be_told_apart_are_refused_with_their_place(lines, told):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    assert told in read(saved(book)).problem


def test_the_sheet_that_names_articles_is_read_wherever_it_stands(article):
    book = Workbook()
    book.active.append(("Please read first",))
    sheet = book.create_sheet("稿件")
    sheet.append(("ID ", "Title_en"))
    sheet.append((article.pk, "Changed"))
    plan = read(saved(book))
    assert (plan.sheet, plan.changes[0].changed) == ("稿件", ["title_en"])
    book.copy_worksheet(sheet).title = "稿件 (2)"
    assert "“稿件”, “稿件 (2)”" in read(saved(book)).problem


def wide(rows, filled):
    """Return a workbook with a cell in the last column of every row."""
    lines = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="XFD{n}">{"<v>1</v>" if filled else ""}</c></row>'
        for n in range(2, rows + 2)
    )
    return rewritten(book_of({"id": None}), lambda xml: xml.replace("</sheetData>", f"{lines}</sheetData>"))


def test_a_wide_sheet_costs_no_more_than_a_narrow_one():
    """W7: a cell in column XFD of 9,900 rows took 1.1 GB."""
    content = wide(9_900, filled=False)
    tracemalloc.start()
    plan = read(content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(plan.rows) == 9_900
    assert most < 60 * 1024 * 1024
    assert "XFD2" in read(wide(100, filled=True)).problem


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LARGEST_UNPACKED", 500, "far too much"),
        ("MOST_CELLS", 2, "too many cells"),
        ("MOST_ROWS", 1, "more than 1 rows"),
    ],
)
def test_what_is_too_much_is_refused_with_a_sentence(monkeypatch, name, value, told):
    monkeypatch.setattr(cells, name, value)
    assert told in read(book_of({"id": 1}, {"id": 2}, {"id": 3})).problem


@pytest.mark.parametrize(("name", "value"), [("MOST_ROWS", 1), ("LARGEST", 100)])
def test_what_could_not_be_brought_back_is_not_exported(monkeypatch, name, value):
    monkeypatch.setattr(exporting, name, value)
    for _n in range(2):
        ArticleFactory()
    with pytest.raises(workbook.TooLargeError):
        workbook.export(Article.objects.all())


def test_parts_that_define_entities_are_refused():
    content = rewritten(
        book_of({"id": 1}),
        lambda xml: xml.replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1),
    )
    assert read(content).problem


def test_all_columns_are_read_where_they_stand(article):
    book = Workbook()
    names = list(reversed(columns.COLUMNS))
    book.active.append(names)
    book.active.append(
        [{"id": article.pk, "title_en": "Changed", "section": "nowhere"}.get(one) for one in names]
    )
    plan = read(saved(book))
    assert (get_column_letter(names.index("section") + 1), 2) in places(plan)
