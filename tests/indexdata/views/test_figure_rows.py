"""Rows written by tags: hostile names are text, both languages, what is missing stays missing."""

from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils.translation import override
from lxml import html as lxml_html

from foundation.moments import moment
from indexdata.arithmetic.changes import NOT_AVAILABLE, Change, Changes, ObservedValue
from indexdata.models import Index
from indexdata.series.newest import Latest
from indexdata.series.rows import ObservationAttributes
from indexdata.wording.figure_rows import change_cells, figure_rows, marks, series_rows
from indexdata.wording.markup import change, invented_words
from indexdata.wording.series_markup import chart_points

MONDAY = date(2025, 6, 16)
UP = Change(Decimal("0.26"), date(2025, 6, 9))
HOSTILE = "<script>alert('x')</script>&\""


def node(**fields):
    return Index(path="price/a", family="price", name_en="Name", name_zh_hans="名称", **fields)


def row(**fields):
    held = ObservedValue(MONDAY, Decimal("105.10"))
    stored = SimpleNamespace(frequency="weekly", is_derived=False)
    values = {"stored": stored, "period": MONDAY,
              "held": held, "value": held.value, "shown": Decimal("99.00"), "mark": ObservationAttributes(),
              "demonstration": False, "is_gap": fields.get("held", held) is None, "changes": Changes(UP, NOT_AVAILABLE, UP)}  # fmt: skip
    return SimpleNamespace(**{**values, **fields})


def test_a_name_is_text():
    index = Index(path="price/a", family="price", name_en=HOSTILE, name_zh_hans="")
    latest = Latest(index, ObservedValue(MONDAY, Decimal("1.00"), demonstration=True), Changes(), "weekly")
    for language in ("en", "zh-hans"):
        with override(language):
            html = figure_rows([(index, latest), (index, None)])
        assert "<script>" not in html
        assert html.count("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;&quot;") == 2
    assert '<span lang="en">&lt;script' in html
    assert "<script>" not in chart_points([HOSTILE], [(MONDAY, (Decimal(1),), True)], "weekly")


def test_rows_speak_both_languages():
    rows = [
        (node(), None),
        (node(), Latest(node(), ObservedValue(MONDAY, Decimal("1.00")), Changes(UP), "weekly")),
    ]
    with override("en"):
        english = figure_rows(rows)
    with override("zh-hans"):
        chinese = figure_rows(rows)
    assert 'href="/index/price/a/">Name</a>' in english
    assert "No published figure" in english
    assert "16 Jun 2025" in english
    assert 'href="/zh-hans/index/price/a/">名称</a>' in chinese
    assert "20250616期" in chinese
    assert "No figure" not in chinese


def test_what_is_missing_stays_missing():
    html = figure_rows([(node(), None)])
    assert '<tr class="is-empty">' in html
    assert "0.00" not in html
    gap = series_rows([row(held=None, value=None, shown=None)], node(), transformed=True)
    assert gap.count("<td") == 6
    assert "No issue" in gap
    assert series_rows([row(shown=None)], node(), transformed=True).count("<td>–</td>") == 1
    assert "not available" in change_cells(Changes())


def test_a_row_of_a_series_leads_to_its_release():
    with override("zh-hans"):
        html = series_rows([row(demonstration=True)], node())
    assert 'href="/zh-hans/releases/price/2025-06-16/"' in html
    assert '<tr class="is-demonstration">' in html
    assert "▲" in html
    assert '<span aria-hidden="true">+</span>0.26%' in html


@pytest.mark.parametrize(
    ("percent", "copied", "heard"),
    [("-1.5", "-1.50%", "down 1.50%"), ("0", "0.00%", "unchanged 0.00%"), ("2", "+2.00%", "up 2.00%")],
)
def test_a_change_is_a_number_in_a_sheet_and_said_once(percent, copied, heard):
    """R18: what is copied leaves the arrow and the hidden word out (the stylesheet says so), what is heard the sign."""
    cell = lxml_html.fromstring(change(Change(Decimal(percent))))
    for unwanted, wanted in (("i|span[@class]", copied), ("*[@aria-hidden]", heard)):
        told = deepcopy(cell)
        for part in told.xpath("|".join(f"./{name}" for name in unwanted.split("|"))):
            part.drop_tree()
        assert told.text_content() == wanted


def test_marks():
    assert marks(ObservationAttributes()) == ""
    assert marks(ObservationAttributes(), demonstration=True) == invented_words()
    corrected = marks(ObservationAttributes("P", datetime(2025, 6, 20, tzinfo=UTC)))
    assert "Provisional" in corrected
    assert "Corrected" in corrected


def test_a_moment_is_written_for_readers_and_programs():
    at = datetime(2025, 6, 16, 20, 30, tzinfo=UTC)
    with override("en"):
        assert moment(at).startswith('<time datetime="2025-06-17T04:30:00+0800">')
        english = moment(at)
    with override("zh-hans"):
        assert moment(at) != english
    assert moment(None) == '<time datetime=""></time>'
