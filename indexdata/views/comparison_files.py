"""A comparison of indices as files: the same rows as its page, and nothing left out unsaid."""

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from indexdata.arithmetic.periods import period_code, period_label
from indexdata.exports.documents import comparison_document
from indexdata.exports.facts import facts_of, span_in_words
from indexdata.exports.tables import Plot, Table, comparison_columns, comparison_rows
from indexdata.series.comparison import MOST

from .comparison_reading import SCALES, read_comparison
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

TAKEN = ("from", "to", "all", "as_of", "demonstration")
MOST_NAMED = 10


def compare_csv(request):
    """Answer a comparison as CSV: a row for each period, a column for each index."""
    return answered(request, CSV)


def compare_xlsx(request):
    """Answer a comparison as an Excel workbook with a chart and notes."""
    return answered(request, XLSX)


def compare_json(request):
    """Answer a comparison as JSON, with what it holds."""
    return answered(request, JSON)


def answered(request, kind):
    """Answer a comparison as a file of a kind, or say why not."""
    try:
        reading, parameters = asked(request)
        if kind == JSON:
            return json_answer(comparison_document(reading.comparison, reading.first, parameters, request))
        table = comparison_table(request, reading, parameters)
        return csv_answer(request, table) if kind == CSV else workbook_answer(table)
    except Refused as refused:
        return refusal(refused, kind)


def asked(request, *, invented=False):
    """Return what is compared and the parameters, or raise `Refused`: a file names what it cannot hold, the page leaves it out.

    `invented` tells whether demonstration figures are in where nothing is said of them.
    """
    parameters = read_strictly(request, TAKEN)
    if request.GET.get("rebase", "") not in ("", *SCALES):
        raise Refused(400, gettext("rebase: Write auto, 1 or off, or leave it out."))
    reading = read_comparison(request.GET, parameters, invented=invented)
    if reading.unknown:
        names = ", ".join(path[:80] for path in reading.unknown[:MOST_NAMED])
        raise Refused(
            400, gettext("s: No index with public figures has this path: %(names)s.") % {"names": names}
        )
    if reading.too_many:
        over = ", ".join(index.path for index in reading.found[MOST:][:MOST_NAMED])
        sentence = ngettext(
            "s: At most %(most)s index is compared. Too many are: %(names)s.",
            "s: At most %(most)s indices are compared. Too many are: %(names)s.",
            MOST,
        )
        raise Refused(400, sentence % {"most": MOST, "names": over})
    return reading, parameters


def comparison_table(request, reading, parameters):
    """Return a comparison as a table for files."""
    comparison, invented = reading.comparison, bool(parameters.demonstration)
    columns = comparison_columns(comparison, invented=invented)
    rows = comparison_rows(comparison, invented=invented)
    names = [one.index.name for one in comparison.series]
    title = " · ".join(names) or gettext("Compare indices")
    more = [
        (gettext("Frequency"), str(comparison.frequency.label)),
        (gettext("Span of time"), span_in_words(reading.first, parameters.last)),
    ]
    unit = gettext("Index points")
    if comparison.base:
        base = period_label(comparison.base, comparison.frequency, get_language())
        unit = gettext("%(period)s = 100") % {"period": base}
    if comparison.monthly_issues:
        more.append(
            (
                gettext("Weekly indices"),
                gettext(
                    "Weekly indices are shown with the last issue held in each month, a published one where there is one,"
                    " so that they can stand beside monthly ones."
                ),
            )
        )
    for index in reading.absent:
        more.append((gettext("No figures"), f"{index.name} ({index.path})"))
    page = f"{reverse('indexdata:compare')}?{request.GET.urlencode()}"
    facts = facts_of(
        request, parameters, title=title, page=page, unit=unit, rows=rows, columns=columns, more=more
    )
    lines = [
        (
            one.index.name,
            [
                (period_code(period, comparison.frequency), *point)
                for period, *point in comparison.points(number)
            ],
        )
        for number, one in enumerate(comparison.series)
    ]
    return Table("keqiao-comparison", comparison.frequency, columns, rows, facts, Plot(lines, title, unit))
