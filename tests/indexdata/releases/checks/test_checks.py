"""Checks before approval: each is a sentence with its figures and a link (newsroom D8; 1,045.50 after 103.96)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from indexdata.enums import ContentState
from indexdata.importing.carrying_out import carry_out
from indexdata.importing.planning import plan_of
from indexdata.importing.reading import read
from indexdata.models import CheckAcknowledgement, JumpTolerance, Observation, Release
from indexdata.releases import approving
from indexdata.releases.checks.acknowledging import acknowledge
from indexdata.releases.checks.register import findings_in, findings_of
from indexdata.releases.entering import enter
from indexdata.releases.states import ReleasingError
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.users import editor, officer
from tests.indexdata.world import last_monday, weekly

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def coming(**facts):
    """Return a price release of the Monday after the last, whose figures wait for their approval."""
    period = last_monday() + WEEK
    return ReleaseFactory(
        period=period,
        **{"content_state": ContentState.CHECKED, "released_at": timezone.now() + WEEK, "date_changes": 1, **facts},
    )  # fmt: skip


def give(release, path="price", value="100.30", **facts):
    return ObservationFactory(
        index=IndexFactory(path=path), release=release, period=release.period, value=value and Decimal(value), **facts
    )  # fmt: skip


def found(release, code=None):
    """Return the findings about the figures, or those of one code; what other rooms ask is theirs."""
    own = [one for one in findings_in(Release.objects.get(pk=release.pk)) if "commentary" not in one.code]
    return [one for one in own if code in (None, one.code)]


def test_figures_like_those_before_raise_nothing():
    weekly(count=12)
    release = coming()
    give(release, value="101.20")
    assert found(release) == []


def test_a_release_without_figures_is_held_back():
    weekly(count=3)
    release = coming()
    (finding,) = found(release)
    assert (finding.code, finding.is_serious) == ("empty", True)
    with pytest.raises(ReleasingError, match="no figures yet"):
        approving.approve(release, officer())


def test_every_index_that_came_last_time_is_there_or_says_why_not():
    for path in ("price", "price/raw-materials", "price/apparel"):
        weekly(path, count=3)
    release = coming()
    give(release)
    (finding,) = found(release, "missing")
    assert finding.is_serious
    assert finding.sentence.startswith("2 of the 3 indices that came in the issue of")
    assert "Apparel" in finding.sentence
    assert "Raw materials" in finding.sentence
    with override("zh-hans"):
        assert "指数 price/apparel" in finding.sentence
    assert finding.address.endswith(f"/release/{release.pk}/change/")
    with pytest.raises(ReleasingError, match="Apparel"):
        approving.approve(release, officer())
    give(release, "price/apparel", None, status="L")
    give(release, "price/raw-materials", "100.40")
    assert not found(release, "missing")


def test_what_was_withdrawn_last_time_is_not_asked_for():
    weekly("price", count=3)
    last = weekly("price/apparel", count=3)[-1]
    Observation.objects.filter(pk=last.pk).update(value=None, status="O")
    release = coming()
    give(release)
    assert not found(release, "missing")


def test_invented_figures_are_no_figures_of_an_ordinary_release():
    weekly("price", count=3, demonstration=True, last=last_monday())
    release = coming()
    give(release, demonstration=True)
    assert [one.code for one in found(release)] == ["empty"]


@pytest.mark.parametrize(("value", "times"), [("1045.50", "10.1 times"), ("10.45", "9.9 times")])
def test_another_power_of_ten_is_asked_about(value, times):  # D8
    weekly(count=3, start=Decimal("103.76"))
    release = coming()
    figure = give(release, value=value)
    (finding,) = found(release)
    assert (finding.code, finding.is_serious) == ("power-of-ten", False)
    for words in (value, "103.96", times):
        assert words in finding.sentence
    assert finding.address.endswith(f"/observation/{figure.pk}/change/")
    with pytest.raises(ReleasingError, match="times"):
        approving.approve(release, officer())


def test_a_jump_is_measured_by_the_history_of_its_index():
    """One moves by a tenth each week, the other by five: +3 % is unusual for the first alone."""
    calm = weekly("price", count=20)
    for n, figure in enumerate(weekly("price/apparel", count=20)):
        Observation.objects.filter(pk=figure.pk).update(value=100 + 5 * (n % 2))
    release = coming()
    give(release, "price", calm[-1].value * Decimal("1.03"))
    give(release, "price/apparel", "103.00")
    (finding,) = found(release, "jump")
    assert finding.sentence.startswith("Price moves by +3.00%, from 101.90")
    assert "its 19 changes before make −0.90% to +1.10% usual" in finding.sentence


def test_the_tolerance_is_a_setting_of_the_family():
    weekly(count=20)
    release = coming()
    give(release, value="103.50")
    assert found(release, "jump")
    JumpTolerance.objects.create(family="price", least=Decimal("2.00"))
    assert not found(release, "jump")
    JumpTolerance.objects.update(least=Decimal("1.00"), family="prosperity")
    assert found(release, "jump")


def test_without_a_history_a_setting_says_what_must_be_explained():
    weekly(count=2)
    release = coming()
    figure = give(release, value="109.00")
    assert not found(release, "jump")
    Observation.objects.filter(pk=figure.pk).update(value="112.00")
    assert "too little is held" in found(release, "jump")[0].sentence


def test_a_jump_over_several_weeks_may_be_larger():
    weekly(count=20, last=last_monday() - 8 * WEEK)
    release = coming()
    give(release, value="104.50")  # 2.5 % in nine weeks
    assert not found(release, "jump")


def test_an_index_that_comes_after_years_is_compared_with_its_last_value():
    JumpTolerance.objects.create(family="price", issues=8)
    weekly(count=12)
    ObservationFactory(
        index=IndexFactory(path="price/apparel"), period=last_monday() - 100 * WEEK, value="100.00"
    )
    release = coming()
    give(release, value="101.20")
    give(release, "price/apparel", "1000.00")
    assert [one.code for one in found(release)] == ["power-of-ten"]


@pytest.mark.parametrize(
    ("stated", "agrees"), [("0.20", True), ("0.2", True), ("0.19", True), ("0.15", False), ("0.26", False), ("-0.20", False)]
)  # fmt: skip
def test_a_stated_change_agrees_with_the_levels_to_rounding(stated, agrees):
    weekly(count=12, start=Decimal("98.90"))  # the last is 100.00
    release = coming()
    give(release, value="100.20", stated_previous=Decimal(stated))
    findings = found(release, "stated")
    assert bool(findings) == (not agrees)
    for finding in findings:
        assert finding.is_serious
        for words in ("100.00", "100.20", "+0.20%"):
            assert words in finding.sentence


def test_after_a_break_of_the_series_stated_changes_are_not_compared():
    weekly(count=3)
    release = coming()
    give(release, status="B", stated_previous=Decimal("0.90"))
    assert not found(release, "stated")


@pytest.mark.parametrize("shift", [-2, -1, 0, 1, 2])
def test_a_year_ago_may_be_any_of_the_weeks_around(shift):
    release = coming()
    ObservationFactory(index=IndexFactory(), period=release.period - (52 + shift) * WEEK, value="100.00")
    give(release, value="103.00", stated_year_ago=Decimal("3.00"))
    assert not found(release, "stated")


def test_a_total_does_not_go_against_all_its_parts():
    for path in ("price", "price/raw-materials", "price/apparel"):
        weekly(path, count=3)  # up to 100.20
    release = coming()
    give(release, "price", "100.30")
    give(release, "price/raw-materials", "100.10")
    part = give(release, "price/apparel", "100.00")
    (finding,) = found(release, "against-parts")
    assert finding.sentence.startswith("Price rises (+0.10%) while all 2 of its parts fall: ")
    assert "Raw materials −0.10%" in finding.sentence
    part.value = Decimal("100.20")  # unchanged: not all fall
    part.save()
    assert not found(release, "against-parts")


def test_last_times_values_over_again_are_asked_about():
    paths = ("price", "price/raw-materials", "price/apparel")
    values = {path: weekly(path, count=3)[-1].value for path in paths}
    release = coming()
    for path, value in values.items():
        give(release, path, value)
    assert "All 3 values are those of the issue of" in found(release, "repeated")[0].sentence


@pytest.mark.parametrize(("days", "sentence"), [(-3, "before its period has begun"), (1, ""), (9, "is due")])
def test_the_moment_fits_the_period(days, sentence):
    release = coming(date_changes=0)
    moment = timezone.now() + timedelta(days=30)
    period = moment.date() - timedelta(days=moment.weekday())
    Release.objects.filter(pk=release.pk).update(
        period=period, released_at=moment - timedelta(days=moment.weekday()) + timedelta(days=days)
    )
    give(Release.objects.get(pk=release.pk))
    said = [one.sentence for one in found(release, "moment")]
    assert bool(said) == bool(sentence)
    assert all(sentence in one for one in said)


def test_an_issue_left_out_is_asked_about_unless_it_is_a_recorded_gap():
    weekly(count=3, last=last_monday() - WEEK)
    release = coming()
    give(release)
    assert last_monday().strftime("%Y") in found(release, "left-out")[0].sentence
    ReleaseFactory(period=last_monday(), no_issue=True, gap_status="H")
    assert not found(release, "left-out")


def test_an_acknowledgement_has_a_name_and_is_void_when_its_figures_change():
    weekly(count=3, start=Decimal("103.76"))
    release, first, second = coming(), officer(), officer()
    figure = give(release, value="1045.50")
    (finding,) = found(release)
    for person, why in ((editor(), "why"), (first, " ")):
        with pytest.raises(ReleasingError):
            acknowledge(release, finding.fingerprint, person, why)
    acknowledge(release, finding.fingerprint, first, "Rebased to 1000.")
    kept = CheckAcknowledgement.objects.get()
    assert (kept.by, kept.why, kept.code) == (first, "Rebased to 1000.", "power-of-ten")
    assert "1045.50" in kept.said["en"]
    assert "1045.50" in kept.said["zh-hans"]
    with pytest.raises(ReleasingError):
        acknowledge(release, finding.fingerprint, second, "why")
    (finding,) = found(release)
    assert (finding.holds_back, finding.acknowledgement) == (False, kept)
    figure.value = Decimal("1045.60")
    enter(figure, first)
    (finding,) = found(release)
    assert finding.holds_back
    assert CheckAcknowledgement.objects.get() == kept
    with pytest.raises(ReleasingError):
        acknowledge(release, "0" * 64, second, "why")


def test_what_is_serious_is_mended_not_acknowledged():
    weekly(count=3)
    release = coming()
    (finding,) = found(release)
    with pytest.raises(ReleasingError, match="mended"):
        acknowledge(release, finding.fingerprint, officer(), "why")


def test_a_power_of_ten_confirmed_at_import_is_not_asked_again():
    weekly(count=3, start=Decimal("103.76"))
    release, by = coming(content_state=ContentState.DRAFT), officer()
    day = release.period.isoformat()
    file = read(f"期次,指数名称,数值\n{day},PRICE,1045.50\n".encode(), "week.csv")
    plan = plan_of(file)
    carry_out(file, by, confirmed=[plan.jumps[0].stated.code])
    (finding,) = found(release)
    assert (finding.code, finding.holds_back) == ("power-of-ten", False)
    assert (finding.acknowledgement.by, "week.csv" in finding.acknowledgement.why) == (by, True)


def test_the_questions_are_as_many_for_3_figures_as_for_96():
    def world(count, family):
        release = coming(content_state=ContentState.DRAFT)
        for n in range(count):
            path = f"price/{family}-{n}"
            if n % 3:  # every third is missing
                give(release, path, "1000.00")
            weekly(path, count=3)
        return release

    counts = []
    for count, family in ((4, "a"), (96, "b")):
        release = world(count, family)
        with CaptureQueriesContext(connection) as captured:
            findings_of([Release.objects.get(pk=release.pk)])
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 9


def test_several_releases_are_looked_through_with_the_questions_of_one():
    weekly(count=3)
    first, second = coming(), ReleaseFactory(family="prosperity", period=date(2023, 6, 1))
    give(first)
    give(second, "prosperity", "1100.00")
    with CaptureQueriesContext(connection) as one:
        findings_of([Release.objects.get(pk=first.pk)])
    with CaptureQueriesContext(connection) as both:
        findings_of(list(Release.objects.filter(pk__in=(first.pk, second.pk))))
    assert len(both) <= len(one) + 1
