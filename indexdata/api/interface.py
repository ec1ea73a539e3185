"""The API itself: its description, and errors as problem documents."""

from functools import wraps

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from foundation.problems import BAD_PARAMETER, CONTENT_TYPE, NOT_FOUND, OF_STATUS, problem
from indexdata.exports.headers import open_to_all

from .document import finished
from .refusing import BadParameter


class OpenAPI(NinjaAPI):
    """The API; whatever it answers, errors too, scripts of other sites may read."""

    def create_response(self, *args, **kwargs):
        return open_to_all(super().create_response(*args, **kwargs))

    def get_openapi_schema(self, **kwargs):
        return finished(super().get_openapi_schema(**kwargs))

    def get_openapi_operation_id(self, operation):
        """Return what generated clients call an operation: a contract."""
        return operation.view_func.__name__


def open_document(view):
    """Let scripts of other sites read the OpenAPI document too."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        return open_to_all(view(request, *args, **kwargs))

    return opened


api = OpenAPI(
    title="China Textile City Index",
    version="1",
    description="Figures of the China · Keqiao Textile Index as published, with the three changes shown beside them; releases,"
    " revisions, classification, markets, sample units, popular fabrics, articles and reader comments. Read-only, without a key."
    " Published figures alone, unless demonstration=include asks for invented ones, each marked.",
    docs_url=None,
    docs_decorator=open_document,
    openapi_url="/openapi.json",
    urls_namespace="api",
)


@api.exception_handler(HttpError)
def refuse(request, error):
    return problem_answer(request, OF_STATUS[error.status_code], str(error))


@api.exception_handler(BadParameter)
def refuse_parameter(request, error):
    return problem_answer(request, BAD_PARAMETER, str(error), error.parameters)


@api.exception_handler(Http404)
def not_found(request, error):
    return problem_answer(request, NOT_FOUND, "There is nothing at this address.")


@api.exception_handler(ValidationError)
def invalid(request, error):
    return refuse_parameter(request, BadParameter.of_validation(error.errors))


def problem_answer(request, kind, detail, parameters=()):
    """Return an error as a problem document that no cache keeps."""
    response = api.create_response(request, problem(kind, detail, parameters), status=kind.status)
    response.headers["Content-Type"] = CONTENT_TYPE
    response.headers["Cache-Control"] = "no-store"
    return response
