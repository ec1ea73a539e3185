"""A chart as one `<svg>` with its name, description and what a script needs to read it; or as two for a page."""

from decimal import Decimal
from zlib import crc32

from django.utils.safestring import SafeString, mark_safe

from ..enums import Frequency
from .layout import lay_out
from .model import Chart
from .scales import Frame
from .shapes import NARROW, NARROW_BELOW, WIDE
from .style import FAMILIES, LIGHT, PAGE, FileLook, Look
from .svg import attributes_of, escaped, short_number, written
from .words import words_in


def draw_chart(
    chart: Chart,
    width: int = WIDE[0],
    height: int = WIDE[1],
    standalone: bool = False,
    ident: str = "",
    theme: str = LIGHT,
    one_face: bool = False,
) -> SafeString:
    """The chart as one `<svg>`; one that is `standalone` is a file, with the colours of a theme in plain attributes.

    `one_face` says that the font it is drawn in has no bold face.
    `ident` makes the ids of title and description unique when the same chart stands twice on a page.
    """
    drawing = lay_out(chart, width, height, standalone)
    title = chart.title or words_in(chart.language)["untitled"]
    readings = _readings(chart, drawing.frame)
    if not ident:
        keys = "|".join(line.key or line.label for line in chart.lines)
        ident = f"{crc32(f'{title}|{keys}|{readings}'.encode()):x}"
    ident = f"kc-{ident}-{width}"
    named = {"role": "img", "aria-labelledby": f"{ident}-title {ident}-desc"}
    look: Look = PAGE
    paper = ""
    if standalone:
        look = file = FileLook(
            theme, len(chart.lines) > 1, chart.language.startswith("zh"), one_face, chart.by_year
        )
        paper = f'<rect width="{width}" height="{height}" fill="{file.paper}"/>'
        opening: dict[str, object] = {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": width,
            "height": height,
            "viewBox": f"0 0 {width} {height}",
            "lang": chart.language,  # in a page it is the page's
            **named,
            "font-family": FAMILIES,
            "font-size": "13",
        }
    else:
        several = " kc-chart--several" if len(chart.lines) > 1 else ""
        if chart.by_year:
            several += " kc-chart--years"
        size = "narrow" if width < NARROW_BELOW else "wide"
        opening = {
            "class": f"kc-chart kc-chart--{size}{several}",
            "viewBox": f"0 0 {width} {height}",
            **named,
            "font-size": "13",
            **readings,
        }
    parts = [
        f"<svg{attributes_of(opening)}>",
        f'<title id="{escaped(ident)}-title">{escaped(title)}</title>',
        f'<desc id="{escaped(ident)}-desc">{escaped(_description(chart, drawing.frame))}</desc>',
    ]
    parts.append(f'{paper}<g aria-hidden="true">')
    parts += (written(shape, look) for shape in drawing.shapes)
    parts.append("</g></svg>")
    return mark_safe("".join(parts))


def draw_both(chart: Chart, ident: str = "") -> SafeString:
    """The wide and the narrow drawing for one figure of a page."""
    width, height = NARROW
    height += 40 if chart.by_year else 19 * max(0, len(chart.lines) - 2)  # the names stand above the plot
    return mark_safe(draw_chart(chart, *WIDE, ident=ident) + draw_chart(chart, width, height, ident=ident))


def _readings(chart: Chart, frame: Frame | None) -> dict[str, str]:
    """Attributes from which a script reads what lies under the pointer; none where nothing is plotted."""
    if frame is None:
        return {}
    readings = {
        "data-x0": short_number(frame.x0),
        "data-x1": short_number(frame.x1),
        "data-t0": frame.t0.isoformat(),
        "data-t1": frame.t1.isoformat(),
        "data-y0": short_number(frame.bottom),
        "data-y1": short_number(frame.top),
        "data-v0": _plain(frame.v0),
        "data-v1": _plain(frame.v1),
        "data-frequency": Frequency(chart.frequency).value,
    }
    return readings | ({"data-suffix": "%"} if chart.unit.startswith("%") else {})


def _description(chart: Chart, frame: Frame | None) -> str:
    words, sentences = words_in(chart.language), [chart.description]
    if frame:
        sentences.append(words["axis"].format(low=_plain(frame.v0), high=_plain(frame.v1)))
    if any(
        value is not None and not demonstration and period in line.estimated
        for line in chart.lines
        for period, value, demonstration in line.points
    ):
        sentences.append(words["contains estimates"])
    if chart.holds_demonstration:
        sentences.append(words["contains"])
    between = "" if chart.language.startswith("zh") else " "
    return between.join(filter(None, sentences))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
