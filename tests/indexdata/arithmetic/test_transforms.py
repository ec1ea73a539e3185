"""The forms in which a series is shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexdata.arithmetic.changes import Change, Changes, points_change
from indexdata.arithmetic.transforms import base_at, rebased, rebased_at, transformed
from indexdata.enums import Transform
from tests.indexdata.arithmetic.test_changes import WEEKLY, D, archive, held

D8 = date.fromisoformat


def test_transforms():
    rows = [
        (held("2023-05-22", "200.00"), Changes(Change(D("1.00")), Change(D("2.00")), Change(D("3.00")))),
        (None, Changes()),
        (held("2023-06-05", "201.00"), Changes()),
    ]
    assert transformed(rows, Transform.LEVEL) == [D("200.00"), None, D("201.00")]
    assert transformed(rows, "previous") == [D("1.00"), None, None]
    assert transformed(rows, "year-start") == [D("2.00"), None, None]
    assert transformed(rows, "year-ago") == [D("3.00"), None, None]
    assert transformed(rows, Transform.REBASED) == [D("100.00"), None, D("100.50")]


def test_rebasing_starts_at_the_first_value_that_is_held():
    assert rebased([None, D("50.00"), D("51.00")]) == [None, D("100.00"), D("102.00")]
    assert rebased([None, None]) == [None, None]
    assert rebased([]) == []


@pytest.mark.parametrize(
    ("values", "demonstration", "expected"),
    [
        # The first published value is the base, though a demonstration figure is shown before it.
        (["80.00", "100.00", "105.00"], [True, False, False], ["80.00", "100.00", "105.00"]),
        (
            ["50.00", None, "200.00", "201.00"],
            [True, False, False, True],
            ["25.00", None, "100.00", "100.50"],
        ),
        (["50.00", "51.00"], [False, True], ["100.00", "102.00"]),
        # Demonstration throughout has a base of its own kind.
        ([None, "50.00", "51.00"], [False, True, True], [None, "100.00", "102.00"]),
        # A published value that cannot be a base does not get an invented one.
        (["50.00", "0.00"], [True, False], [None, None]),
        (["50.00", "0.00", "40.00"], [True, False, False], ["125.00", "0.00", "100.00"]),
    ],
)
def test_a_published_figure_is_never_rebased_to_an_invented_one(values, demonstration, expected):
    assert rebased(map(D, values), demonstration) == [D(text) for text in expected]


@given(st.lists(st.tuples(st.none() | st.decimals("0.01", "999", places=2), st.booleans()), max_size=20))
def test_the_base_of_a_rebased_span_is_its_first_published_value(rows):
    values, flags = [value for value, _ in rows], [flag for _, flag in rows]
    shown = rebased(values, flags)
    held = [number for number, value in enumerate(values) if value is not None]
    published = [number for number in held if not flags[number]]
    for base in (published or held)[:1]:
        assert shown[base] == D("100.00")
        assert len([value for value in shown if value is not None]) == len(held)


def test_the_rows_of_a_span_are_rebased_to_their_first_published_value():
    rows = [
        (held("2023-05-22", "50.00", demonstration=True), Changes()),
        (None, Changes()),
        (held("2023-06-05", "200.00"), Changes()),
    ]
    assert transformed(rows, Transform.REBASED) == [D("25.00"), None, D("100.00")]


def test_a_change_in_points_is_the_difference_to_the_previous_issue_that_is_held():
    history = archive(
        held("2023-05-22", "200.00"), held("2023-05-29", "199.40"), held("2023-06-12", "201.00")
    )
    assert points_change(history[D8("2023-05-29")], history, (), WEEKLY) == D("-0.60")
    assert points_change(history[D8("2023-06-12")], history, (), WEEKLY) is None
    assert points_change(history[D8("2023-06-12")], history, {D8("2023-06-05")}, WEEKLY) == D("1.60")


def test_the_base_at_a_day_is_the_last_published_figure_up_to_it():
    history = archive(
        held("2023-05-22", "80.00"),
        held("2023-05-29", "90.00", demonstration=True),
        held("2023-06-12", "100.00"),
    )
    assert base_at(history, D8("2023-06-01")).value == D("80.00")
    assert base_at(history, D8("2023-06-12")).value == D("100.00")
    assert base_at(history, D8("2023-05-21")) is None
    invented = archive(held("2023-05-29", "90.00", demonstration=True))
    assert base_at(invented, D8("2023-06-01")).value == D("90.00")
    assert rebased_at([D("40.00"), None], D("80.00")) == [D("50.00"), None]
