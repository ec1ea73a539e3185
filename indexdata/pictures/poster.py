"""A release as a poster for telephones: headline, figure, chart, classes, and a code that leads to the page."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from indexdata.arithmetic.changes import Change
from indexdata.charts import Chart, lay_out
from indexdata.charts.style import COLOURS, LIGHT, FileLook
from indexdata.charts.svg import written
from indexdata.enums import Frequency
from indexdata.series.newest import Latest
from indexdata.wording.numbers import figure, signed

from .paper import INK, Paper, fitted
from .qr import qr_path
from .raster import png_of

WIDTH = 1080
#: Two pixels of the picture make one of the drawing.
SHEET, MARGIN = WIDTH // 2, 24
MOST_CLASSES = 8
CHART = (640, 330)
WHITE, RED, GREEN = "#ffffff", COLOURS[LIGHT]["s2"], COLOURS[LIGHT]["s3"]


@dataclass(frozen=True)
class Poster:
    """All that stands on the poster of a release; `classes` are the figures below the first one."""

    family: str
    issue: str
    sentence: str
    total: Latest
    classes: list[Latest]
    chart: Chart
    address: str

    @property
    def warning(self) -> str:
        """Return what is said of invented figures: a release holds them alone or not at all, its chart beside published ones."""
        if self.total.held.demonstration:
            return gettext("Demonstration figures: invented, never published.")
        if self.chart.holds_demonstration:
            return gettext("Dashed in the chart: demonstration figures, never published.")
        return ""


def poster_png(poster: Poster) -> bytes:
    """Return a poster as a picture, in the language of the page."""
    return png_of(poster_svg(poster), WIDTH)


def poster_svg(poster: Poster) -> str:
    """Return a poster as SVG."""
    paper = Paper(SHEET, MARGIN)
    _head(paper, poster)
    _figure(paper, poster.total)
    _chart(paper, poster.chart)
    _classes(paper, poster.classes)
    _foot(paper, poster)
    return paper.svg()


def _head(paper: Paper, poster: Poster) -> None:
    paper.block(58, INK["s1"])
    paper.text(MARGIN, 36, gettext("China · Keqiao Textile Index"), 19, WHITE, bold=True)
    paper.y = 58
    if poster.warning:
        paper.block(30, INK["demo"])
        paper.text(MARGIN, paper.y + 20, poster.warning, 14, WHITE, bold=True)
        paper.y += 30
    paper.y += 14
    paper.paragraph(f"{poster.family} · {poster.issue}", 14, INK["soft"])
    paper.y += 4
    paper.paragraph(poster.sentence, 20, INK["ink"], bold=True)
    paper.y += 14


def _figure(paper: Paper, latest: Latest) -> None:
    """The figure of the release, and its three changes below it."""
    paper.rule()
    top = paper.y + 14
    colour = INK["demo"] if latest.held.demonstration else INK["ink"]
    paper.text(MARGIN, top + 46, figure(latest.held.value), 54, colour, bold=True)
    weekly = Frequency(latest.frequency) == Frequency.WEEKLY
    changes = latest.changes
    columns = [
        (gettext("On previous issue") if weekly else gettext("Month-on-month"), changes.previous),
        (gettext("Since start of year"), changes.year_start),
        (gettext("Year-on-year"), changes.year_ago),
    ]
    step = (paper.right - MARGIN) / 3
    for number, (label, change) in enumerate(columns):
        x = MARGIN + number * step
        paper.text(x, top + 76, fitted(label, step - 8, 13), 13, INK["soft"])
        _change(paper, x, top + 102, change, 20)
    paper.y = top + 118


def _change(paper: Paper, x: float, y: float, change: Change, size: float, anchor: str = "start") -> None:
    """A change with its sign: red is up on Chinese pictures, green on English ones, as readers know it."""
    if not change.available:
        paper.text(x, y, "–", size, INK["soft"], anchor=anchor)
        return
    direction = change.direction or 0
    up, down = (RED, GREEN) if get_language().startswith("zh") else (GREEN, RED)
    colour = up if direction > 0 else down if direction < 0 else INK["ink"]
    paper.text(x, y, signed(change.percent), size, colour, bold=True, anchor=anchor)


def _chart(paper: Paper, chart: Chart) -> None:
    """The way up to this issue, in the drawing of the pages."""
    paper.rule()
    paper.y += 10
    scale = (paper.right - MARGIN) / CHART[0]
    look = FileLook(LIGHT, False, chart.language.startswith("zh"), one_face=True)
    drawing = lay_out(chart, *CHART)
    shapes = "".join(written(shape, look) for shape in drawing.shapes)
    paper.put(
        f'<g transform="translate({MARGIN} {paper.y:.1f}) scale({scale:.4f})" font-size="13">{shapes}</g>'
    )
    paper.y += CHART[1] * scale + 12


def _classes(paper: Paper, classes: list[Latest]) -> None:
    """The figures below the first one: name, value, change on the previous issue."""
    for latest in classes[:MOST_CLASSES]:
        paper.rule()
        base = paper.y + 21
        colour = INK["demo"] if latest.held.demonstration else INK["ink"]
        paper.text(MARGIN, base, fitted(latest.index.name, 280, 15), 15, INK["ink"])
        paper.text(400, base, figure(latest.held.value), 15, colour, bold=True, anchor="end")
        _change(paper, paper.right, base, latest.changes.previous, 15, "end")
        paper.y += 31
    if len(classes) > MOST_CLASSES:
        paper.rule()
        more = gettext("%(count)d more on the page") % {"count": len(classes) - MOST_CLASSES}
        paper.text(MARGIN, paper.y + 19, more, 13, INK["soft"])
        paper.y += 28


def _foot(paper: Paper, poster: Poster) -> None:
    """The code that leads to the page, and whose figures these are."""
    paper.rule(INK["axis"])
    top, side = paper.y + 16, 128
    paper.put(qr_path(poster.address, paper.right - side, top, side))
    room = paper.right - side - MARGIN - 16
    paper.y = top + 8
    paper.paragraph(gettext("All figures, changes, files and method:"), 15, INK["ink"], width=room, bold=True)
    paper.y += 2
    paper.paragraph(poster.address.partition("://")[2], 12, INK["soft"], width=room)
    paper.y += 4
    paper.paragraph(gettext("Source: China · Keqiao Textile Index"), 12, INK["soft"], width=room)
    paper.y = max(paper.y, top + side) + 20
