"""Processor time and memory of pictures of charts: `python -m tests.bench.drawings`. The budget of a PNG is 0.3 s of CPU.

The largest drawings there are: eight lines of twenty years of weeks each, in both languages, in every named size.
"""

import os
import re
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

BUDGET = 0.3
WEEKS, LINES = 1044, 8
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
    print(f"{LINES} lines of {WEEKS} weeks      CPU s  of {BUDGET} s   points       KB   above MB")
    for language, name in names.items():
        lines = [Line(f"{name} {n}", _figures(n), str(n)) for n in range(LINES)]
        chart = Chart(lines, "weekly", language, name)
        for size, measures in SIZES.items():
            before, start = _peak(), time.process_time()
            svg = draw_chart(chart, *measures.sheet, standalone=True, one_face=True)
            picture = rastered(svg, measures.width)
            spent = time.process_time() - start
            over |= spent > BUDGET
            label = f"{size}, {language}"
            points = sum(len(run) for runs in chart.runs for run in runs)
            print(
                f"{label:22}{spent:>10.3f}{spent / BUDGET:>10.2f}{points:>9}{len(picture) / 1024:>9.0f}{_peak() - before:>11.1f}"
            )
    return int(over)


def _figures(line):
    from indexdata.arithmetic.periods import shifted

    values = [Decimal(100 + line + (n * 37 % 101) / 20).quantize(Decimal("0.01")) for n in range(WEEKS)]
    return [(shifted(FIRST, n, "weekly"), value, n > WEEKS // 2) for n, value in enumerate(values)]


def _peak():
    """Return the most memory that the process has had, in MB."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())
