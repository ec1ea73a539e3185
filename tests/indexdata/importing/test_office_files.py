"""The office's four files with planted mistakes: exactly the cells that are wrong, exactly the figures."""

from io import BytesIO
from pathlib import Path

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from indexdata.importing.carrying_out import NotCarriedOut, carry_out
from indexdata.importing.planning import Kind, plan_of
from indexdata.importing.reading import read
from indexdata.models import Observation, Provenance, Release
from tests.factories.users import administrator
from tests.indexdata.importing import classification

pytestmark = pytest.mark.django_db
OFFICE = Path(__file__).parent / "office"
LONG, WIDE, FORMULA, MONTHLY = (
    "1-long-gb18030.csv",
    "2-wide-merged.xlsx",
    "3-wide-formula.xlsx",
    "4-monthly-utf16.txt",
)
WRONG = {
    LONG: {"C11": "78.35 against 78.31 in C9", "A12": "Tuesday", "C13": "three digits"},
    WIDE: {"A9": "104.70 against 104.68", "E8": "112,98", "F10": "-100.5 is not positive"},
    FORMULA: {"B4": "Excel", "D5": "#N/A", "A6": "Average"},
    MONTHLY: {"A7": "month 13", "B8": "总景气指数", "C9": "not positive", "A11": "future"},
}
TOLD = {
    LONG: {"C6": "78.22", "C10": "missing"},
    WIDE: {"C8": "78.31", "H5": "status P", "A12": "note"},
    FORMULA: {"": "hidden", "5": "2025-06-23", "G5": "missing", "I1": "Checked by"},
    MONTHLY: {"C4": "1249.05", "C10": "missing"},
}
CLASSES = ("PRICE", "PRICE_RM", "PRICE_GF", "PRICE_AF", "PRICE_HT", "PRICE_AA")


def row(period, *values, codes=CLASSES):
    return {(code, period): value for code, value in zip(codes, values, strict=False) if value is not None}


def months(*values):
    return {("PROSPERITY", f"2025-{month:02}-01"): value for month, value in enumerate(values, 1)}


#: The figures of the rows that are right as they are.
FIRST_TWO = row("2025-06-02", "104.12", "78.40", "118.05", "112.91", "100.60", "121.50") | row(
    "2025-06-09", "104.30", "78.22", "118.11", "112.95", "100.58", "121.61"
)
FIGURES = {
    LONG: row("2025-06-02", "104.12", "78.40", "118.05")
    | row("2025-06-09", "104.30", "78.22", "118.11")
    | row("2025-06-16", "104.68", "78.31"),
    WIDE: row("2025-05-26", "104.01", "78.55", "118.02", "112.80", "100.62", "121.44")
    | FIRST_TWO
    | row("2025-06-16", "104.68", "78.31", "118.20", "112.98", "100.55")
    | row("2025-06-23", "1046.80", "78.44", "118.22", "113.02", "100.50", "121.72"),
    FORMULA: FIRST_TWO
    | row("2025-06-16", "104.68", "78.31", "118.20", "112.98", "100.55", "121.70")
    | row("2025-06-30", "104.71", "78.50", "118.30", "113.00", "100.50"),
    MONTHLY: months("1250.31", "1248.90", "1249.05", "1251.70", "1252.33", "1254.10"),
}


@pytest.fixture(autouse=True)
def archive():
    """The classification without any figure."""
    classification.load()


def content(name):
    return (OFFICE / name).read_bytes()


def corrected(name):
    """Return the bytes of a file after the office has put its mistakes right."""
    if name in (LONG, MONTHLY):
        encoding = "gb18030" if name == LONG else "utf-16"
        lines = content(name).decode(encoding).splitlines()
        wrong = {int(cell[1:]) for cell in WRONG[name]} - ({8} if name == MONTHLY else set())
        kept = [
            line.replace("景气总指数", "总景气指数")
            for number, line in enumerate(lines, 1)
            if number not in wrong
        ]
        return "\r\n".join(kept).encode(encoding)
    book = load_workbook(BytesIO(content(name)))
    sheet = book.worksheets[0]
    if name == WIDE:
        sheet["E8"], sheet["F10"] = 112.98, 100.5
        sheet.delete_rows(9)
    else:
        sheet["B4"], sheet["D5"] = 104.68, 118.3
        sheet.delete_rows(6)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def said(remarks):
    return {remark.cell: remark.sentence for remark in remarks}


@pytest.mark.parametrize("name", WRONG)
def test_exactly_the_wrong_cells_are_named(name):
    plan = plan_of(read(content(name), name), published=True)
    wrong = said(plan.errors)
    assert wrong.keys() == WRONG[name].keys()
    assert len(plan.errors) == len(wrong)
    for cell, word in WRONG[name].items():
        assert word in wrong[cell]
    told = said(plan.told)
    for cell, word in TOLD[name].items():
        assert word in told[cell]
    with pytest.raises(NotCarriedOut):
        carry_out(read(content(name), name), administrator(), published=True)
    assert not Observation.objects.exists()
    assert not Release.objects.exists()
    with override("zh-hans"):
        sentences = said(plan_of(read(content(name), name), published=True).errors)
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in sentence) for sentence in sentences.values())
    assert sentences != wrong


@pytest.mark.parametrize("name", WRONG)
def test_put_right_it_gives_exactly_the_figures_and_a_second_time_nothing(name):
    file, by = read(corrected(name), name), administrator()
    confirmed = ["PRICE@2025-06-23"] if name == WIDE else []
    if confirmed:
        plan = plan_of(file, published=True)
        assert [jump.stated.code for jump in plan.unconfirmed] == confirmed
        assert "10.0 times" in plan.unconfirmed[0].sentence
        with pytest.raises(NotCarriedOut):
            carry_out(file, by, published=True)
        assert not Observation.objects.exists()
    plan = carry_out(file, by, published=True, confirmed=confirmed)
    rows = Observation.objects.public().values_list(
        "index__code", "period", "value", "status", "demonstration"
    )
    assert {(code, str(period)): str(value) for code, period, value, *_rest in rows} == FIGURES[name]
    assert {(status, invented) for *_key, status, invented in rows} == {("A", False)}
    assert Provenance.objects.filter(note__startswith=name).count() == len(FIGURES[name])
    again = carry_out(file, by, published=True, confirmed=confirmed)
    assert again.counts[Kind.UNCHANGED] == len(FIGURES[name]) == plan.changes
    assert not again.changes


def test_a_stated_change_comes_along():
    carry_out(read(corrected(LONG), LONG), administrator(), published=True)
    figure = Observation.objects.get(index__code="PRICE_RM", period="2025-06-09")
    assert str(figure.stated_previous) == "-0.23"


def test_statuses_of_remarks_are_offered_and_taken_when_asked():
    plan = plan_of(read(corrected(LONG), LONG), published=True)
    assert not any(step.stated.status != "A" for step in plan.steps)
    carry_out(read(corrected(LONG), LONG), administrator(), published=True, take_remarks=True)
    missing = Observation.objects.get(index__code="PRICE_GF", period="2025-06-16")
    assert (missing.value, missing.status) == (None, "L")
