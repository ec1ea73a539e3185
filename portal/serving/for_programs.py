"""Errors in the form that a machine address promises: problem documents, messages of SDMX, elsewhere `{"error": sentence}`.

Needs no request and no database, for some are answered beside Django.
"""

import json

from django.http import HttpResponse

from foundation.problems import CONTENT_TYPE, OF_STATUS, ProblemKind, problem
from indexdata.exports.headers import OPEN_HEADERS
from indexdata.sdmx import errors
from portal.serving.addressed import API_ADDRESS, SDMX_ADDRESS

NOT_KEPT = "no-store"


def error_body(path, status, sentence, kind: ProblemKind | None = None, parameters=()) -> tuple[str, bytes]:
    """Return (content type, body) of an error at a machine address; `kind` says more than the status where there is one."""
    if path.lower().startswith(API_ADDRESS):
        document = problem(kind or OF_STATUS[status], sentence, parameters)
        return CONTENT_TYPE, json.dumps(document, ensure_ascii=False).encode()
    if path.lower().startswith(SDMX_ADDRESS):
        return errors.CONTENT_TYPE, errors.message(status, sentence, errors.version_of_address(path)).encode()
    return "application/json", json.dumps({"error": sentence}, ensure_ascii=False).encode()


def error_answer(path, status, sentence, kind: ProblemKind | None = None, parameters=()) -> HttpResponse:
    """Return the error as a response that no cache keeps and scripts of any site may read."""
    content_type, body = error_body(path, status, sentence, kind, parameters)
    return HttpResponse(
        body, status=status, content_type=content_type, headers={**OPEN_HEADERS, "Cache-Control": NOT_KEPT}
    )
