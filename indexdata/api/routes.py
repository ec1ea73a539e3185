"""The addresses of the API."""

from functools import wraps

from django.http import Http404
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, ValidationError

from foundation.languages import texts_of
from indexdata.enums import Family
from indexdata.exports.headers import open_to_all
from indexdata.exports.json import index_facts, series_document
from indexdata.models import Index, Release
from indexdata.series.parameters import asks_for_demonstration, read_parameters
from indexdata.series.rows import span_of, stored_series

from . import schemas
from .newest import newest_observations

MOST_ITEMS = 500


class OpenAPI(NinjaAPI):
    """The API; whatever it answers, errors too, scripts of other sites may read."""

    def create_response(self, *args, **kwargs):
        return open_to_all(super().create_response(*args, **kwargs))


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
#: The parameter of every address that answers figures or releases.
DEMONSTRATION = Query(
    "", description="include adds invented figures, each marked; without it published ones alone (exclude)"
)
ERRORS = {400: schemas.Error, 404: schemas.Error}


@api.exception_handler(HttpError)
def refuse(request, error):
    return api.create_response(request, {"error": str(error)}, status=error.status_code)


@api.exception_handler(Http404)
def not_found(request, error):
    return api.create_response(request, {"error": "There is nothing at this address."}, status=404)


@api.exception_handler(ValidationError)
def invalid(request, error):
    sentences = [f"{one['loc'][-1]}: {one['msg']}." for one in error.errors]
    return api.create_response(request, {"error": " ".join(sentences)}, status=400)


@api.get("/indices", response={200: schemas.IndexList, **ERRORS}, by_alias=True, summary="The classification")
def indices(
    request,
    family: str = Query("", description="price, prosperity, foreign-trade or order"),
    q: str = Query("", description="words of a name in either language, or part of a path", max_length=100),
    limit: int = Query(100, ge=1, le=MOST_ITEMS),
    offset: int = Query(0, ge=0, le=1_000_000),
    demonstration: str = DEMONSTRATION,
):
    """All indices in tree order, each with its newest published figure."""
    invented = known_choice(demonstration)
    nodes = Index.objects.in_tree_order()
    if family:
        nodes = nodes.filter(family=known_family(family))
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
    from_: str = Query("", alias="from", description="first day: YYYY-MM-DD, YYYY-MM or YYYY"),
    to: str = Query("", description="last day, inclusive: YYYY-MM-DD, YYYY-MM or YYYY"),
    transform: str = Query("", description="level, previous, year-start, year-ago or rebased; sets `shown`"),
    as_of: str = Query(
        "",
        description="figures as they stood at the end of this day (YYYY-MM-DD) or at this moment (YYYY-MM-DDThh:mm)",
    ),
    demonstration: str = DEMONSTRATION,
):
    """All periods of an index, oldest first; without `from` and `to` from the first to the newest."""
    node = known_index(path)
    parameters = read_parameters(request.GET)
    if parameters.errors:
        raise HttpError(400, parameters.sentence)
    stored = parameters.chosen(stored_series([node], parameters.at)[node.pk], invented=False)
    return series_document(node, span_of(stored, parameters, whole=True), parameters, request)


@api.get(
    "/indices/{path:path}", response={200: schemas.IndexItem, **ERRORS}, by_alias=True, summary="One index"
)
def index(request, path: str, demonstration: str = DEMONSTRATION):
    """One index with its newest published figure."""
    invented, node = known_choice(demonstration), known_index(path)
    return {**index_facts(node, request), "newest": newest_observations([node], invented).get(node.pk)}


@api.get("/releases", response={200: schemas.ReleaseList, **ERRORS}, summary="The release calendar")
def releases(
    request,
    family: str = Query("", description="price, prosperity, foreign-trade or order"),
    state: str = Query("", description="past or coming; both when empty"),
    limit: int = Query(100, ge=1, le=MOST_ITEMS),
    offset: int = Query(0, ge=0, le=1_000_000),
    demonstration: str = DEMONSTRATION,
):
    """Releases, the newest first; of coming ones only the moment is known."""
    invented = known_choice(demonstration)
    now = timezone.now()
    if state not in ("", "past", "coming"):
        raise HttpError(400, "state: Choose past or coming, or leave it out.")
    found = Release.objects.filter(no_issue=False).latest_first()
    if not invented:
        found = found.filter(demonstration=False)
    if state:
        found = found.public(now) if state == "past" else found.announced(now)
    if family:
        found = found.filter(family=known_family(family))
    items = [release_item(release, now, request) for release in found[offset : offset + limit]]
    return envelope(items, found.count(), limit, offset)


def known_family(family):
    if family not in Family.values:
        raise HttpError(400, f"family: Choose one of {', '.join(Family.values)}.")
    return family


def known_choice(text):
    """Return whether invented figures are asked for."""
    try:
        return bool(asks_for_demonstration(text))
    except ValueError as error:
        raise HttpError(400, f"demonstration: {error}") from None


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
