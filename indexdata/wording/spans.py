"""A span of a series in words: what a chart of it shows to whom cannot see it."""

from django.utils.translation import get_language, gettext

from indexdata.arithmetic.periods import period_label
from indexdata.charts.of_series import shown_title
from indexdata.series.monthly import MonthlySeries
from indexdata.series.newest import Latest
from indexdata.series.rows import SeriesAsOf, SeriesWindow

from .cards import marked
from .sentences import figure_sentence


def span_sentence(stored: SeriesAsOf, span: SeriesWindow) -> str:
    """Return from when to when the rows of a span reach, and the newest figure among them; empty without figures."""
    shown = [(row, row.held) for row in span.rows if row.held]
    if not shown:
        return ""
    language = get_language()
    first, last = (
        period_label(row.period, stored.frequency, language) for row, _held in (shown[0], shown[-1])
    )
    if isinstance(stored, MonthlySeries):
        said = {"index": shown_title(stored, span), "first": first, "last": last}
        return gettext("%(index)s, from %(first)s to %(last)s.") % said
    newest, held = shown[-1]
    sentence = figure_sentence(Latest(stored.index, held, newest.changes, stored.frequency))
    sentence = marked(sentence, held.demonstration)
    if first == last:
        return sentence
    said = {"first": first, "last": last, "sentence": sentence}
    return gettext("The chart shows %(first)s to %(last)s. %(sentence)s") % said
