"""Many figures: remarks and jumps are counted, not all kept; nothing is touched before the last step; that is one change."""

import contextlib
import sqlite3
import threading
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from indexdata.importing.carrying_out import NotCarriedOut, carry_out, write
from indexdata.importing.comparing import Kind
from indexdata.importing.planning import MOST_STEPS, plan_of, prepared
from indexdata.importing.reading import read
from indexdata.importing.remarks import MOST_KEPT
from indexdata.models import DraftVintage, Index, Observation, Provenance, Release
from portal.databases.sqlite3.base import DatabaseWrapper
from portal.freshness.stamp import stamp
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.factories.users import administrator, officer
from tests.indexdata.importing.classification import load, text
from tests.indexdata.world import last_monday

pytestmark = pytest.mark.django_db
CODES = [f"PRICE_{code}" for code in ("RM", "GF", "AF", "HT", "AA")]


@pytest.fixture
def indices():
    """The classification without any figure."""
    load()


def days(number):
    return [last_monday() - timedelta(weeks=week) for week in range(number)]


def wide(weeks, value="100"):
    return text(("期次", *CODES), *((day.isoformat(), *[value] * len(CODES)) for day in days(weeks)))


def tables():
    """Return the names of the staged tables that this connection sees."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM temp.sqlite_master WHERE name LIKE 'figures_%%'")
        else:
            cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'figures_%%'")
        return cursor.fetchall()


def test_of_many_errors_the_first_are_kept_and_all_are_counted(indices, tmp_path, capsys):
    lines = ["期次,指数名称,数值", *(f"2025-06-02,PRICE,x{at}" for at in range(MOST_KEPT + 500))]
    file = tmp_path / "figures.csv"
    file.write_text("\n".join(lines))
    plan = plan_of(read(file.read_bytes(), file.name), published=True)
    assert len(plan.errors) == MOST_KEPT
    assert plan.errors.total == MOST_KEPT + 500
    with pytest.raises(CommandError):
        call_command("import_figures", file, published=True)
    assert "! and 1,300 more." in capsys.readouterr().out


def test_of_many_figures_that_cannot_be_taken_all_are_counted(indices):
    ReleaseFactory(period=last_monday(), no_issue=True)
    held = wide(260)
    for day in days(260)[1:]:
        ReleaseFactory(period=day)
    Observation.objects.bulk_create(
        Observation(index=Index.objects.get(code=code), release=release, period=release.period, value="100")
        for release in Release.objects.filter(no_issue=False)
        for code in CODES[:1]
    )
    plan = plan_of(held, published=True)
    closed = 259  # once for each row, at its issue
    assert plan.errors.total == 1 + closed
    assert "released here" in plan.errors[-1].sentence
    assert plan.counts[Kind.UNCHANGED] == 259


def test_another_unit_is_told_in_one_sentence(indices, tmp_path, capsys):
    carry_out(wide(30), administrator(), published=True)
    file = tmp_path / "figures.csv"
    rows = [
        ",".join(("期次", *CODES)),
        *(f"{day},{','.join(['1000'] * 5)}" for day in days(90)[30:]),
        f"{days(91)[90]},{','.join(['100'] * 5)}",
    ]
    file.write_text("\n".join(rows))
    plan = plan_of(read(file.read_bytes(), file.name), published=True)
    assert plan.unconfirmed_count == 300
    assert len(plan.jumps) == 200
    with pytest.raises(CommandError):
        call_command("import_figures", file, published=True)
    assert "and 100 more: is the unit another one?" in capsys.readouterr().out


def test_many_figures_are_written_with_their_sources_by_as_many_statements_as_few(indices):
    counts, by = [], administrator()
    for weeks in (2, 400):
        with CaptureQueriesContext(connection) as captured:
            plan = carry_out(wide(weeks), by, published=True)
        counts.append(len(captured))
    assert plan.changes == 5 * 398
    assert len(plan.steps) == MOST_STEPS
    assert counts[1] < counts[0] + 20  # releases are made by some dozens
    assert Observation.objects.public().count() == Provenance.objects.count() == 2000
    assert Observation.objects.filter(entered_by=by, vintage=1, published_at=None).count() == 2000
    assert set(Release.objects.values_list("content_state", flat=True)) == {"approved"}
    (first,) = Provenance.objects.filter(observation__index__code="PRICE_RM", observation__period=days(1)[0])
    assert first.note == "figures.csv B2"
    assert plan_of(wide(400), published=True).counts[Kind.UNCHANGED] == 2000


def test_many_corrections_wait_for_a_second_person(indices):
    carry_out(wide(300), administrator(), published=True)
    plan = carry_out(wide(300, "101"), officer(), reason="Late reports.")
    assert plan.counts[Kind.CORRECTED] == 1500
    assert DraftVintage.objects.waiting().filter(value="101", reason="Late reports.").count() == 1500
    assert Observation.objects.public().filter(value="101").count() == 0
    assert plan_of(wide(300, "101")).counts[Kind.UNCHANGED] == 1500
    assert plan_of(wide(300, "102")).errors.total == 1500


def test_corrections_at_once_are_vintages(indices, settings):
    settings.ONE_PERSON_RELEASES = True
    carry_out(wide(30), administrator(), published=True)
    carry_out(wide(30, "101"), officer(), reason="Late reports.")
    rows = Observation.objects.filter(superseded_at=None)
    assert set(rows.values_list("value", "vintage", "reason")) == {(101, 2, "Late reports.")}
    assert Observation.objects.filter(vintage=1, superseded_at__isnull=False).count() == 150


def test_nothing_is_left_of_a_plan_that_is_over(indices):
    plan_of(wide(3), published=True)
    assert not tables()
    with prepared(wide(3), published=True) as made:
        assert tables()
        with pytest.raises(NotCarriedOut):
            carry_out(text(("期次", "PRICE"), ("2025-06-03", "1")), administrator(), published=True)
    assert made.plan.changes == 15
    assert not tables()


@pytest.mark.parametrize("late", ["figure", "release", "correction"])
def test_what_changes_between_plan_and_writing_holds_it_back(indices, late):
    held = ObservationFactory(index=Index.objects.get(code="PRICE_RM"), period=days(3)[2], value="100")
    published = late == "release"
    file = wide(2) if published else text(("期次", "PRICE_RM"), (held.period.isoformat(), "101"))
    before = Observation.objects.count()
    with prepared(file, published=published) as made:
        if late == "figure":
            Observation.objects.filter(pk=held.pk).update(value="99")
        elif late == "release":
            ReleaseFactory(period=last_monday(), no_issue=True)
        else:
            DraftVintage.objects.create(
                index=held.index, release=held.release, observation=held, value=102, reason="why"
            )
        with pytest.raises(NotCarriedOut, match="changed since"):
            write(made, administrator(), "why")
    assert Observation.objects.count() == before
    assert DraftVintage.objects.filter(value=101).count() == 0


def test_the_archive_is_completed_but_not_what_was_released_here(indices):
    """Published values touch no issue whose figures went over the desk; one that came from the archive may be completed."""
    by, day = administrator(), last_monday().isoformat()
    carry_out(text(("期次", "PRICE"), (day, "104")), by, published=True)
    plan = carry_out(text(("期次", "PRICE_RM"), (day, "98")), by, published=True)
    assert plan.changes == 1
    old = days(2)[1]
    ObservationFactory(index=Index.objects.get(code="PRICE"), period=old, value="104")
    refused = plan_of(text(("期次", "PRICE", "PRICE_RM"), (old.isoformat(), "104", "98")), published=True)
    assert [(error.cell, "released here" in error.sentence) for error in refused.errors] == [("A2", True)]
    missing = plan_of(text(("期次", "PRICE_RM"), (old.isoformat(), "98")))
    assert missing.counts[Kind.CORRECTED] == 1


@pytest.mark.django_db(transaction=True)
def test_kept_pages_hear_of_it_once_at_the_end(page_cache, monkeypatch):
    load()
    announced, by = [], administrator()
    monkeypatch.setattr(stamp, "announce", announced.append)
    with prepared(wide(100), published=True) as made:
        assert announced == []
        write(made, by)
    assert len(announced) == 1
    assert {"figures", "releases"} <= announced[0]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not the file.")
@pytest.mark.parametrize("is_marked", [True, False])
def test_who_writes_meanwhile_waits_for_a_long_write_and_for_no_other(tmp_path, is_marked):
    file = tmp_path / "portal.sqlite3"
    options = {**connection.settings_dict["OPTIONS"], "timeout": 0.1}
    mine = DatabaseWrapper({**connection.settings_dict, "NAME": str(file), "OPTIONS": options}, "waiting")
    with mine.cursor() as cursor:
        cursor.execute("CREATE TABLE words (word text)")
    locked = threading.Event()

    def hold():
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        locked.set()
        time.sleep(1)
        other.execute("COMMIT")
        other.close()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait()
    begun = time.monotonic()
    refusal = contextlib.nullcontext() if is_marked else pytest.raises(OperationalError)
    with refusal, mine.long_write() if is_marked else contextlib.nullcontext(), mine.cursor() as cursor:
        cursor.execute("INSERT INTO words VALUES ('waited')")
    assert (time.monotonic() - begun > 0.5) is is_marked
    holder.join()
    mine.close()
