"""The newest figures of indices as the API shows them."""

from indexdata.exports.json import observation
from indexdata.series.publication import publications_of
from indexdata.series.rows import SeriesAsOf, SeriesRow, newest_figures


def newest_observations(indices, invented=False) -> dict[int, dict]:
    """Return `{index id: its newest published observation}`; `invented` lets demonstration figures in."""
    rows = {
        pk: _row(latest, mark)
        for pk, (latest, mark) in newest_figures(indices, published=not invented).items()
    }
    publications = publications_of(rows.values())
    return {pk: observation(row, publications) for pk, row in rows.items()}


def _row(latest, mark):
    period = latest.period
    row = SeriesRow(SeriesAsOf(latest.index, {period: latest.held}, {period: mark}), period)
    row.changes, row.shown = latest.changes, latest.held.value
    return row
