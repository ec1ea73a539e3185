"""Answers that are files: what a file may be asked for, its headers, and its refusals."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext

from indexdata.exports.csv import csv_text
from indexdata.exports.headers import open_to_all
from indexdata.exports.workbook import CONTENT_TYPE, workbook_bytes
from indexdata.series.parameters import NAMES, read_parameters

CSV, XLSX, JSON = "csv", "xlsx", "json"


class Refused(Exception):
    """A file cannot be given: a status and a sentence."""

    def __init__(self, status, sentence):
        self.status, self.sentence = status, sentence


def read_strictly(request, names=(*NAMES, "all")):
    """Return the parameters of a file that takes these names, or raise `Refused` where they cannot be understood."""
    parameters = read_parameters(request.GET, names)
    if parameters.errors:
        raise Refused(400, parameters.sentence)
    return parameters


def marked_for_excel(request) -> bool:
    """Tell whether a CSV file shall begin with a byte order mark (`excel=1`)."""
    asked = request.GET.get("excel", "")
    if asked not in ("", "0", "1"):
        raise Refused(
            400, gettext("excel: Write 1 for a file that begins with a byte order mark, or leave it out.")
        )
    return asked == "1"


def csv_answer(request, table):
    """Answer a table as CSV."""
    text = csv_text(table.columns, table.rows, excel=marked_for_excel(request))
    return _attached(HttpResponse(text, content_type="text/csv; charset=utf-8"), f"{table.stem}.csv")


def workbook_answer(table):
    """Answer a table as an Excel workbook."""
    return _attached(HttpResponse(workbook_bytes(table), content_type=CONTENT_TYPE), f"{table.stem}.xlsx")


def json_answer(document):
    """Answer an object as JSON."""
    return in_parts(open_to_all(JsonResponse(document, json_dumps_params={"ensure_ascii": False})))


def plain(refused):
    """Return a refusal as a line of plain text."""
    response = HttpResponse(
        f"{refused.sentence}\n", status=refused.status, content_type="text/plain; charset=utf-8"
    )
    return open_to_all(response)


def refusal(refused, kind):
    """Return a refusal as the readers of a file of this kind expect it."""
    if kind == JSON:
        return open_to_all(JsonResponse({"error": refused.sentence}, status=refused.status))
    return plain(refused)


def _attached(response, name):
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return in_parts(open_to_all(response))


def in_parts(response):
    """Let programs ask for a part of a file: readers of tables begin with its first bytes (`portal.serving.answers`)."""
    response.headers["Accept-Ranges"] = "bytes"
    return response
