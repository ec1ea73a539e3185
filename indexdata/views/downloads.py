"""The figures of one index as files: the same rows as its page."""

from django.utils.translation import gettext

from indexdata.arithmetic.periods import period_code
from indexdata.charts.of_series import named, shown_title, unit_of_span
from indexdata.exports.facts import facts_of, span_in_words
from indexdata.exports.json import series_document
from indexdata.exports.rows import COLUMNS
from indexdata.exports.tables import Plot, Table, series_rows
from indexdata.models import Index
from indexdata.series.forms import formed, objections
from indexdata.series.parameters import ONE_SERIES
from indexdata.series.publication import publications_of
from indexdata.series.rows import span_of, stored_series
from indexdata.wording.formulas import formulas_of

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
            return json_answer(series_document(stored, span, parameters, request))
        table = series_table(request, stored, span, parameters)
        return csv_answer(request, table) if kind == CSV else workbook_answer(table)
    except Refused as refused:
        return refusal(refused, kind)


def series_table(request, stored, span, parameters):
    """Return the rows of an index as a table for files."""
    index, rows = stored.index, series_rows(span.rows, publications_of(span.rows, parameters.at))
    title, unit = shown_title(stored, span), unit_of_span(stored, span)
    facts = facts_of(
        request, parameters, title=title, page=index.get_absolute_url(), unit=unit, rows=rows, columns=COLUMNS,
        more=[
            (gettext("Index"), f"{index.name} · {index.code}"),
            (gettext("Frequency"), str(index.frequency.label)),
            (gettext("Span of time"), span_in_words(span.first, span.last)),
            (gettext("Show"), str(span.transform.label)),
            *((gettext("Calculation"), sentence) for sentence in formulas_of(stored, span)),
        ],
    )  # fmt: skip
    points = [(period_code(row.period, stored.frequency), row.shown, row.demonstration) for row in span.rows]
    stem = f"keqiao-{index.path.replace('/', '-')}"
    plot = Plot([(named(stored), points)], title, unit)
    return Table(stem, stored.frequency, COLUMNS, rows, facts, plot)


def asked(request, path, *, invented=False, names=ONE_SERIES):
    """Return the series, the span asked for and the parameters, or raise `Refused`.

    `names` are those of the parameters. `invented` tells whether demonstration figures are shown where nothing is said of
    them: in pictures, as on pages.
    """
    index = Index.objects.filter(path=path).first()
    if index is None:
        raise Refused(404, gettext("There is no index at this address."))
    parameters = read_strictly(request, (*names, "all"))
    chosen = parameters.chosen(stored_series([index], parameters.at)[index.pk], invented=invented)
    stored = formed(chosen, parameters)
    span = span_of(stored, parameters)
    if wrong := objections(stored, span, parameters):
        raise Refused(400, " ".join(f"{name}: {sentence}" for name, sentence in wrong.items()))
    return stored, span, parameters
