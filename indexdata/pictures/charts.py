"""A chart as a PNG."""

from indexdata.charts import LIGHT, Chart, draw_chart

from .raster import png_of
from .sizes import CARD, SIZES


def chart_png(chart: Chart, size: str = CARD, theme: str = LIGHT) -> bytes:
    """Return a chart as a picture of a named size."""
    measures = SIZES[size]
    svg = draw_chart(chart, *measures.sheet, standalone=True, theme=theme, one_face=True)
    return png_of(svg, measures.width)
