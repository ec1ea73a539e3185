"""Questions of SDMX-REST 1.5 and their answers: structures, data and what data there are, in messages of SDMX 2.1."""

from . import taken
from .answers import answer
from .availability import availability
from .csv import csv_message
from .envelope import Head
from .errors import Malformed, NothingFound, NotOffered
from .flows import AGENCY, ATTRIBUTE_IDS
from .generic import generic_message
from .keys import of_key
from .negotiation import CSV_1_FIRST, CSV_2_SECOND, GENERIC_21, SPECIFIC_21, STRUCTURE_21, form_for
from .parameters import Asked, check_agency, check_version, flow_named, now, parts_of
from .periods import between
from .rows import Question, data_sets, last_change
from .selection import DETAILS, REFERENCES, selected
from .specific import specific_message
from .structure_21 import Dialect21
from .structure_xml import structure_message
from .structures import KINDS, OTHER_KINDS
from .writing import DataMessage

VERSIONS = ("latest", "all")
DATA_FORMS = (GENERIC_21, SPECIFIC_21, CSV_1_FIRST, CSV_2_SECOND)
#: Resources of the standard that are of no use here.
UNSERVED = frozenset({"metadata", "schema", "registration"})
DATA_DETAILS = ("full", "dataonly", "serieskeysonly", "nodata")


def structures(request, path):
    """Answer a question for structures: kind/agency/id/version/item, each with a default."""
    form = form_for(request.headers.get("Accept", ""), (STRUCTURE_21,))
    asked = Asked(request.META.get("QUERY_STRING", ""), taken.STRUCTURES)
    kind, agency, identity, version, item = parts_of(path, ("", "all", "all", "latest", ""))
    if kind in OTHER_KINDS:
        raise NothingFound(f"There is nothing of the kind {kind} here.")
    if kind in UNSERVED:
        raise NotOffered(f"{kind} is not offered. There are {', '.join(KINDS)}, data.")
    if kind not in (*KINDS, "structure"):
        raise NothingFound(f"There is no resource {kind[:60]!r}. There are {', '.join(KINDS)}, data.")
    check_agency(agency, ("all",))
    check_version(version, VERSIONS)
    found = selected(
        kind,
        "" if identity == "all" else identity,
        "" if item == "all" else item,
        asked.choice("detail", DETAILS, "full"),
        asked.choice("references", (*REFERENCES, *KINDS, *sorted(OTHER_KINDS)), "none"),
    )
    head = Head(last_change(None, now()))
    base = request.build_absolute_uri("/sdmx/2.1/")
    return answer(request, form, structure_message(head, found, Dialect21(), base))


def data(request, path):
    """Answer a question for data: flow/key/provider."""
    form = form_for(request.headers.get("Accept", ""), DATA_FORMS)
    asked = Asked(request.META.get("QUERY_STRING", ""), taken.DATA_21)
    flow, key = _flow_and_key(parts_of(path, ("", "all", "all")))
    detail = asked.choice("detail", DATA_DETAILS, "full")
    at = now()
    question = Question(
        flow,
        at,
        series=(of_key(key, "all"),) if key != "all" else (),
        times=between(asked.text("startPeriod"), asked.text("endPeriod"), flow.frequency),
        updated_after=asked.moment("updatedAfter"),
        history=asked.truth("includeHistory"),
        first=asked.number("firstNObservations"),
        last=asked.number("lastNObservations"),
        observations=detail in ("full", "dataonly"),
    )
    check_together(question)
    attributes = () if detail == "dataonly" else ATTRIBUTE_IDS
    message = DataMessage(Head(last_change(flow, at)), flow, data_sets(question), asked.flat(), attributes)
    return answer(request, form, written(message, form), lambda: check_found(message))


def available(request, path):
    """Answer which data there are: flow/key/provider/dimension."""
    form = form_for(request.headers.get("Accept", ""), (STRUCTURE_21,))
    asked = Asked(request.META.get("QUERY_STRING", ""), taken.AVAILABILITY_21)
    *rest, component = parts_of(path, ("", "all", "all", "all"))
    flow, key = _flow_and_key(rest)
    question = Question(
        flow,
        now(),
        series=(of_key(key, "all"),) if key != "all" else (),
        times=between(asked.text("startPeriod"), asked.text("endPeriod"), flow.frequency),
        updated_after=asked.moment("updatedAfter"),
    )
    found = availability(question, "" if component == "all" else component, asked)
    head, base = Head(last_change(flow, question.at)), request.build_absolute_uri("/sdmx/2.1/")
    return answer(request, form, structure_message(head, found, Dialect21(), base))


def written(message, form):
    """Return the pieces of a message in a form of 2.1, or of SDMX-CSV."""
    if form is GENERIC_21:
        return generic_message(message)
    if form is SPECIFIC_21:
        return specific_message(message, "2.1")
    return csv_message(message, form.version[:3])


def check_together(question):
    """Refuse what means nothing together."""
    if question.history and (question.first or question.last):
        raise NotOffered("firstNObservations and lastNObservations are not offered with includeHistory.")


def check_found(message):
    """Refuse a message without data."""
    if not message.count:
        raise NothingFound(f"There are no data of {message.flow.id} for this question.")


def _flow_and_key(parts):
    flow, key, provider = parts
    agency, identity, version = reference_of(flow)
    if provider not in ("all", AGENCY, f"{AGENCY},{AGENCY}"):
        raise NothingFound(f"Provider {provider[:60]!r} has nothing here; all data are of {AGENCY}.")
    return flow_named(agency, identity, version, VERSIONS), key


def reference_of(text):
    """Return (agency, id, version) of a reference such as PRICE, KQ,PRICE or KQ,PRICE,1.0."""
    parts = text.split(",")
    if not text or len(parts) > 3 or "" in parts:
        raise Malformed(f"A dataflow is written ID, AGENCY,ID or AGENCY,ID,VERSION, not {text[:60]!r}.")
    if len(parts) == 1:
        return AGENCY, parts[0], "latest"
    agency, identity, version = [*parts, "latest"][:3]
    return (AGENCY if agency == "all" else agency), identity, version
