"""The figures of one index as files: the same rows as its page."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext

from indexdata.exports.csv import csv_text
from indexdata.exports.headers import open_to_all
from indexdata.exports.json import series_document
from indexdata.models import Index
from indexdata.series.parameters import read_parameters
from indexdata.series.publication import publications_of
from indexdata.series.rows import span_of, stored_series


class Refused(Exception):
    """A file cannot be given: a status and a sentence."""

    def __init__(self, status, sentence):
        self.status, self.sentence = status, sentence


def data_csv(request, path):
    """Answer the rows as CSV."""
    try:
        stored, span, parameters = asked(request, path)
    except Refused as refused:
        return plain(refused)
    text = csv_text(span.rows, publications_of(span.rows, parameters.at))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"keqiao-{stored.index.path.replace('/', '-')}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return open_to_all(response)


def data_json(request, path):
    """Answer the rows as JSON, with what they are."""
    try:
        stored, span, parameters = asked(request, path)
    except Refused as refused:
        return open_to_all(JsonResponse({"error": refused.sentence}, status=refused.status))
    document = series_document(stored.index, span, parameters, request)
    return open_to_all(JsonResponse(document, json_dumps_params={"ensure_ascii": False}))


def asked(request, path, *, invented=False):
    """Return the series, the span asked for and the parameters, or raise `Refused`.

    `invented` tells whether demonstration figures are shown where nothing is said of them: in pictures, as on pages.
    """
    index = Index.objects.filter(path=path).first()
    if index is None:
        raise Refused(404, gettext("There is no index at this address."))
    parameters = read_parameters(request.GET)
    if parameters.errors:
        raise Refused(400, parameters.sentence)
    stored = parameters.chosen(stored_series([index], parameters.at)[index.pk], invented=invented)
    return stored, span_of(stored, parameters), parameters


def plain(refused):
    """Return a refusal as a line of plain text."""
    response = HttpResponse(
        f"{refused.sentence}\n", status=refused.status, content_type="text/plain; charset=utf-8"
    )
    return open_to_all(response)
