"""Values as they are written on a chart: with its format, a true minus, and the sign of percent."""

from decimal import Decimal

from .model import Chart


def shown_value(chart: Chart, value: Decimal) -> str:
    """Return a value in the chart's own format."""
    return _signed(chart, format(value, chart.y_format))


def tick_label(chart: Chart, tick: Decimal, step: Decimal) -> str:
    """Return a value of the axis, with as many places as its steps need."""
    places = len(f"{step.normalize():f}".partition(".")[2])
    grouping = "," if "," in chart.y_format else ""
    sign = "+" if "+" in chart.y_format and tick > 0 else ""
    return _signed(chart, f"{tick:{sign}{grouping}.{places}f}")


def _signed(chart: Chart, text: str) -> str:
    return text.replace("-", "−") + ("%" if chart.unit.startswith("%") else "")
