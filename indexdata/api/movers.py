"""Movers: what rose and fell most in the newest issue of a family."""

from ninja import Query, Router

from indexdata.arithmetic.periods import period_code
from indexdata.enums import Family
from indexdata.exports.json import index_facts
from indexdata.series.movers import at_level, movements_of

from . import asked, schemas
from .lists import parameters_of

router = Router(tags=["series"], by_alias=True)
USUAL_MOVERS, MOST_MOVERS = 10, 100


@router.get("/movers", response=schemas.answers(schemas.Movers), summary="What moved most")
def get_movers(
    request,
    family: asked.FamilyAsked = None,
    level: asked.LevelAsked = None,
    limit: int = Query(USUAL_MOVERS, ge=1, le=MOST_MOVERS, description="The most indices in each list."),
    as_of: asked.AsOfAsked = "",
    demonstration: asked.DemonstrationAsked = None,
):
    """The indices of a family (price when left out) that rose and fell most in its newest issue against the issue before."""
    parameters = parameters_of({"as_of": as_of})
    family = Family(family or Family.PRICE)
    invented = asked.is_included(demonstration)
    found = movements_of(family, 1, at_level(level or ""), parameters.at, published=not invented)

    def movers(rows):
        return [_mover(row, family, request) for row in rows]

    return {
        "family": family,
        "level": level,
        "period": found.issue and period_code(found.issue, family.frequency),
        "as_of": parameters.as_of_text or None,
        "compared": sum(row.newest is not None and row.newest.available for row in found.rows),
        "left_out": found.left_out,
        "risen": movers(found.risen(limit)),
        "fallen": movers(found.fallen(limit)),
    }


def _mover(row, family, request):
    before = row.newest.compared_with
    return {
        **index_facts(row.index, request),
        "value": row.newest_held.value,
        "change_on_previous_pct": row.newest.percent,
        "compared_with": before and period_code(before, family.frequency),
        "demonstration": row.newest_held.demonstration,
    }
