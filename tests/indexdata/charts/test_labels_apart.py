"""F20: whatever span is drawn, no two texts of a chart touch, and none leaves the sheet."""

from datetime import date
from decimal import Decimal
from itertools import combinations, product

import pytest

from foundation.lettering import width_of
from indexdata.arithmetic.periods import shifted
from indexdata.charts import NARROW, WIDE, Chart, Line, Text, TextRow, lay_out
from indexdata.charts.style import FileLook
from indexdata.pictures.poster import CHART as POSTER
from indexdata.pictures.sizes import SIZES

#: Periods shown, and how far the first lies from the first of the archive: months begin and end anywhere in a year.
LENGTHS = (1, 2, 3, 4, 5, 6, 9, 10, 13, 26, 53, 105, 261)
STARTS = (0, 21, 43, 47)
NAMES = {"en": ("Apparel fabric index", "Index points"), "zh-hans": ("服装面料价格指数", "指数点")}
SHEETS = (
    (WIDE, False),
    (NARROW, False),
    (WIDE, True),
    *((size.sheet, True) for size in SIZES.values()),
    (POSTER, False),
)
FIRSTS = {"weekly": date(2015, 1, 5), "monthly": date(2012, 1, 1)}


def boxes(drawing):
    """Return (left, top, right, bottom, text) of every text as it is written in the font of pictures."""
    look = FileLook()
    for shape in drawing.shapes:
        if isinstance(shape, Text):
            size = look.text(shape.css)["font-size"]
            width = width_of(shape.text, size)
            left = shape.x - width * {"start": 0, "middle": 0.5, "end": 1}[shape.anchor]
            yield left, shape.y - size * 0.78, left + width, shape.y + size * 0.1, shape.text
        elif isinstance(shape, TextRow):
            left = shape.x
            for text, css in shape.parts:
                size = look.text(css)["font-size"]
                width = width_of(text, size)
                yield left, shape.y - size * 0.78, left + width, shape.y + size * 0.1, text
                left += width + 8


def touching(drawing):
    """Return the pairs of texts that touch, and the texts that leave the sheet."""
    found = list(boxes(drawing))
    pairs = [
        (one[4], other[4])
        for one, other in combinations(found, 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    return pairs + [(text, "edge") for left, _, right, _, text in found if left < 0 or right > drawing.width]


def readings(frequency, start, length, falling, demonstration):
    """Return a wave of figures that ends high or low, its last third demonstration where that is asked for."""
    values = [Decimal(100 + (n * 37 % 101) / 20).quantize(Decimal("0.01")) for n in range(length)]
    values[-1] = Decimal("95.01") if falling else Decimal("106.12")
    return [
        (shifted(FIRSTS[frequency], start + n, frequency), value, demonstration and n >= length * 2 // 3)
        for n, value in enumerate(values)
    ]


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("frequency", FIRSTS)
@pytest.mark.parametrize("lines", [1, pytest.param(6, marks=pytest.mark.long)])
def test_texts_stay_apart(language, frequency, lines):
    name, unit = NAMES[language]
    for start, length, falling, demonstration in product(STARTS, LENGTHS, (True, False), (False, True)):
        points = readings(frequency, start, length, falling, demonstration)
        several = [
            Line(f"{name} {n}", [(period, value + n, kind) for period, value, kind in points], str(n))
            for n in range(lines)
        ]
        chart = Chart(several, frequency, language, name, unit=unit)
        for size, standalone in SHEETS:
            found = touching(lay_out(chart, *size, standalone))
            assert not found, (found, start, length, falling, demonstration, size, standalone)


def test_the_chinese_price_chart_of_november_2015():
    points = [(shifted(date(2015, 11, 2), n, "weekly"), Decimal(105) - n, False) for n in range(5)]
    chart = Chart([Line("价格指数", points)], "weekly", "zh-hans", "价格指数", unit="指数点")
    for size, standalone in SHEETS:
        assert not touching(lay_out(chart, *size, standalone))
