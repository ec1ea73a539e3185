"""The addresses of both services: a question is answered, or refused in the words of the standard."""

from functools import wraps

from django.views.decorators.csrf import csrf_exempt

from . import questions_21, questions_30
from .errors import NothingFound, SdmxError, error_response

METHODS = "GET, HEAD, OPTIONS"


def answering(version):
    """Make a view of a function from (request, rest of the address) to a response; its refusals become `Error` messages."""

    def made(question):
        @csrf_exempt
        @wraps(question)
        def view(request, path=""):
            if request.method not in ("GET", "HEAD"):
                refusal = error_response(405, "Figures are read with GET and HEAD alone.", version)
                refusal.headers["Allow"] = METHODS
                return refusal
            try:
                return question(request, path)
            except SdmxError as error:
                return error_response(error.status, error.sentence, version)

        return view

    return made


structures_21 = answering("2.1")(questions_21.structures)
data_21 = answering("2.1")(questions_21.data)
available_21 = answering("2.1")(questions_21.available)
structures_30 = answering("3.0")(questions_30.structures)
schema_30 = answering("3.0")(questions_30.schema)
data_30 = answering("3.0")(questions_30.data)
available_30 = answering("3.0")(questions_30.available)
unserved_30 = answering("3.0")(questions_30.unserved)


@answering("2.1")
def elsewhere(request, path):
    """Refuse addresses of neither service."""
    raise NothingFound("The services are /sdmx/2.1/ (SDMX 2.1) and /sdmx/3.0/ (SDMX 3.0).")
