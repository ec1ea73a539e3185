"""Revisions in the open (F10): marks, notices, the log, its feed, first against latest values."""

import importlib
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indexdata.models import DraftVintage, Observation, Revision
from indexdata.releases import correcting
from indexdata.releases.releasing import correct
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.users import officer
from tests.indexdata.world import last_monday, weekly
from tests.plans import analyze, scans_of

pytestmark = pytest.mark.django_db
REASONS = {"en": "A late report.", "zh_hans": "有一份报送较晚。"}


@pytest.fixture(autouse=True)
def one_person(settings):
    settings.ONE_PERSON_RELEASES = True


def revised(value="106.35", **more):
    """Return a figure of the newest issue that was corrected a moment ago."""
    old = weekly(count=3)[-1]
    return old, correct(old, value, officer(), REASONS, **more)


@pytest.mark.parametrize(("prefix", "why"), [("", REASONS["en"]), ("/zh-hans", REASONS["zh_hans"])])
def test_a_reader_sees_old_value_new_value_when_and_why(client, prefix, why):
    old, _new = revised()
    release = old.release.get_absolute_url().removeprefix("/zh-hans")
    for address in (
        "/releases/revisions/", "/index/price/revisions/", "/index/price/", release, "/feeds/revisions.atom"
    ):  # fmt: skip
        text = client.get(f"{prefix}{address}").text
        assert why in text, address
        assert "106.35" in text, address
        assert "100.20" in text, address
    table = client.get(f"{prefix}/index/price/").text
    assert f'href="{prefix}/index/price/revisions/#p{old.period}"' in table


def test_a_withdrawn_figure_says_so_everywhere(client):
    old, _new = revised(None, status="O")
    words = {
        "/releases/revisions/": "withdrawn", "/index/price/revisions/": "withdrawn", "/index/price/": "Withdrawn",
        old.release.get_absolute_url(): "Withdrawn", "/feeds/revisions.atom": "Withdrawn; it was 100.20.",
        "/feeds/index/price.atom": "This figure was withdrawn.",
    }  # fmt: skip
    for address, word in words.items():
        assert word in client.get(address).text, address
    # No sentence is made of a value that is not there.
    assert "stood at –" not in client.get("/feeds/releases.atom").text


def test_a_figure_that_was_added_is_no_correction(client):
    release = weekly(count=3)[-1].release
    index = IndexFactory(path="price/grey-fabric")
    draft = index_draft(index, release)
    correcting.publish(draft, officer())
    page = client.get("/releases/revisions/").text
    assert "Added" in page
    assert "98.00" in page
    assert "Added" in client.get(release.get_absolute_url()).text


def index_draft(index, release):
    return DraftVintage.objects.create(
        index=index, release=release, value="98.00", prepared_by=officer(), reason_en="It was left out."
    )


def test_the_notice_goes_after_ninety_days_and_the_mark_stays(client):
    revised()
    long_ago = timezone.now() - timedelta(days=91)
    Revision.objects.update(at=long_ago)
    page = client.get("/index/price/").text
    assert REASONS["en"] not in page
    assert "Corrected" in page


def test_what_waits_for_a_second_person_or_its_moment_is_nowhere(client, settings):
    settings.ONE_PERSON_RELEASES = False
    figures = weekly(count=3)
    correcting.propose(figures[-1], "876.54", officer(), REASONS)
    settings.ONE_PERSON_RELEASES = True
    correct(figures[0], "765.43", officer(), REASONS, at=timezone.now() + timedelta(days=1))
    for address in (
        "/releases/revisions/",
        "/index/price/revisions/",
        "/index/price/",
        "/feeds/revisions.atom",
    ):
        text = client.get(address).text
        assert "876.54" not in text, address
        assert "765.43" not in text, address
        assert REASONS["en"] not in text, address


@pytest.mark.django_db(transaction=True)
def test_a_correction_empties_kept_pages_at_once(client, page_cache):
    old = weekly(count=3)[-1]
    addresses = (
        "/releases/revisions/", "/releases/revisions/?family=price", "/index/price/revisions/", "/index/price/",
        "/feeds/revisions.atom", old.release.get_absolute_url(), "/index/price/data.csv",
    )  # fmt: skip
    for address in addresses:
        assert REASONS["en"] not in client.get(address).text
    correct(old, "106.35", officer(), REASONS)
    for address in addresses:
        assert REASONS["en"] in client.get(address).text, address


