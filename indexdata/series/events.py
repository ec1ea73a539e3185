"""The events that a chart of a series marks."""

from indexdata.models import Event

from .rows import SeriesAsOf, SeriesWindow


def events_of(stored: SeriesAsOf, span: SeriesWindow) -> list[Event]:
    """Return the public events between the first and the last figure of a span, oldest first; one query, none without figures."""
    held = [row.period for row in span.rows if row.held]
    if not held:
        return []
    return Event.objects.concerning(stored.index.family, held[0], held[-1])
