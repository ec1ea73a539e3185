from datetime import date

import pytest

from indexdata.arithmetic.ages import age_in_words, is_stale, months_old


@pytest.mark.parametrize(
    ("period", "frequency", "today", "stale"),
    [
        (date(2025, 6, 16), "weekly", date(2025, 7, 28), False),
        (date(2025, 6, 16), "weekly", date(2025, 7, 29), True),
        (date(2025, 6, 1), "monthly", date(2025, 9, 30), False),
        (date(2025, 6, 1), "monthly", date(2025, 10, 1), True),
    ],
)
def test_when_a_figure_is_too_old_for_the_present(period, frequency, today, stale):
    assert is_stale(period, frequency, today) is stale


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2025, 7, 28), "6 weeks old"),
        (date(2025, 8, 16), "2 months old"),
        (date(2026, 11, 23), "17 months old"),
        (date(2027, 6, 16), "2 years old"),
    ],
)
def test_ages_in_words(today, words):
    assert age_in_words(date(2025, 6, 16), today) == words


def test_months_are_whole():
    assert months_old(date(2025, 6, 16), date(2025, 7, 15)) == 0
