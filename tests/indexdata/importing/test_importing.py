"""Forms of files, and what becomes of figures: coming releases, released periods, the archive."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from indexdata.enums import ContentState
from indexdata.importing.carrying_out import NotCarriedOut, carry_out
from indexdata.importing.planning import Kind, plan_of
from indexdata.importing.reading import MOST_COLUMNS, UnreadableFile, read
from indexdata.models import Index, Observation, Release, Revision
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.factories.users import administrator, editor, officer
from tests.indexdata.importing.classification import load, text, workbook
from tests.indexdata.world import last_monday

pytestmark = pytest.mark.django_db
HEAD = ("期次", "指数名称", "数值")
JUNE_2, JUNE_9 = date(2025, 6, 2), date(2025, 6, 9)


@pytest.fixture(autouse=True)
def indices():
    """The classification without any figure."""
    load()


@pytest.fixture
def coming():
    """The release of the next Monday, announced by the demonstration calendar, and the one after it."""
    return [
        ReleaseFactory(
            period=last_monday() + timedelta(weeks=weeks),
            released_at=timezone.now() + timedelta(days=7 * weeks),
            demonstration=True,
        )
        for weeks in (1, 2)
    ]


def index(code):
    return Index.objects.get(code=code)


def figures(plan):
    return {step.stated.code: str(step.stated.value) for step in plan.steps}


def errors(plan):
    return {remark.cell: remark.sentence for remark in plan.errors}


TWO = {"PRICE@2025-06-02": "104.12", "PRICE_RM@2025-06-02": "78.40", "PRICE@2025-06-09": "104.30"}
FORMS = {
    "long": [HEAD, ("20250602期", "价格指数", "104.12"), ("20250602期", "原料", "78.40"), ("20250609期", "总指数", "104.30")],
    "long in English": [
        ("Issue", "Index", "Value"), ("2025-06-02", "Textile price index", "104.12"),
        ("2025-06-02", "price/raw-materials", "78.40"), ("2025-06-09", "PRICE", "104.30"),
    ],
    "wide": [("期次", "总指数", "原料"), ("2025.6.2", "104.12", "78.40"), ("2025.6.9", "104.30", "—")],
    "wide with titles": [
        ("柯桥", "", ""), ("期次", "价格", "价格"), ("", "总指数", "原料"), ("2025/6/2", "104.12", "78.40"), ("2025/6/9", "104.30", ""),
    ],
    "transposed": [("指数名称", "20250602期", "20250609期"), ("总指数", "104.12", "104.30"), ("原料", "78.40", "…")],
    "transposed with an empty corner": [("", "2025-06-02", "2025-06-09"), ("PRICE", "104.12", "104.30"), ("PRICE_RM", "78.40", "")],
    "own file": [
        ("period", "code", "value", "change_on_previous_pct", "status"), ("2025-06-02", "PRICE", "104.12", "0.05", "A"),
        ("2025-06-02", "PRICE_RM", "78.40", "", "A"), ("2025-06-09", "PRICE", "104.30", "+0.17%", "A"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8-sig"), ("\t", "utf-16"), (";", "gb18030"), ("\t", "utf-16-le")]
)
def test_forms_of_text(form, separator, encoding):
    plan = plan_of(text(*FORMS[form], separator=separator, encoding=encoding), published=True)
    assert (errors(plan), figures(plan)) == ({}, TWO)


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_workbooks(form):
    plan = plan_of(read(workbook(FORMS[form]), "a.xlsx"), published=True)
    assert (errors(plan), figures(plan)) == ({}, TWO)


def test_days_percent_and_both_calendars_of_excel():
    for epoch in (None, CALENDAR_MAC_1904):
        rows = [("期次", "指数", "数值", "环比"), (JUNE_2, "总指数", 104.12, 0.0005)]

        def percent(book, epoch=epoch):
            book.epoch = epoch or book.epoch
            book.active["D2"].number_format = "0.00%"

        (step,) = plan_of(read(workbook(rows, change=percent), "a.xlsx"), published=True).steps
        assert step.stated.period == JUNE_2
        assert str(step.stated.changes["stated_previous"]) == "0.05"


@pytest.mark.parametrize(
    ("rows", "cell", "word"),
    [
        ([("期次", "总指数", "混合"), ("2025-06-02", "1", "2")], "C1", "No index is called"),
        ([("期次", "总指数", ""), ("2025-06-02", "1", "2")], "C1", "without a heading"),
        ([("期次", "总指数", "环比"), ("2025-06-02", "1", "2")], "C1", "Of which index"),
        ([HEAD, ("2025-06-02", "原料", "1"), ("2025-06-02", "原料类", "2")], "C3", "2.00 against 1.00 in C2"),
        ([HEAD, ("2025-06", "窗帘帐幔类", "1")], "B2", "choose the family"),
        ([HEAD, ("2025-06-02", "", "1")], "B2", "not named"),
        ([HEAD, ("2025-06-02", "原料", "A1")], "C2", "no number"),
        ([(*HEAD, "状态"), ("2025-06-02", "原料", "1", "X")], "D2", "no status"),
        ([(*HEAD, "状态"), ("2025-06-02", "原料", "1", "L")], "C2", "there is one"),
        ([("指数名称", "20250603期"), ("总指数", "104.12")], "B1", "Tuesday"),
        ([("名称", "数值"), ("总指数", "104.12")], "", "No heading"),
        ([HEAD], "", "no figure"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_at_its_cell(rows, cell, word):
    plan = plan_of(text(*rows), published=True)
    assert word in errors(plan)[cell]
    assert not plan.is_ready


def test_weekly_and_monthly_columns_of_one_sheet_have_issues_of_their_own():
    rows = [
        ("期次", "PRICE", "PROSPERITY"),
        ("2025-06-02", "104", ""),
        ("2025-06", "", "1200"),
        ("2025-06-09", "1", "2"),
    ]
    plan = plan_of(text(*rows), published=True)
    assert set(figures(plan)) == {"PRICE@2025-06-02", "PROSPERITY@2025-06", "PRICE@2025-06-09"}
    assert errors(plan).keys() == {"A4"}


def test_a_family_tells_names_apart_that_stand_twice():
    file = text(
        HEAD, ("2025-06", "外贸价格窗帘帐幔", "101"), ("2025-06", "FT_PROSPERITY_CURTAINS_DRAPERY", "102")
    )
    assert set(figures(plan_of(file, published=True))) == {
        "FT_PRICE_CURTAINS_DRAPERY@2025-06",
        "FT_PROSPERITY_CURTAINS_DRAPERY@2025-06",
    }
    total = text(HEAD, ("2025-01-01", "总指数", "1200"))
    assert figures(plan_of(total, family="prosperity", published=True)) == {"PROSPERITY@2025-01": "1200.00"}


def test_the_same_row_twice_is_told():
    plan = plan_of(text(HEAD, ("2025-06-02", "原料", "1"), ("2025.6.2", "原料类", "1.00")), published=True)
    assert len(plan.steps) == 1
    assert "same value" in plan.told[0].sentence


def test_figures_of_the_next_release_are_entered_and_changed(coming):
    first, later = (release.period.isoformat() for release in coming)
    ObservationFactory(index=index("PRICE"), release=coming[0], period=coming[0].period, demonstration=True)
    file = text(HEAD, (first, "总指数", "104.12"), (first, "原料", "78.40"))
    by = officer()
    plan = plan_of(file)
    assert plan.counts[Kind.NEW] == 2
    carry_out(file, by, fingerprint=plan.fingerprint)
    assert not Observation.objects.public().published_figures().exists()
    release = Release.objects.get(pk=coming[0].pk)
    assert release.public_at is None  # figures that were approved have changed
    release.content_state = ContentState.APPROVED
    release.save()
    real = Observation.objects.public(release.released_at)
    assert {(row.index.code, str(row.value), row.entered_by) for row in real} == {
        ("PRICE", "104.12", by),
        ("PRICE_RM", "78.40", by),
    }
    assert not Release.objects.get(pk=coming[0].pk).demonstration
    changed = text(HEAD, (first, "总指数", "104.15"), (first, "原料", "78.40"))
    assert carry_out(changed, by).counts == {
        Kind.NEW: 0, Kind.CHANGED: 1, Kind.CORRECTED: 0, Kind.UNCHANGED: 1,
    }  # fmt: skip
    assert Observation.objects.get(index__code="PRICE", demonstration=False).vintage == 1
    late = plan_of(text(HEAD, (later, "总指数", "104.12"), ("2099-01-05", "原料", "78.40")))
    assert "after the next release" in errors(late)["A2"]
    assert errors(late).keys() == {"A2", "A3"}
    assert "announced" in errors(plan_of(text(HEAD, ("2025-06-02", "总指数", "104.12"))))["A2"]


def test_released_figures_are_corrected_with_a_reason(settings):
    settings.ONE_PERSON_RELEASES = True
    old = ObservationFactory(index=index("PRICE"), period=JUNE_2, value="104.12")
    file, by = text(HEAD, ("2025-06-02", "总指数", "104.20"), ("2025-06-02", "原料", "78.40")), officer()
    assert plan_of(file).needs_reason
    with pytest.raises(NotCarriedOut, match="why"):
        carry_out(file, by, reason=" ")
    before = timezone.now()
    carry_out(file, by, reason="Late reports.")
    old.refresh_from_db()
    new = Observation.objects.public().get(index__code="PRICE")
    assert (new.vintage, new.reason, old.superseded_at) == (2, "Late reports.", new.published_at)
    assert Revision.objects.public().get(index__code="PRICE_RM").is_addition
    told = Revision.objects.public().get(index__code="PRICE")
    assert (told.old, told.new, told.at, told.reason_en) == (
        old.value,
        new.value,
        new.published_at,
        "Late reports.",
    )
    assert list(Observation.objects.public(before)) == [old]
    assert carry_out(file, by).counts[Kind.UNCHANGED] == 2


def test_the_archive_has_a_right_of_its_own_and_touches_no_current_figure():
    file = text(HEAD, ("2025-06-02", "总指数", "104.12"))
    for person in (officer(), editor()):
        with pytest.raises(PermissionDenied):
            carry_out(file, person, published=True)
    with pytest.raises(PermissionDenied):
        carry_out(file, editor())
    carry_out(file, administrator(), published=True)
    other = plan_of(text(HEAD, ("2025-06-02", "总指数", "104.13")), published=True)
    assert "104.12" in errors(other)["C2"]
    ReleaseFactory(period=JUNE_9, no_issue=True)
    assert (
        "not having come out"
        in errors(plan_of(text(HEAD, ("2025-06-09", "总指数", "1")), published=True))["A2"]
    )


def test_a_plan_of_another_day_is_not_carried_out(coming):
    first = coming[0].period.isoformat()
    file = text(HEAD, (first, "总指数", "104.12"))
    plan = plan_of(file)
    ObservationFactory(index=index("PRICE"), release=coming[0], period=coming[0].period, value="104.00")
    with pytest.raises(NotCarriedOut, match="changed since"):
        carry_out(file, officer(), fingerprint=plan.fingerprint)
    assert str(Observation.objects.get().value) == "104.00"


def test_a_jump_against_the_archive_is_asked_about():
    ObservationFactory(index=index("PRICE"), period=date(2025, 5, 26), value="104.00")
    for value, jumps in (("1041.20", 1), ("10.41", 1), ("112.00", 0)):
        plan = plan_of(text(HEAD, ("2025-06-02", "总指数", value)), published=True)
        assert len(plan.unconfirmed) == jumps
        assert plan.is_ready is not bool(jumps)


def bomb():
    buffer = BytesIO(workbook([HEAD]))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"0" * 60_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b" \n", b"\x00\x01\x02" * 50, b"%PDF-1.7\x00\xff\xfe", b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 old",
     b"\xff\xfe\x00", ("a," * MOST_COLUMNS + "b,c").encode(), workbook([HEAD])[:-200], bomb(),
     workbook([["x"] * (MOST_COLUMNS + 1)])],
    ids=["empty", "blank", "bytes", "PDF", "zip", "old Excel", "half", "columns", "cut", "bomb", "columns of Excel"],
)  # fmt: skip
def test_what_cannot_be_read_has_a_sentence(content):
    with pytest.raises(UnreadableFile, match=r"\w+ \w+"):
        read(content, "figures.csv")


def test_queries_do_not_grow_with_the_figures():
    counts = []
    for weeks in (2, 40):
        days = [JUNE_2 - timedelta(weeks=week) for week in range(weeks)]
        file = text(("期次", "总指数", "原料"), *((day.isoformat(), "100", "80") for day in days))
        with CaptureQueriesContext(connection) as captured:
            plan_of(file, published=True)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 32


def test_the_command_says_the_plan_and_writes_with_a_name(tmp_path, capsys):
    file = tmp_path / "figures.csv"
    file.write_text(
        "期次,指数名称,数值\n2025-06-02,总指数,104.12\n2025-06-09,总指数,1043\n", encoding="gb18030"
    )
    boss = administrator()
    with pytest.raises(CommandError):
        call_command("import_figures", file, published=True, by=boss.username)
    assert "--confirm PRICE@2025-06-09" in capsys.readouterr().out
    call_command("import_figures", file, published=True, confirm=["PRICE@2025-06-09"])
    assert not Observation.objects.exists()
    call_command("import_figures", file, published=True, confirm=["PRICE@2025-06-09"], by=boss.username)
    assert Observation.objects.count() == 2
    assert "2 written" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("import_figures", file, by="nobody")
    with pytest.raises(CommandError):
        call_command("import_figures", tmp_path / "nothing.csv")
