"""Addresses of before, with a slash inside a parameter and counted pages: they go on answering and are not described."""

from ninja import Query, Router

from indexdata.exports.json import index_facts
from indexdata.models import Index

from . import asked, schemas
from .finding import with_words
from .lists import MOST_ITEMS
from .newest import newest_observations
from .series import TREE_ORDER, get_series, list_observations

router = Router(by_alias=True)


@router.get("/indices", response=schemas.answers(schemas.IndexList), include_in_schema=False)
def indices(
    request,
    family: asked.FamilyAsked = None,
    q: str = Query("", max_length=100),
    limit: int = Query(100, ge=1, le=MOST_ITEMS),
    offset: int = Query(0, ge=0, le=1_000_000),
    demonstration: asked.DemonstrationAsked = None,
):
    """All nodes in tree order, each with its newest figure."""
    nodes = with_words(Index.objects.order_by(*TREE_ORDER), q)
    nodes = nodes.filter(family=family) if family else nodes
    shown = list(nodes[offset : offset + limit])
    newest = newest_observations(shown, asked.is_included(demonstration))
    return {
        "count": len(shown),
        "total_count": nodes.count(),
        "limit": limit,
        "offset": offset,
        "items": [{**index_facts(node, request), "newest": newest.get(node.pk)} for node in shown],
    }


@router.get(
    "/indices/{path:path}/observations",
    response=schemas.answers(schemas.ObservationList),
    include_in_schema=False,
)
def observations(
    request,
    path: str,
    from_: asked.FromAsked = "",
    to: asked.ToAsked = "",
    transform: asked.TransformAsked = None,
    base: asked.BaseAsked = "",
    monthly: asked.MonthlyAsked = None,
    as_of: asked.AsOfAsked = "",
    demonstration: asked.DemonstrationAsked = None,
):
    """The figures of the index at a path."""
    return list_observations(request, path, from_, to, transform, base, monthly, as_of, demonstration)


@router.get("/indices/{path:path}", response=schemas.answers(schemas.IndexItem), include_in_schema=False)
def index(request, path: str, demonstration: asked.DemonstrationAsked = None):
    """The index at a path with its newest figure."""
    return get_series(request, path, "", demonstration)
