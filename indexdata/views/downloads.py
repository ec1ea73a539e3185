"""The figures of one index as files: the same rows as its page."""

from django.utils.translation import gettext

from indexdata.arithmetic.periods import period_code
from indexdata.charts.of_series import chart_title, unit_of
from indexdata.exports.facts import facts_of, span_in_words
from indexdata.exports.json import series_document
from indexdata.exports.rows import COLUMNS
from indexdata.exports.tables import Plot, Table, series_rows
from indexdata.models import Index
from indexdata.series.publication import publications_of
from indexdata.series.rows import span_of, stored_series

from .file_answers import (
    CSV,
    JSON,
    XLSX,
    Refused,
    csv_answer,
    json_answer,
    read_strictly,
    refusal,
    workbook_answer,
)


def data_csv(request, path):
    """Answer the rows as CSV."""
    return answered(request, path, CSV)


def data_xlsx(request, path):
    """Answer the rows as an Excel workbook with a chart and notes."""
    return answered(request, path, XLSX)


def data_json(request, path):
    """Answer the rows as JSON, with what they are."""
    return answered(request, path, JSON)


def answered(request, path, kind):
    """Answer the rows of an index as a file of a kind, or say why not."""
    try:
        stored, span, parameters = asked(request, path)
        if kind == JSON:
            return json_answer(series_document(stored.index, span, parameters, request))
        table = series_table(request, stored, span, parameters)
        return csv_answer(request, table) if kind == CSV else workbook_answer(table)
    except Refused as refused:
        return refusal(refused, kind)


def series_table(request, stored, span, parameters):
    """Return the rows of an index as a table for files."""
    index, rows = stored.index, series_rows(span.rows, publications_of(span.rows, parameters.at))
    title, unit = chart_title(index.name, span.transform), unit_of(span.transform, span.rows)
    facts = facts_of(
        request, parameters, title=title, page=index.get_absolute_url(), unit=unit, rows=rows, columns=COLUMNS,
        more=[
            (gettext("Index"), f"{index.name} · {index.code}"),
            (gettext("Frequency"), str(index.frequency.label)),
            (gettext("Span of time"), span_in_words(span.first, span.last)),
            (gettext("Show"), str(span.transform.label)),
        ],
    )  # fmt: skip
    points = [(period_code(row.period, stored.frequency), row.shown, row.demonstration) for row in span.rows]
    stem = f"keqiao-{index.path.replace('/', '-')}"
    plot = Plot([(index.name, points)], title, unit)
    return Table(stem, stored.frequency, COLUMNS, rows, facts, plot)


def asked(request, path, *, invented=False):
    """Return the series, the span asked for and the parameters, or raise `Refused`.

    `invented` tells whether demonstration figures are shown where nothing is said of them: in pictures, as on pages.
    """
    index = Index.objects.filter(path=path).first()
    if index is None:
        raise Refused(404, gettext("There is no index at this address."))
    parameters = read_strictly(request)
    stored = parameters.chosen(stored_series([index], parameters.at)[index.pk], invented=invented)
    return stored, span_of(stored, parameters), parameters
