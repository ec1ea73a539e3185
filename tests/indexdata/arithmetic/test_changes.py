"""The three changes, with worked examples of published figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexdata.arithmetic.changes import (
    NOT_AVAILABLE,
    Change,
    Changes,
    ObservedValue,
    candidate_periods,
    changes_of,
    percent_change,
)
from indexdata.arithmetic.periods import issue_of_week_ending, shifted, year_ago
from indexdata.enums import Frequency

WEEKLY, MONTHLY = Frequency.WEEKLY, Frequency.MONTHLY


def D(text):
    return None if text is None else Decimal(text)


def held(period, value="100.00", demonstration=False, **stated):
    return ObservedValue(
        date.fromisoformat(period), D(value), demonstration, **{key: D(text) for key, text in stated.items()}
    )


def archive(*entries):
    return {entry.period: entry for entry in entries}


def weeks(*texts):
    return {date.fromisoformat(text) for text in texts}


@pytest.mark.parametrize(
    ("base", "value", "percent"),
    [
        # Published: total price index, its change on the previous issue as the site stated it.
        ("106.01", "105.71", "-0.28"),
        ("105.71", "105.97", "0.25"),
        ("105.97", "106.30", "0.31"),
        ("112.88", "97.77", "-13.39"),
        ("105.08", "104.68", "-0.38"),
        ("1090.81", "1254.97", "15.05"),  # prosperity index, August 2007
        # Half a hundredth goes up in size, on both sides of zero.
        ("200.00", "200.01", "0.01"),
        ("200.00", "199.99", "-0.01"),
        ("100.00", "100.00", "0.00"),
    ],
)
def test_percent_change(base, value, percent):
    assert percent_change(D(value), D(base)) == D(percent)


def test_a_change_too_small_to_show_is_zero_without_a_sign():
    assert str(percent_change(D("99999.99"), D("100000.00"))) == "0.00"


@pytest.mark.parametrize("base", ["0", "-3.50"])
def test_nothing_is_computed_from_a_base_that_is_not_positive(base):
    assert percent_change(D("100"), D(base)) is None
    history = archive(held("2023-05-29", base))
    assert changes_of(held("2023-06-05"), history, set(), WEEKLY).previous == NOT_AVAILABLE


@given(
    st.decimals("0.01", "99999.99", places=2),
    st.decimals("0.01", "99999.99", places=2),
)
def test_the_percent_leads_back_to_the_value(base, value):
    percent = percent_change(value, base)
    assert percent == percent.quantize(D("0.01"))
    assert abs(base * (1 + percent / 100) - value) <= base * D("0.00005")
    assert (percent > 0) <= (value > base)
    assert (percent < 0) <= (value < base)


class TestPreviousIssue:
    def test_one_week_before(self):
        history = archive(held("2023-05-29", "105.71"))
        change = changes_of(held("2023-06-05", "105.97"), history, set(), WEEKLY).previous
        assert change == Change(D("0.25"), date(2023, 5, 29), stated=False)
        assert change.available
        assert change.direction == 1

    def test_a_hole_in_the_archive_gives_no_change(self):
        history = archive(held("2024-03-11", "105.58"))
        change = changes_of(held("2024-03-25", "104.89"), history, set(), WEEKLY).previous
        assert change == NOT_AVAILABLE
        assert not change.available
        assert change.direction is None

    def test_over_the_spring_festival_when_it_is_recorded(self):
        history = archive(held("2025-01-20", "105.00"))
        pause = weeks("2025-01-27", "2025-02-03")
        after = held("2025-02-10", "105.21")
        assert changes_of(after, history, pause, WEEKLY).previous == Change(D("0.20"), date(2025, 1, 20))
        assert changes_of(after, history, weeks("2025-01-27"), WEEKLY).previous == NOT_AVAILABLE
        assert changes_of(after, history, set(), WEEKLY).previous == NOT_AVAILABLE

    def test_a_month_without_an_issue(self):
        # Stated by the site: +6.62 % in March 2021; February has no issue.
        history = archive(held("2021-01-01", "1114.50"))
        march = held("2021-03-01", "1188.31")
        change = changes_of(march, history, weeks("2021-02-01"), MONTHLY).previous
        assert change == Change(D("6.62"), date(2021, 1, 1))
        assert changes_of(march, history, set(), MONTHLY).previous == NOT_AVAILABLE

    def test_a_held_value_counts_even_where_no_issue_is_recorded(self):
        history = archive(held("2023-05-29", "105.71"), held("2023-05-22", "106.01"))
        change = changes_of(held("2023-06-05", "105.97"), history, weeks("2023-05-29"), WEEKLY).previous
        assert change.compared_with == date(2023, 5, 29)

    def test_the_search_ends_after_six_weeks(self):
        today = held("2025-06-16")
        pause = {shifted(today.period, -step, WEEKLY) for step in range(1, 30)}
        six = shifted(today.period, -6, WEEKLY)
        seven = shifted(today.period, -7, WEEKLY)
        assert (
            changes_of(today, {six: ObservedValue(six, D("100"))}, pause, WEEKLY).previous.compared_with
            == six
        )
        assert (
            changes_of(today, {seven: ObservedValue(seven, D("100"))}, pause, WEEKLY).previous
            == NOT_AVAILABLE
        )


class TestYearStart:
    def test_the_last_monday_of_the_year_before(self):
        history = archive(held("2024-12-30", "104.52"))
        change = changes_of(held("2025-06-16", "104.68"), history, set(), WEEKLY).year_start
        assert change == Change(D("0.15"), date(2024, 12, 30))

    def test_the_first_monday_of_a_year_compares_with_the_year_before(self):
        history = archive(held("2018-12-31", "100.00"))
        assert changes_of(held("2019-01-07", "101"), history, set(), WEEKLY).year_start.percent == D("1.00")

    def test_a_monday_on_new_year_belongs_to_its_own_year(self):
        history = archive(held("2023-12-25", "100.00"), held("2024-01-01", "102.00"))
        change = changes_of(held("2024-01-01", "102.00"), history, set(), WEEKLY).year_start
        assert change == Change(D("2.00"), date(2023, 12, 25))

    def test_an_earlier_issue_only_over_recorded_pauses(self):
        history = archive(held("2024-12-23", "104.00"))
        today = held("2025-06-16", "104.68")
        assert changes_of(today, history, set(), WEEKLY).year_start == NOT_AVAILABLE
        change = changes_of(today, history, weeks("2024-12-30"), WEEKLY).year_start
        assert change.compared_with == date(2024, 12, 23)

    def test_december_for_months(self):
        history = archive(held("2022-12-01", "175.68"), held("2022-11-01", "100.00"))
        change = changes_of(held("2023-05-01", "158.88"), history, set(), MONTHLY).year_start
        assert change == Change(D("-9.56"), date(2022, 12, 1))


class TestYearAgo:
    TODAY = held("2025-06-16", "104.68")

    @pytest.mark.parametrize("shift", [0, -1, 1, -2, 2])
    def test_the_nearest_issue_over_recorded_pauses(self, shift):
        order = [0, -1, 1, -2, 2]
        same = year_ago(self.TODAY.period, WEEKLY)
        base = shifted(same, shift, WEEKLY)
        nearer = [shifted(same, other, WEEKLY) for other in order[: order.index(shift)]]
        history = {base: ObservedValue(base, D("104.85"))}
        change = changes_of(self.TODAY, history, nearer, WEEKLY).year_ago
        assert change == Change(D("-0.16"), base)
        for unrecorded in nearer:
            known = [period for period in nearer if period != unrecorded]
            assert changes_of(self.TODAY, history, known, WEEKLY).year_ago == NOT_AVAILABLE

    def test_three_weeks_away_is_too_far(self):
        same = year_ago(self.TODAY.period, WEEKLY)
        far = shifted(same, 3, WEEKLY)
        pause = [shifted(same, shift, WEEKLY) for shift in range(-2, 3)]
        assert (
            changes_of(self.TODAY, {far: ObservedValue(far, D("100"))}, pause, WEEKLY).year_ago
            == NOT_AVAILABLE
        )

    def test_the_same_month(self):
        history = archive(held("2022-11-01", "1159.00"), held("2022-05-01", "1000.00"))
        today = held("2023-05-01", "1321.09")
        assert changes_of(today, history, set(), MONTHLY).year_ago == Change(D("32.11"), date(2022, 5, 1))
        missing = archive(held("2022-04-01", "1000.00"))
        assert changes_of(today, missing, weeks("2022-05-01"), MONTHLY).year_ago == NOT_AVAILABLE


class TestStated:
    def test_a_stated_change_is_shown_as_stated(self):
        # Raw materials: the stated change differs by a hundredth from the published levels.
        today = held("2025-06-16", "86.25", stated_previous="-0.11")
        history = archive(held("2025-06-09", "86.35"))
        change = changes_of(today, history, set(), WEEKLY).previous
        assert change == Change(D("-0.11"), date(2025, 6, 9), stated=True)
        assert percent_change(D("86.25"), D("86.35")) == D("-0.12")

    def test_what_it_compares_with_is_left_open_where_it_is_not_held(self):
        today = held("2025-06-16", "104.68", stated_year_ago="-0.16", stated_year_start="0.15")
        changes = changes_of(today, {}, set(), WEEKLY)
        assert changes.year_ago == Change(D("-0.16"), None, stated=True)
        assert changes.year_start == Change(D("0.15"), None, stated=True)
        assert changes.previous == NOT_AVAILABLE

    def test_what_it_compares_with_is_left_open_where_the_levels_disagree(self):
        # June 2021: the source stated +1.00 % on the year, which is not the change against December.
        today = held("2021-06-01", "1125.68", stated_year_start="1.00")
        change = changes_of(today, archive(held("2020-12-01", "1153.06")), set(), MONTHLY).year_start
        assert change == Change(D("1.00"), None, stated=True)

    def test_a_stated_zero_is_a_change(self):
        change = changes_of(held("2024-03-25", stated_previous="0"), {}, set(), WEEKLY).previous
        assert change.available
        assert change.direction == 0


class TestDemonstration:
    def test_a_published_figure_is_never_compared_with_a_demonstration_one(self):
        history = archive(
            held("2025-06-09", "105.08", demonstration=True),
            held("2025-06-02", "105.00"),
            held("2024-12-30", "104.52", demonstration=True),
            held("2024-06-17", "104.85", demonstration=True),
            held("2024-06-10", "104.85"),
        )
        assert changes_of(held("2025-06-16", "104.68"), history, set(), WEEKLY) == Changes()

    def test_a_demonstration_figure_may_be_compared_with_either(self):
        history = archive(held("2025-06-16", "104.68"), held("2024-12-30", "104.52", demonstration=True))
        changes = changes_of(held("2025-06-23", "104.70", demonstration=True), history, set(), WEEKLY)
        assert changes.previous == Change(D("0.02"), date(2025, 6, 16))
        assert changes.year_start == Change(D("0.17"), date(2024, 12, 30))


periods = st.one_of(
    st.tuples(st.dates(date(2001, 1, 1), date(2099, 1, 1)).map(issue_of_week_ending), st.just(WEEKLY)),
    st.tuples(st.dates(date(2001, 1, 1), date(2099, 1, 1)).map(lambda d: d.replace(day=1)), st.just(MONTHLY)),
)


class Recorder(dict):
    """History that notes what is asked of it."""

    def __init__(self):
        self.asked = set()

    def get(self, period, default=None):
        self.asked.add(period)
        return default


class Everything:
    def __contains__(self, period):
        return True


@given(periods)
def test_nothing_outside_the_candidates_is_looked_at(given_period):
    period, frequency = given_period
    history = Recorder()
    changes_of(ObservedValue(period, D("100")), history, Everything(), frequency)
    candidates = candidate_periods(period, frequency)
    assert history.asked == candidates
    assert len(candidates) <= (17 if frequency == WEEKLY else 7)
    assert all(candidate < period for candidate in candidates)
    if frequency == WEEKLY:
        assert all(candidate.weekday() == 0 for candidate in candidates)
    else:
        assert all(candidate.day == 1 for candidate in candidates)


@given(periods, st.data())
def test_a_computed_change_names_a_published_issue_that_is_held(given_period, data):
    period, frequency = given_period
    history = {
        candidate: ObservedValue(candidate, D("90.00"), data.draw(st.booleans()))
        for candidate in candidate_periods(period, frequency)
        if data.draw(st.booleans())
    }
    pause = {p for p in candidate_periods(period, frequency) if data.draw(st.booleans())}
    changes = changes_of(ObservedValue(period, D("99.00")), history, pause, frequency)
    for change in (changes.previous, changes.year_start, changes.year_ago):
        if change.available:
            assert not history[change.compared_with].demonstration
            assert change.percent == D("10.00")
    if changes.year_ago.available and frequency == WEEKLY:
        assert abs(changes.year_ago.compared_with + timedelta(364) - period) <= timedelta(14)
