"""The newest figures of indices as the API shows them."""

from indexdata.exports.json import observation
from indexdata.series.rows import SeriesAsOf, SeriesRow, newest_figures


def newest_observations(indices) -> dict[int, dict]:
    """Return `{index id: its newest public observation}`."""
    return {pk: _observation(latest, mark) for pk, (latest, mark) in newest_figures(indices).items()}


def _observation(latest, mark):
    period = latest.period
    row = SeriesRow(SeriesAsOf(latest.index, {period: latest.held}, {period: mark}), period)
    row.changes, row.shown = latest.changes, latest.held.value
    return observation(row)
