"""Numbers, issues and what is missing, as offices write them."""

# ruff: noqa: RUF001 - signs of full width are what is tried here
from datetime import date, datetime
from decimal import Decimal

import pytest

from indexdata.enums import Frequency
from indexdata.importing.cells import Fault, figure_in, is_missing, number_in, percent_in, period_in
from indexdata.importing.headings import Role, role_of

WEEKLY, MONTHLY = Frequency.WEEKLY, Frequency.MONTHLY


@pytest.mark.parametrize(
    ("written", "number"),
    [("104.12", "104.12"), ("７８．２２", "78.22"), (" 78.31\u3000", "78.31"), ("1,248.90", "1248.90"), ("１，２４８．９", "1248.90"),
     (104.3, "104.30"), (104.30000000000001, "104.30"), (113, "113.00"), (Decimal("1.5"), "1.50"), ("−0.21", "-0.21"),
     ("－0.21", "-0.21"), ("+0.5", "0.50"), ("1,234,567.8", "1234567.80")],
)  # fmt: skip
def test_numbers(written, number):
    assert str(number_in(written)) == number


@pytest.mark.parametrize(
    "written", ["78,31", "112,98", "1.234,5", "1,2345", "12,34,567", "x", "1e3", "1.234", 104.123, True, "NaN", "1 2",
                float("nan"), float("inf"), "9" * 20, Fault("#N/A"), Fault("="), date(2025, 6, 2), "١٢٣"],
)  # fmt: skip
def test_what_is_no_number_has_a_sentence(written):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        number_in(written)


@pytest.mark.parametrize("written", ["0", "-100.5", 0, -3, "0.004"])
def test_a_figure_is_positive(written):
    with pytest.raises(ValueError, match=r"not positive|decimals"):
        figure_in(written)


@pytest.mark.parametrize(
    ("written", "percent"),
    [("0.05%", "0.05"), ("－0.21％", "-0.21"), (0.3, "0.30"), ("—", None), (None, None), ("n/a", None)],
)
def test_stated_changes(written, percent):
    assert percent_in(written) == (percent and Decimal(percent))


@pytest.mark.parametrize(
    "written", [None, "", " ", "\u3000", "-", "—", "－", "–", "…", "n/a", "N/A", "Ｎ／Ａ"]
)
def test_what_is_missing(written):
    assert is_missing(written)


@pytest.mark.parametrize("written", [0, "0", "#N/A", Fault("#N/A"), Fault("="), "none", False])
def test_what_is_not_missing(written):
    assert not is_missing(written)


@pytest.mark.parametrize(
    "written", ["20250616期", "20250616", 20250616, "2025-06-16", "2025.6.16", "2025/6/16", "2025年6月16日", "２０２５年６月１６日",
                45824, 45824.0, datetime(2025, 6, 16), date(2025, 6, 16), "2025-06-16 00:00:00", " 2025-6-16 "],
)  # fmt: skip
def test_weekly_issues(written):
    assert period_in(written, WEEKLY) == date(2025, 6, 16)


@pytest.mark.parametrize(
    "written", ["2025年04月", "2025年4月", "2025-04", "2025/4", "2025.04", "202504", 202504, "2025/04/01", "2025-4-1",
                "２０２５年４月", datetime(2025, 4, 1), "2025年4月份", "20250401"],
)  # fmt: skip
def test_months(written):
    assert period_in(written, MONTHLY) == date(2025, 4, 1)


@pytest.mark.parametrize(
    ("written", "frequency", "said"),
    [("20250617期", WEEKLY, "Tuesday"), ("2025年13月", MONTHLY, "month 13"), ("2025-02-30", WEEKLY, "no day"),
     ("2025-04", WEEKLY, "month"), ("2025-04-15", MONTHLY, "no month"), ("Average", WEEKLY, "names no issue"),
     ("16/06/2025", WEEKLY, "names no issue"), (None, WEEKLY, "names no issue"), ("1804-06-11", WEEKLY, "outside"),
     (Fault("#N/A"), WEEKLY, "names no issue"), (True, WEEKLY, "names no issue"), ("0000-00-00", WEEKLY, "month 0")],
)  # fmt: skip
def test_what_names_no_issue_has_a_sentence(written, frequency, said):
    with pytest.raises(ValueError, match=said):
        period_in(written, frequency)


def test_headings_in_both_languages():
    for text in ("期次", "月份", "Issue", " period ", "ＤＡＴＥ"):
        assert role_of(text) is Role.PERIOD
    assert [role_of(text) for text in ("环比(%)", "环比（%）", "change_on_previous_pct", "同比", "较年初", "备注")] == [
        Role.PREVIOUS, Role.PREVIOUS, Role.PREVIOUS, Role.YEAR_AGO, Role.YEAR_START, Role.REMARK,
    ]  # fmt: skip
    assert role_of("原料") is None
