"""Charts as SVG, drawn on the server: plain data in, a string out. No database and no request here.

On a page a chart is drawn twice, because text in a scaled drawing scales with it: once `WIDE`, once `NARROW`.
`draw_both(chart)` gives the two, and `css/components/chart.css` shows the one that fits the width of the
figure (the other is `display: none`, also to screen readers). `js/chart.js` adds crosshair, tooltip, keyboard
and range selection from the `data-` attributes of the drawing and the table beside it; its header says what
markup it expects:

    <figure data-chart>{{ both }}<figcaption>…</figcaption><table data-chart-table>…</table></figure>

A file of its own (`chart.svg`) is `draw_chart(chart, standalone=True)`: title and source included, and its colours in plain
attributes (`style`), which any renderer draws right.
`lay_out` gives the same drawing as shapes, for other formats.

The rules of the figures hold here. A missing value is a gap, never joined: two points are joined only when
they are one period apart or everything between them is in `chart.no_issue`, and a point without a neighbour
is a dot. What is demonstration is dashed, muted and named; an estimate is dashed longer, in the colour of its
line, and named; nothing else is dashed. Several lines differ by their marks as well as by colour. There are no
`style` attributes in a page, which its Content-Security-Policy forbids, only classes:
`kc-line kc-line--1`, `kc-mark`, `kc-demo`, `kc-estimate`, `kc-grid`, `kc-axis`, ….

From data to drawing: `model` → `gaps` (what is joined) → `sheet` with `scales`, `text`, `words` → `heading`,
`axes`, `events`, `lines`, `labels`, put together by `layout` → `shapes` → `svg`, framed by `figure` or `sparklines`.
"""

from .figure import draw_both, draw_chart
from .gaps import MOST_DRAWN, runs_of, stretches_of, thinned, thinned_periods
from .labels import spread
from .layout import lay_out
from .model import Chart, Line, Mark, Point
from .scales import Frame, Tick, time_ticks, value_ticks
from .shapes import NARROW, WIDE, Drawing, Marker, Path, Text, TextRow
from .sparklines import sparkline
from .style import DARK, LIGHT, THEMES

__all__ = [
    "DARK",
    "LIGHT",
    "MOST_DRAWN",
    "NARROW",
    "THEMES",
    "WIDE",
    "Chart",
    "Drawing",
    "Frame",
    "Line",
    "Mark",
    "Marker",
    "Path",
    "Point",
    "Text",
    "TextRow",
    "Tick",
    "draw_both",
    "draw_chart",
    "lay_out",
    "runs_of",
    "sparkline",
    "spread",
    "stretches_of",
    "thinned",
    "thinned_periods",
    "time_ticks",
    "value_ticks",
]
