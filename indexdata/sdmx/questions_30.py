"""Questions of SDMX-REST 2 and their answers: structures, data, what data there are, and schemas, in messages of SDMX 3.0."""

from . import taken
from .answers import answer
from .availability import availability
from .csv import csv_message
from .envelope import Head
from .errors import NothingFound, NotOffered
from .flows import DIMENSIONS, TIME
from .keys import of_filter, of_key
from .negotiation import CSV_1, CSV_2, DATA_30, STRUCTURE_30, STRUCTURE_JSON, form_for
from .parameters import Asked, check_agency, check_version, flow_named, now, parts_of
from .periods import filtered
from .questions_21 import UNSERVED, check_found, check_together
from .rows import Question, data_sets, last_change
from .selection import DETAILS, REFERENCES, selected
from .specific import specific_message
from .structure_30 import Dialect30
from .structure_json import json_message
from .structure_xml import structure_message
from .structures import KINDS, OTHER_KINDS
from .writing import DataMessage

ANY = ("*", "all")
#: Words and wildcards that mean the one version there is.
VERSIONS = ("latest", "+", "~", "*", "all", "1+", "1+.0", "1.0+")
STRUCTURE_FORMS = (STRUCTURE_30, STRUCTURE_JSON)
DATA_FORMS = (DATA_30, CSV_2, CSV_1)


def structures(request, path):
    """Answer a question for structures: kind/agency/id/version/item, each with a default."""
    asked = _asked(request, taken.STRUCTURES)
    kind, agency, identity, version, item = parts_of(path, ("*", "*", "*", "~", "*"))
    kind = "structure" if kind in ANY else kind
    if kind in OTHER_KINDS:
        raise NothingFound(f"There is nothing of the kind {kind} here.")
    if kind not in (*KINDS, "structure"):
        raise NothingFound(f"There is no structure of the kind {kind[:60]!r}. There are {', '.join(KINDS)}.")
    check_agency(agency, ANY)
    check_version(version, VERSIONS)
    found = selected(
        kind,
        "" if identity in ANY else identity,
        "" if item in ANY else item,
        asked.choice("detail", (*DETAILS, "raw"), "full"),
        asked.choice("references", (*REFERENCES, "ancestors", *KINDS, *sorted(OTHER_KINDS)), "none"),
    )
    return _structure_answer(request, found)


def schema(request, path):
    """Answer what a dataflow is made of, as `descendants` of it are."""
    asked = _asked(request, taken.SCHEMA_30)
    asked.flat()
    context, agency, identity, version = parts_of(path, ("", "", "", "~"))
    flow = _flow(context, agency, identity, version)
    return _structure_answer(request, selected("dataflow", flow.id, "", "full", "descendants"))


def data(request, path):
    """Answer a question for data: context/agency/id/version/key."""
    form = form_for(request.headers.get("Accept", ""), DATA_FORMS)
    asked = _asked(request, taken.DATA_30)
    context, agency, identity, version, key = parts_of(path, ("*", "*", "*", "~", "*"))
    flow = _flow(context, agency, identity, version)
    at, values = asked.as_of(now()), asked.measures()
    attributes = asked.attributes()
    question = _question(
        asked,
        flow,
        key,
        at,
        history=asked.truth("includeHistory"),
        first=asked.number("firstNObservations"),
        last=asked.number("lastNObservations"),
        observations=bool(values or attributes),
    )
    check_together(question)
    message = DataMessage(
        Head(last_change(flow, at)), flow, data_sets(question), asked.flat(), attributes, values
    )
    pieces = specific_message(message, "3.0") if form is DATA_30 else csv_message(message, form.version[:3])
    return answer(request, form, pieces, lambda: check_found(message))


def available(request, path):
    """Answer which data there are: context/agency/id/version/key/dimension."""
    asked = _asked(request, taken.AVAILABILITY_30)
    context, agency, identity, version, key, component = parts_of(path, ("*", "*", "*", "~", "*", "*"))
    flow = _flow(context, agency, identity, version)
    question = _question(asked, flow, key, asked.as_of(now()))
    return _structure_answer(request, availability(question, "" if component in ANY else component, asked))


def unserved(request, path):
    """Refuse resources of the standard that are of no use here, and what is none."""
    resource = path.partition("/")[0]
    if resource in UNSERVED:
        raise NotOffered(f"{resource} is not offered. There are structure, schema, data and availability.")
    raise NothingFound(
        f"There is no resource {resource[:60]!r}. There are structure, schema, data and availability."
    )


def _asked(request, known):
    return Asked(request.META.get("QUERY_STRING", ""), known)


def _structure_answer(request, artefacts):
    form = form_for(request.headers.get("Accept", ""), STRUCTURE_FORMS)
    head = Head(last_change(None, now()))
    base = request.build_absolute_uri("/sdmx/3.0/structure/")
    if form is STRUCTURE_JSON:
        return answer(request, form, json_message(head, artefacts, base))
    return answer(request, form, structure_message(head, artefacts, Dialect30(), base))


def _flow(context, agency, identity, version):
    if context in ("datastructure", "provisionagreement"):
        raise NotOffered(f"Data are asked for by dataflow; by {context} they are not offered.")
    if context not in ("dataflow", *ANY):
        raise NothingFound(f"There is no context {context[:40]!r}; data are asked for by dataflow.")
    if identity in ANY or "," in identity:
        raise NotOffered("Data are answered of one dataflow at a time.")
    check_agency(agency, ANY)
    return flow_named("KQ", identity, version, VERSIONS)


def _question(asked, flow, key, at, **more):
    for name in taken.UNFILTERED:
        if asked.all_of(name):
            raise NotOffered(f"{name} is not offered: data are chosen by FREQ, INDEX and TIME_PERIOD.")
    updated = asked.moment("updatedAfter") or asked.moment("updateAfter")
    filters = ((one.id, asked.all_of(f"c[{one.id}]")) for one in DIMENSIONS)
    predicates = [of_filter(name, texts) for name, texts in filters if texts]
    if key not in ("", *ANY):
        predicates.append(of_key(key, "*"))
    times = filtered(asked.all_of(f"c[{TIME.id}]"), flow.frequency)
    return Question(flow, at, tuple(predicates), times, updated, **more)
