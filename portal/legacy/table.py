"""The old site's table as data packages read it to this day: fixed keys in a fixed order, figures as text.

Only published figures that are public now; no demonstration figure and nothing under embargo. A row stands for every
period of which at least one of its figures is held; what is not held is an empty text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indexdata.arithmetic.changes import Held, ObservedValue, changes_of
from indexdata.arithmetic.periods import legacy_round, parse_bound
from indexdata.enums import Family
from indexdata.models import Observation, Release
from indexdata.models.observation import HELD_FIELDS

ROWS_PER_PAGE = 15
CLASSES = {
    "0": "",
    "1": "raw-materials",
    "2": "grey-fabric",
    "3": "apparel-fabric",
    "4": "home-textile",
    "5": "apparel-accessories",
}
FAMILIES = {"1_1": Family.PRICE, "1_2": Family.PROSPERITY, "2": Family.FOREIGN_TRADE}
PAGE_NUMBER = re.compile(r"[0-9]{1,18}")
BOUND = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")


@dataclass(frozen=True)
class Question:
    """A question to the table: the family, the class ("" is the total), the page from 1, the first and last day (None: open)."""

    family: Family
    product_class: str
    page: int
    start: date | None
    end: date | None


def parse_question(parameters: Mapping[str, str]) -> Question:
    """Return the question; raise ValueError with a sentence for a value the old site did not know.

    A parameter that is absent means the total, price, the first page, no bound. Other parameters are ignored.
    """
    category = parameters.get("category", "0")
    if category not in CLASSES:
        raise ValueError(f"category must be one of {', '.join(CLASSES)}.")
    index_type = parameters.get("indexType", "1_1")
    if index_type not in FAMILIES:
        raise ValueError(f"indexType must be one of {', '.join(FAMILIES)}.")
    page = parameters.get("pageindex", "1")
    if not PAGE_NUMBER.fullmatch(page) or int(page) < 1:
        raise ValueError("pageindex must be a whole number from 1.")
    return Question(
        FAMILIES[index_type],
        CLASSES[category],
        int(page),
        _bound(parameters, "start", end=False),
        _bound(parameters, "end", end=True),
    )


def answer(question: Question) -> dict:
    """Return `{"page": number of pages, "result": rows of the page asked for, newest first}`. Two queries."""
    paths = _columns(question)
    held = _held(list(paths.values()))
    periods = sorted(
        (period for period in set().union(*held.values()) if _within(period, question)), reverse=True
    )
    start = (question.page - 1) * ROWS_PER_PAGE
    shown = periods[start : start + ROWS_PER_PAGE]
    gaps = set(
        Release.objects.gaps()
        .filter(family=question.family, demonstration=False)
        .values_list("period", flat=True)
    )
    row = _WRITERS[question.family]
    columns = {name: held.get(path, {}) for name, path in paths.items()}
    return {
        "page": -(-len(periods) // ROWS_PER_PAGE),
        "result": [row(period, columns, gaps, question.family.frequency) for period in shown],
    }


def _bound(parameters, name, *, end):
    text = parameters.get(name, "")
    if not text:
        return None
    if not BOUND.fullmatch(text):
        raise ValueError(f"{name} must be written YYYY-MM-DD or YYYY-MM.")
    try:
        return parse_bound(text, end=end)
    except ValueError:
        raise ValueError(f"{name} is not a day of the calendar between 1900 and 2100.") from None


def _within(period, question):
    return (question.start is None or period >= question.start) and (
        question.end is None or period <= question.end
    )


def _columns(question):
    """Return the indices of the table's columns as `{column: path}`; empty where the old site had no table."""
    part = question.product_class
    match question.family:
        case Family.PRICE:
            return {"index": f"price/{part}" if part else "price"}
        case Family.PROSPERITY if part:
            return {"index": f"prosperity/by-category/{part}"}
        case Family.PROSPERITY:
            return {
                "index": "prosperity",
                "bindex1": "prosperity/market-circulation",
                "bindex2": "prosperity/production",
            }
        case _ if part:
            return {}
    return {"index": "foreign-trade/price", "bindex": "foreign-trade/prosperity"}


def _held(paths):
    """Return the published figures as `{path: {period: ObservedValue}}`; one query."""
    held: dict[str, Held] = {path: {} for path in paths}
    if paths:
        figures = Observation.objects.public().published_figures().with_values().filter(index__path__in=paths)
        for path, *values in figures.values_list("index__path", *HELD_FIELDS):
            held[path][values[0]] = ObservedValue(*values)
    return held


def _price_row(period, columns, gaps, frequency):
    return {
        "round": legacy_round(period, frequency),
        "index": _level(columns, "index", period),
        "index_hb": _change(columns, "index", period, gaps, frequency),
    }


def _prosperity_row(period, columns, gaps, frequency):
    return {
        **_price_row(period, columns, gaps, frequency),
        "bindex1": _level(columns, "bindex1", period),
        "bindex2": _level(columns, "bindex2", period),
    }


def _foreign_trade_row(period, columns, gaps, frequency):
    return {
        **_price_row(period, columns, gaps, frequency),
        "bindex": _level(columns, "bindex", period),
        "bindex_hb": _change(columns, "bindex", period, gaps, frequency),
    }


_WRITERS = {
    Family.PRICE: _price_row,
    Family.PROSPERITY: _prosperity_row,
    Family.FOREIGN_TRADE: _foreign_trade_row,
}


def _level(columns, name, period):
    held = columns.get(name, {}).get(period)
    return f"{held.value:.2f}" if held else ""


def _change(columns, name, period, gaps, frequency):
    history = columns.get(name, {})
    held = history.get(period)
    percent = changes_of(held, history, gaps, frequency).previous.percent if held else None
    return "" if percent is None else f"{percent + 0:.2f}"
