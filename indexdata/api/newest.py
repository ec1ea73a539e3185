"""The newest figures of indices as the API shows them."""

from indexdata.exports.json import observation
from indexdata.series.publication import publications_of
from indexdata.series.rows import SeriesAsOf, SeriesRow, newest_figures


def newest_observations(indices, invented=False, at=None) -> dict[int, dict]:
    """Return `{index id: its newest published observation}` at a moment; `invented` lets demonstration figures in."""
    return observations_of(newest_figures(indices, at, published=not invented).values(), at)


def observations_of(figures, at=None) -> dict[int, dict]:
    """Return `{index id: observation}` of figures with their marks (`Latest`, `ObservationAttributes`), one of each index."""
    rows = {latest.index.pk: _row(latest, mark) for latest, mark in figures}
    publications = publications_of(rows.values(), at)
    return {pk: observation(row, publications) for pk, row in rows.items()}


def _row(latest, mark):
    period = latest.period
    row = SeriesRow(SeriesAsOf(latest.index, {period: latest.held}, {period: mark}), period)
    row.changes, row.shown = latest.changes, latest.held.value
    return row
