"""Files that are not what they say, are made to fill the memory, or are no figures: a sentence at every door, nothing written.

F5, F9, F10, F13: what an office sends by mistake, and what somebody sends on purpose.
"""

import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from indexdata.admin import importing
from indexdata.importing import workbooks
from indexdata.importing.planning import plan_of
from indexdata.importing.reading import UnreadableFile, read
from indexdata.models import Observation, Release
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.users import administrator, editor, officer
from tests.indexdata.importing.classification import workbook
from tests.indexdata.world import last_monday

pytestmark = pytest.mark.django_db
ROWS = [("期次", "price"), ("2020-01-06", 100), ("2020-01-13", 101)]


@pytest.fixture(autouse=True)
def index():
    """The one index of these files."""
    return IndexFactory(path="price")


def changed(content, part, change):
    """Return a workbook with the text of a part changed."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()).encode() if name == part else data)
    return buffer.getvalue()


def sheet_changed(change):
    return changed(workbook(ROWS), "xl/worksheets/sheet1.xml", change)


def picture():
    buffer = BytesIO()
    Image.new("RGB", (40, 40)).save(buffer, "PNG")
    return buffer.getvalue()


def bomb():
    """A workbook of 60 KB whose sheet unpacks to 60 MB."""
    buffer = BytesIO(workbook(ROWS))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"0" * 60_000_000)
    return buffer.getvalue()


def merged_to_the_end():
    """A workbook whose merged cells reach over everything, hundreds of times."""
    areas = "".join(f'<mergeCell ref="A{at}:BXX{at + 40}"/>' for at in range(1, 400))
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>{at}</v></c></row>' for at in range(1, 400))
    return sheet_changed(
        lambda text: re.sub(
            r"<sheetData>.*</sheetData>",
            f"<sheetData>{rows}</sheetData><mergeCells>{areas}</mergeCells>",
            text,
        )
    )


BAD = {
    "a picture called a workbook": ("figures.xlsx", picture, "neither a text"),
    "a PDF called a text": ("figures.csv", lambda: b"%PDF-1.7\n\x00\xff\xfe", "neither a text"),
    "a web page called a workbook of old Excel": ("figures.xls", lambda: b"<html><table><tr><td>1", "neither a text"),
    "10,000 columns": ("figures.csv", lambda: ("a," * 10_000 + "b").encode(), "2000 columns"),
    "10,000 columns of Excel": ("figures.xlsx", lambda: workbook([["x"] * 10_000]), "2000 columns"),
    "a bomb": ("figures.xlsx", bomb, "far too much"),
    "a bomb of merged cells": ("figures.xlsx", merged_to_the_end, "too many merged cells"),
    "half a workbook": ("figures.xlsx", lambda: workbook(ROWS)[:-300], "damaged"),
    "a broken sheet": ("figures.xlsx", lambda: sheet_changed(lambda text: text[: len(text) // 2]), "cannot be read"),
    "a cell that never ends": ("figures.csv", lambda: '期次,price\n"'.encode() + b"x" * 200_000, "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_every_door_says_what_is_wrong_and_writes_nothing(bad, client, tmp_path, capsys):
    name, make, words = BAD[bad]
    content = make()
    with pytest.raises(UnreadableFile, match=words):
        read(content, name)
    client.force_login(administrator())
    address = reverse("admin:indexdata_observation_import")
    page = client.post(address, {"file": SimpleUploadedFile(name, content), "published": "on"})
    assert page.status_code == 200
    assert words in str(page.context["problem"])
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CommandError, match=r"Nothing was written"):
        call_command("import_figures", file, published=True, by=administrator().username)
    assert words in capsys.readouterr().err
    assert not Observation.objects.exists()
    assert not Release.objects.exists()


def test_a_workbook_called_a_text_is_read_as_what_it_is():
    plan = plan_of(read(workbook(ROWS), "figures.csv"), published=True)
    assert plan.changes == 2


def test_a_sheet_that_says_it_is_larger_than_it_is_costs_no_time():
    """F10: a size of a million rows and 16,384 columns in a file of a few cells."""
    content = sheet_changed(lambda text: re.sub(r'ref="A1:[A-Z]+\d+"', 'ref="A1:XFD1048576"', text))
    far = content and changed(
        content,
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(
            "</sheetData>", '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
        ),
    )
    for one in (content, far):
        file = read(one, "figures.xlsx")
        assert [sheet.rows.width for sheet in file.sheets] == [2]
    assert plan_of(read(content, "figures.xlsx"), published=True).changes == 2


def test_formulas_without_results_and_faults_are_told_apart():
    rows = [("期次", "price"), ("2020-01-06", "=1+1"), ("2020-01-13", "#N/A"), ("2020-01-20", "n/a")]
    plan = plan_of(read(workbook(rows), "figures.xlsx"), published=True)
    assert {error.cell for error in plan.errors} == {"B2", "B3"}
    assert "no stored result" in plan.errors[0].sentence
    assert "#N/A" in plan.errors[1].sentence
    assert plan.missing == 1


def test_a_formula_beyond_the_first_part_of_a_sheet_is_found(monkeypatch):
    monkeypatch.setattr(workbooks, "CHUNK", 300)
    rows = [*ROWS, *((f"2021-01-{day:02}", 100 + day) for day in (4, 11, 18, 25)), ("2021-02-01", "=1+1")]
    plan = plan_of(read(workbook(rows), "figures.xlsx"), published=True)
    assert [error.cell for error in plan.errors] == ["B8"]


def test_the_page_takes_what_it_can_plan_at_once_and_names_the_command(client, monkeypatch):
    monkeypatch.setattr(importing, "MOST_CELLS", 5)
    client.force_login(officer())
    address = reverse("admin:indexdata_observation_import")
    page = client.post(address, {"file": SimpleUploadedFile("figures.xlsx", workbook(ROWS))})
    assert "more than 5 cells" in page.context["problem"]
    assert "import_figures" in page.context["problem"]


def test_without_the_right_nothing_is_written_nor_told(client, tmp_path, capsys):
    """F13: neither door tells who may not see figures what is held."""
    held = ObservationFactory(period=last_monday(), value="123.45")
    file = tmp_path / "figures.csv"
    file.write_text(f"期次,price\n{held.period},100\n")
    with pytest.raises(CommandError):
        call_command("import_figures", file, published=True, by=officer().username)
    said = capsys.readouterr()
    assert "may not bring in" in said.err
    assert "123.45" not in said.out + said.err
    client.force_login(editor())
    address = reverse("admin:indexdata_observation_import")
    assert client.post(address, {"file": SimpleUploadedFile("a.csv", file.read_bytes())}).status_code == 403
    assert Observation.objects.get() == held


def test_a_plan_of_another_state_is_shown_anew_with_what_was_chosen(client):
    client.force_login(officer())
    release = ReleaseFactory(
        period=last_monday() + timedelta(weeks=1), released_at=timezone.now() + timedelta(days=7)
    )
    address = reverse("admin:indexdata_observation_import")
    content = f"期次,price\n{release.period},104\n".encode()
    page = client.post(address, {"file": SimpleUploadedFile("a.csv", content)})
    ObservationFactory(release=release, period=release.period, value="103")
    data = {
        "token": page.context["token"],
        "fingerprint": page.context["plan"].fingerprint,
        "carry_out": "1",
    }
    again = client.post(address, data)
    assert "changed since" in again.text
    assert again.context["plan"].counts["changed"] == 1
    assert again.context["token"] == page.context["token"]
    assert str(Observation.objects.get().value) == "103.00"