def test_the_log_is_empty_in_a_designed_way_and_by_family_and_year(client):
    assert "No figure has been revised" in client.get("/releases/revisions/").text
    assert "指数" in client.get("/zh-hans/releases/revisions/").text
    revised()
    why = REASONS["en"]
    assert why in client.get("/releases/revisions/?family=price").text
    assert why not in client.get("/releases/revisions/?family=prosperity").text
    year = timezone.localdate().year
    assert why in client.get(f"/releases/revisions/?year={year}").text
    for odd in (
        "?family=nothing",
        "?year=x",
        "?year=1999",
        "?page=x",
        "?page=99999999",
    ):
        assert client.get(f"/releases/revisions/{odd}").status_code == 200


def test_an_index_without_revisions_says_so_and_an_unknown_one_is_404(client):
    weekly(count=2)
    assert "No figure of this index has been revised" in client.get("/index/price/revisions/").text
    assert client.get("/index/price/nothing/revisions/").status_code == 404


def test_first_stands_against_latest_with_every_step_between(client):
    _old, second = revised()
    correct(second, "106.50", officer(), {"en": "Another report.", "zh_hans": "另有一份。"})
    text = client.get("/index/price/revisions/").text
    assert "1 of 3 published figures" in " ".join(text.split())
    for said in ("100.20", "106.35", "106.50", "+6.30", "+6.29%", "A late report.", "Another report."):
        assert said in text


def test_the_word_is_no_part_of_a_path():
    for path in ("price/revisions", "price/revisions/cotton"):
        with pytest.raises(ValidationError):
            IndexFactory.build(path=path, family="price", code="X", parent=None).clean_fields(
                exclude=["parent"]
            )
    IndexFactory.build(path="price/revisions-of", family="price", code="X", parent=None).clean_fields(
        exclude=["parent"]
    )


def many(count):
    """Make so many revisions of one index, a week each, all public."""
    index, by = IndexFactory(path="price"), officer()
    start = last_monday() - timedelta(weeks=count)
    for number in range(count):
        period = start + timedelta(weeks=number)
        old = ObservationFactory(index=index, period=period, release=ReleaseFactory(period=period))
        correct(old, "107.00", by, REASONS)


def test_the_log_costs_the_same_for_three_and_for_many(client):
    many(3)
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/releases/revisions/").status_code == 200
            assert client.get("/index/price/revisions/").status_code == 200
            assert client.get("/feeds/revisions.atom").status_code == 200
            assert client.get("/index/price/").status_code == 200
        counts.append(len(captured))
        if len(counts) == 1:
            start = last_monday() - timedelta(weeks=80)
            for week in range(40):
                period = start + timedelta(weeks=week)
                correct(
                    ObservationFactory(index=IndexFactory(path="price"), period=period),
                    "107.00",
                    officer(),
                    "x",
                )
    assert counts[1] <= counts[0]


@pytest.mark.parametrize("query", ["", "?family=price", "?family=prosperity", "?page=2"])
def test_the_log_is_read_by_an_index_and_never_sorted(client, query):
    figure = revised()[1]
    times = [figure.published_at + timedelta(microseconds=n + 1) for n in range(3_000)]
    Observation.objects.filter(pk=figure.pk).update(superseded_at=times[0])
    vintages = Observation.objects.bulk_create(
        Observation(
            index=figure.index, release=figure.release, period=figure.period, value=figure.value, vintage=3 + n,
            published_at=at, superseded_at=next_at,
        )
        for n, (at, next_at) in enumerate(zip(times, [*times[1:], None], strict=True))
    )  # fmt: skip
    Revision.objects.record_many(pairwise([figure, *vintages]), {"reason_en": "x"})
    analyze()
    assert not scans_of(lambda: client.get(f"/releases/revisions/{query}"))
    assert not scans_of(lambda: client.get("/feeds/revisions.atom"))


def test_corrections_from_before_the_log_come_into_it():
    old = weekly(count=2)[-1]
    new = correct(old, "106.35", officer(), REASONS)
    Observation.objects.filter(pk=new.pk).update(reason="录入有误")
    before = Revision.objects.values_list("observation", "replaced", "family", "at", "index").get()
    Revision.objects.all().delete()
    module = importlib.import_module("indexdata.migrations.0013_what_was_revised")
    state = MigrationLoader(connection).project_state(("indexdata", "0013_what_was_revised"))
    module.record(state.apps, SimpleNamespace(connection=connection))
    one = Revision.objects.get()
    assert (one.observation_id, one.replaced_id, one.family, one.at, one.index_id) == before
    assert (one.reason_en, one.reason_zh_hans) == (None, "录入有误")
