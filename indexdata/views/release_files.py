"""The figures of one release as files: the same as on its page."""

from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from indexdata.arithmetic.periods import parse_period, period_label
from indexdata.exports.documents import release_document
from indexdata.exports.facts import facts_of
from indexdata.exports.tables import Plot, Table, figure_rows, release_columns, release_rows
from indexdata.series.of_release import figures_of, neighbourhood
from indexdata.series.publication import publications_of

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

TAKEN = ("as_of", "demonstration")
#: Up to so many indices stand in the chart of a workbook: the total and its classes.
MOST_BARS = 30


def release_csv(request, family, code):
    """Answer the figures of a release as CSV."""
    return answered(request, family, code, CSV)


def release_xlsx(request, family, code):
    """Answer the figures of a release as an Excel workbook with a chart and notes."""
    return answered(request, family, code, XLSX)


def release_json(request, family, code):
    """Answer the figures of a release as JSON, with what they are."""
    return answered(request, family, code, JSON)


def answered(request, family, code, kind):
    """Answer the figures of a release as a file of a kind, or say why not."""
    try:
        release, figures, parameters = asked(request, family, code)
        if kind == JSON:
            rows = figure_rows(figures)
            publications = publications_of(rows, parameters.at)
            return json_answer(release_document(release, rows, publications, parameters, request))
        table = release_table(request, release, figures, parameters)
        return csv_answer(request, table) if kind == CSV else workbook_answer(table)
    except Refused as refused:
        return refusal(refused, kind)


def asked(request, family, code):
    """Return a public release, its figures and the parameters, or raise `Refused`; before it is out there is nothing."""
    parameters = read_strictly(request, TAKEN)
    around = public_release(family, code)
    release = around.release
    figures = figures_of([release], {family: around.gaps}, parameters.at).get(release.pk, [])
    if not parameters.demonstration:
        figures = [figure for figure in figures if not figure.invented]
    return release, figures, parameters


def public_release(family, code):
    """Return a public release with what stands around it (`Neighbourhood`), or raise `Refused`."""
    try:
        around = neighbourhood(family, parse_period(code, family.frequency))
    except ValueError:
        raise nothing_public() from None
    release = around.release
    if release is None or release.code != code or release.no_issue or not release.is_public():
        raise nothing_public()
    return around


def nothing_public():
    """Return the refusal of a release that is not public."""
    return Refused(404, gettext("There is no public release at this address."))


def release_table(request, release, figures, parameters):
    """Return the figures of a release as a table for files."""
    columns, rows = release_columns(), release_rows(figures, parameters.at)
    label = period_label(release.period, release.frequency, get_language())
    title = gettext("%(family)s, %(period)s") % {"family": release.get_family_display(), "period": label}
    moment = gettext("not recorded")
    if release.moment_recorded and release.public_at:
        moment = localtime(release.public_at).isoformat(timespec="seconds")
    facts = facts_of(
        request, parameters, title=title, page=release.get_absolute_url(), rows=rows, columns=columns,
        unit=gettext("Index points; changes in percent"),
        more=[
            (gettext("Frequency"), str(release.frequency.label)),
            (gettext("Release moment"), moment),
        ],
    )  # fmt: skip
    bars = [
        (figure.latest.index.name, figure.latest.changes.previous.percent, figure.invented)
        for figure in figures
        if figure.latest.changes.previous.available
    ]
    plot = Plot([(gettext("Change on the previous issue"), bars[:MOST_BARS])], title, "%", bars=True)
    stem = f"keqiao-release-{release.family}-{release.code}"
    return Table(stem, release.frequency, columns, rows, facts, plot)
