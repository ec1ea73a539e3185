"""Series and the classification they stand in: lists, one index, its figures, and every value these have had."""

from django.db.models import Q
from django.utils import timezone
from ninja import Query, Router

from indexdata.arithmetic.periods import period_code
from indexdata.exports.json import index_facts, series_document
from indexdata.exports.rows import moment
from indexdata.models import Index, Observation
from indexdata.series.forms import formed, objections
from indexdata.series.parameters import ONE_SERIES
from indexdata.series.rows import span_of, stored_series

from . import asked, schemas
from .finding import known_index, with_words
from .lists import CursorAsked, LimitAsked, envelope, parameters_of, texts
from .newest import newest_observations
from .refusing import BadParameter

router = Router(tags=["series"], by_alias=True)
TREE_ORDER = ("tree_order", "path")


@router.get("/classification", response=schemas.answers(schemas.Classification), summary="The classification")
def get_classification(
    request, family: asked.FamilyAsked = None, limit: LimitAsked = 100, cursor: CursorAsked = ""
):
    """All nodes of the tree, every parent before its children."""
    nodes = Index.objects.select_related("parent")
    narrowed = nodes.filter(family=family) if family else nodes

    def items(rows):
        return [
            {
                "code": node.code,
                "path": node.path,
                "name": texts(node, "name"),
                "family": node.family,
                "parent": node.parent and node.parent.code,
                "level": node.path.count("/"),
                "grouping": node.is_grouping,
            }
            for node in rows
        ]

    return envelope(request, narrowed, TREE_ORDER, items, limit=limit, cursor=cursor, whole=nodes)


@router.get("/series", response=schemas.answers(schemas.SeriesList), summary="All series")
def list_series(
    request,
    family: asked.FamilyAsked = None,
    q: str = Query("", description="Words of a name in either language, or part of a path.", max_length=100),
    as_of: asked.AsOfAsked = "",
    demonstration: asked.DemonstrationAsked = None,
    limit: LimitAsked = 100,
    cursor: CursorAsked = "",
):
    """The indices that have a series, in the order of the classification, each with its newest figure."""
    parameters = parameters_of({"as_of": as_of})
    nodes = Index.objects.filter(is_grouping=False)
    nodes = with_words(nodes.filter(family=family) if family else nodes, q)

    def items(rows):
        newest = newest_observations(rows, asked.is_included(demonstration), parameters.at)
        return [{**index_facts(node, request), "newest": newest.get(node.pk)} for node in rows]

    return envelope(request, nodes, TREE_ORDER, items, limit=limit, cursor=cursor)


@router.get("/series/{code}", response=schemas.answers(schemas.IndexItem), summary="One series")
def get_series(
    request, code: str, as_of: asked.AsOfAsked = "", demonstration: asked.DemonstrationAsked = None
):
    """The facts of an index, with its newest figure."""
    parameters, node = parameters_of({"as_of": as_of}), known_index(code)
    newest = newest_observations([node], asked.is_included(demonstration), parameters.at)
    return {**index_facts(node, request), "newest": newest.get(node.pk)}


@router.get(
    "/series/{code}/observations",
    response=schemas.answers(schemas.ObservationList),
    summary="The figures of a series",
)
def list_observations(
    request,
    code: str,
    from_: asked.FromAsked = "",
    to: asked.ToAsked = "",
    transform: asked.TransformAsked = None,
    base: asked.BaseAsked = "",
    monthly: asked.MonthlyAsked = None,
    as_of: asked.AsOfAsked = "",
    demonstration: asked.DemonstrationAsked = None,
):
    """All periods of a series, oldest first; without `from` and `to` from the first to the newest."""
    node, parameters = known_index(code), parameters_of(request.GET, (*ONE_SERIES, "all"))
    chosen = parameters.chosen(stored_series([node], parameters.at)[node.pk], invented=False)
    stored = formed(chosen, parameters)
    span = span_of(stored, parameters, whole=True)
    if wrong := objections(stored, span, parameters):
        raise BadParameter(wrong)
    return series_document(stored, span, parameters, request)


@router.get(
    "/series/{code}/vintages",
    response=schemas.answers(schemas.VintageList),
    summary="Every value that figures have had",
)
def list_vintages(
    request,
    code: str,
    from_: asked.FromAsked = "",
    to: asked.ToAsked = "",
    as_of: asked.AsOfAsked = "",
    demonstration: asked.DemonstrationAsked = None,
):
    """The figures of a series as first published and after each correction, by period; with `as_of` those known then."""
    node, parameters = known_index(code), parameters_of({"from": from_, "to": to, "as_of": as_of})
    at = parameters.at or timezone.now()
    rows = Observation.objects.filter(
        Q(published_at__isnull=True) | Q(published_at__lte=at),
        index=node,
        release__no_issue=False,
        release__public_at__lte=at,
    )
    if not asked.is_included(demonstration):
        rows = rows.published_figures()
    if parameters.first:
        rows = rows.filter(period__gte=parameters.first)
    if parameters.last:
        rows = rows.filter(period__lte=parameters.last)
    rows = rows.select_related("release").order_by("period", "demonstration", "vintage")
    vintages = [_vintage(row, node.frequency, at) for row in rows]
    return {
        "series": node.code,
        "as_of": parameters.as_of_text or None,
        "count": len(vintages),
        "vintages": vintages,
    }


def _vintage(row, frequency, at):
    release = row.release
    came_out = release.public_at if release.moment_recorded else None
    gone = row.superseded_at if row.superseded_at and row.superseded_at <= at else None
    return {
        "period": period_code(row.period, frequency),
        "vintage": row.vintage,
        "value": row.value,
        "status": row.status,
        "demonstration": row.demonstration,
        "public_from": moment(row.published_at or came_out),
        "public_until": moment(gone),
    }
