"""Processor time and memory of pictures of charts: `python -m tests.bench.drawings`. The budget of a PNG is 0.3 s of CPU.

The largest drawings there are: eight lines of twenty years of weeks each, in both languages, in every named size. They move as
the published index does, whose median change from week to week is 0.2 points. Lines that jump up and down by five points each
week, which no index does, are printed beside them: what a picture costs grows with its ink.
"""

import os
import re
import statistics
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

BUDGET = 0.3
WEEKS, LINES = 1044, 8
#: The standard deviation of a step, in points: half of them are smaller than 0.24, a little more than the published index moves.
STEP = 0.35
TIMES = 5
FIRST = date(2006, 6, 5)


def main():
    """Print a line for each picture; the answer is 1 where one is over the budget."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    import django

    django.setup()
    from indexdata.charts import Chart, Line, draw_chart
    from indexdata.pictures.raster import rastered
    from indexdata.pictures.sizes import SIZES

    names = {"en": "Apparel fabric", "zh-hans": "服装面料类"}
    over = False
    print(f"{LINES} lines of {WEEKS} weeks       CPU s  of {BUDGET} s  jumping   points       KB   above MB")
    for language, name in names.items():
        charts = [
            Chart(
                [Line(f"{name} {n}", _dated(made(n)), str(n)) for n in range(LINES)], "weekly", language, name
            )
            for made in (_moving, _jumping)
        ]
        for size, measures in SIZES.items():

            def drawn(chart, measures=measures):
                begun = time.process_time()
                svg = draw_chart(chart, *measures.sheet, standalone=True, one_face=True)
                picture = rastered(svg, measures.width)
                return time.process_time() - begun, len(picture)

            before = _peak()
            taken = [drawn(charts[0]) for _ in range(TIMES)]
            above, spent = _peak() - before, statistics.median(seconds for seconds, _size in taken)
            jumping = statistics.median(drawn(charts[1])[0] for _ in range(TIMES))
            over |= spent > BUDGET
            label = f"{size}, {language}"
            points = sum(len(run) for runs in charts[0].runs for run in runs)
            print(
                f"{label:22}{spent:>10.3f}{spent / BUDGET:>10.2f}{jumping:>9.3f}{points:>9}{taken[0][1] / 1024:>9.0f}{above:>11.1f}"
            )
    return int(over)


def _moving(line):
    """Return values that wander as an index does."""
    steps, value = Random(line), 100.0 + line
    return [value := value + steps.gauss(0, STEP) for _ in range(WEEKS)]


def _jumping(line):
    return [100 + line + (n * 37 % 101) / 20 for n in range(WEEKS)]


def _dated(values):
    from indexdata.arithmetic.periods import shifted

    return [
        (shifted(FIRST, n, "weekly"), Decimal(value).quantize(Decimal("0.01")), n > WEEKS // 2)
        for n, value in enumerate(values)
    ]


def _peak():
    """Return the most memory that the process has had, in MB."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())
