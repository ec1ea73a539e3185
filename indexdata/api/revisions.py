"""Revisions: every vintage that changed what readers had been told, with its reason."""

from ninja import Query, Router

from indexdata.exports.rows import moment
from indexdata.models import Revision

from . import asked, schemas
from .finding import asked_index
from .lists import CursorAsked, LimitAsked, envelope, in_span, parameters_of, texts

router = Router(tags=["releases"], by_alias=True)
ORDER = ("-at", "-pk")


@router.get("/revisions", response=schemas.answers(schemas.RevisionList), summary="Corrections of figures")
def list_revisions(
    request,
    family: asked.FamilyAsked = None,
    series: str = Query("", description="Code of an index; all of them when left out.", max_length=255),
    from_: asked.FromAsked = "",
    to: asked.ToAsked = "",
    as_of: asked.AsOfAsked = "",
    demonstration: asked.DemonstrationAsked = None,
    limit: LimitAsked = 100,
    cursor: CursorAsked = "",
):
    """Figures that were corrected, added or withdrawn, the newest first; `from` and `to` are days on which that happened."""
    parameters = parameters_of({"from": from_, "to": to, "as_of": as_of})
    revisions = Revision.objects
    known = revisions.public_anywhere if cursor or parameters.last else revisions.public
    found = in_span(known(parameters.at), "at", parameters, entered=bool(cursor))
    if family:
        found = found.filter(family=family)
    if series:
        found = found.filter(index=asked_index(series))
    if not asked.is_included(demonstration):
        found = found.filter(observation__demonstration=False)

    def items(rows):
        return [_item(revision, request) for revision in rows]

    whole = Revision.objects.with_figures()
    return envelope(request, found, ORDER, items, limit=limit, cursor=cursor, whole=whole)


def _item(revision, request):
    figure = revision.observation
    kind = schemas.RevisionKind.CORRECTION
    if revision.is_withdrawal:
        kind = schemas.RevisionKind.WITHDRAWAL
    elif revision.is_addition:
        kind = schemas.RevisionKind.ADDITION
    return {
        "at": moment(revision.at),
        "series": revision.index.code,
        "path": revision.index.path,
        "family": revision.family,
        "period": figure.release.code,
        "kind": kind,
        "value_before": revision.old,
        "value": revision.new,
        "vintage": figure.vintage,
        "demonstration": figure.demonstration,
        "reason": texts(revision, "reason"),
        "release": request.build_absolute_uri(figure.release.get_absolute_url()),
    }
