"""The addresses of the API."""

from functools import wraps

from django.http import Http404
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, ValidationError

from foundation.languages import texts_of
from foundation.problems import BAD_PARAMETER, CONTENT_TYPE, NOT_FOUND, OF_STATUS, problem
from indexdata.exports.headers import open_to_all
from indexdata.exports.json import index_facts, series_document
from indexdata.models import Index, Release
from indexdata.series.parameters import read_parameters
from indexdata.series.rows import span_of, stored_series

from . import asked, schemas
from .document import finished
from .newest import newest_observations
from .refusing import BadParameter

MOST_ITEMS = 500


class OpenAPI(NinjaAPI):
    """The API; whatever it answers, errors too, scripts of other sites may read."""

    def create_response(self, *args, **kwargs):
        return open_to_all(super().create_response(*args, **kwargs))

    def get_openapi_schema(self, **kwargs):
        return finished(super().get_openapi_schema(**kwargs))


def open_document(view):
    """Let scripts of other sites read the OpenAPI document too."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        return open_to_all(view(request, *args, **kwargs))

    return opened


api = OpenAPI(
    title="China Textile City Index",
    version="1",
    description="Figures of the China · Keqiao Textile Index as published, with the three changes shown beside them.",
    docs_url=None,
    docs_decorator=open_document,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
ERRORS = {400: schemas.Problem}


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


@api.get("/indices", response={200: schemas.IndexList, **ERRORS}, by_alias=True, summary="The classification")
def indices(
    request,
    family: asked.FamilyAsked = None,
    q: str = Query("", description="words of a name in either language, or part of a path", max_length=100),
    limit: int = Query(100, ge=1, le=MOST_ITEMS),
    offset: int = Query(0, ge=0, le=1_000_000),
    demonstration: asked.DemonstrationAsked = None,
):
    """All indices in tree order, each with its newest published figure."""
    invented = asked.is_included(demonstration)
    nodes = Index.objects.in_tree_order()
    if family:
        nodes = nodes.filter(family=family)
    words = q.casefold().split()
    nodes = [node for node in nodes if all(word in searched_text(node) for word in words)]
    shown = nodes[offset : offset + limit]
    newest = newest_observations(shown, invented)
    items = [{**index_facts(node, request), "newest": newest.get(node.pk)} for node in shown]
    return envelope(items, len(nodes), limit, offset)


@api.get(
    "/indices/{path:path}/observations",
    response={200: schemas.ObservationList, **ERRORS},
    by_alias=True,
    summary="The figures of one index",
)
def observations(
    request,
    path: str,
    from_: asked.FromAsked = "",
    to: asked.ToAsked = "",
    transform: asked.TransformAsked = None,
    as_of: asked.AsOfAsked = "",
    demonstration: asked.DemonstrationAsked = None,
):
    """All periods of an index, oldest first; without `from` and `to` from the first to the newest."""
    node = known_index(path)
    parameters = read_parameters(request.GET)
    if parameters.errors:
        raise BadParameter(parameters.errors)
    stored = parameters.chosen(stored_series([node], parameters.at)[node.pk], invented=False)
    return series_document(node, span_of(stored, parameters, whole=True), parameters, request)


@api.get(
    "/indices/{path:path}", response={200: schemas.IndexItem, **ERRORS}, by_alias=True, summary="One index"
)
def index(request, path: str, demonstration: asked.DemonstrationAsked = None):
    """One index with its newest published figure."""
    invented, node = asked.is_included(demonstration), known_index(path)
    return {**index_facts(node, request), "newest": newest_observations([node], invented).get(node.pk)}


@api.get("/releases", response={200: schemas.ReleaseList, **ERRORS}, summary="The release calendar")
def releases(
    request,
    family: asked.FamilyAsked = None,
    state: asked.StateAsked = None,
    limit: int = Query(100, ge=1, le=MOST_ITEMS),
    offset: int = Query(0, ge=0, le=1_000_000),
    demonstration: asked.DemonstrationAsked = None,
):
    """Releases, the newest first; of coming ones only the moment is known."""
    invented = asked.is_included(demonstration)
    now = timezone.now()
    found = Release.objects.filter(no_issue=False).latest_first()
    if not invented:
        found = found.filter(demonstration=False)
    if state:
        found = found.public(now) if state == asked.ReleaseState.PAST else found.announced(now)
    if family:
        found = found.filter(family=family)
    items = [release_item(release, now, request) for release in found[offset : offset + limit]]
    return envelope(items, found.count(), limit, offset)


def known_index(path):
    node = Index.objects.known_as(path).first() if "\x00" not in path else None
    if node is None:
        raise HttpError(404, "There is no index at this path.")
    return node


def searched_text(node):
    return " ".join(filter(None, (node.path, *texts_of(node, "name")))).casefold()


def release_item(release, now, request):
    return {
        "family": release.family,
        "period": release.code,
        "released_at": _iso(release.released_at),
        "public_at": _iso(release.public_at) if release.is_public(now) else None,
        "expected_month": release.expected_month and f"{release.expected_month:%Y-%m}",
        "standing": release.standing(now).value,
        "moment_recorded": release.moment_recorded,
        "public": release.is_public(now),
        "demonstration": release.demonstration,
        "url": request.build_absolute_uri(release.get_absolute_url()),
    }


def _iso(moment):
    return moment and timezone.localtime(moment).isoformat(timespec="seconds")


def envelope(items, total, limit, offset):
    return {"count": len(items), "total_count": total, "limit": limit, "offset": offset, "items": items}
