"""Collecting sources and sample units: what visitors may know of them; how to reach a unit never leaves the admin."""

from ninja import Query, Router

from indexdata.models import CollectingSource, SampleUnit
from indexdata.series.public_sources import is_public_source

from . import asked, schemas
from .finding import asked_index, asked_thing, known_thing, thing_of
from .lists import CursorAsked, LimitAsked, envelope, texts

NO_SOURCE = "There is no collecting source of this name."
router = Router(tags=["places"], by_alias=True)


def _sources():
    return CollectingSource.objects.prefetch_related("classes", "facts")


@router.get("/sources", response=schemas.answers(schemas.SourceList), summary="Collecting sources")
def list_sources(request, limit: LimitAsked = 100, cursor: CursorAsked = ""):
    """The markets where prices are taken, in the order of the site."""

    def items(rows):
        return [_source(source, request) for source in rows]

    return envelope(
        request,
        CollectingSource.objects.all(),
        ("order", "slug"),
        items,
        limit=limit,
        cursor=cursor,
        whole=_sources(),
    )


@router.get("/sources/{slug}", response=schemas.answers(schemas.SourceItem), summary="One collecting source")
def get_source(request, slug: str):
    """One market, with the facts that are stated of it."""
    return _source(known_thing(_sources(), slug, NO_SOURCE), request)


@router.get("/sample-units", response=schemas.answers(schemas.SampleUnitList), summary="Sample units")
def list_sample_units(
    request,
    source: str = Query("", description="Slug of a collecting source.", max_length=100),
    series: str = Query("", description="Code of a class they report for.", max_length=255),
    demonstration: asked.DemonstrationAsked = None,
    limit: LimitAsked = 100,
    cursor: CursorAsked = "",
):
    """The enterprises and merchants that report, by slug."""
    found = _units(demonstration)
    if source:
        market = thing_of(CollectingSource.objects.all(), source)
        found = found.filter(source=asked_thing("source", market, NO_SOURCE))
    if series:
        found = found.filter(classes=asked_index(series))

    def items(rows):
        return [_unit(unit, request) for unit in rows]

    return envelope(
        request, found, ("slug",), items, limit=limit, cursor=cursor, whole=SampleUnit.objects.for_visitors()
    )


@router.get(
    "/sample-units/{slug}", response=schemas.answers(schemas.SampleUnitItem), summary="One sample unit"
)
def get_sample_unit(request, slug: str, demonstration: asked.DemonstrationAsked = None):
    """One enterprise or merchant that reports."""
    return _unit(known_thing(_units(demonstration), slug, "There is no sample unit of this name."), request)


def _units(demonstration):
    units = SampleUnit.objects.for_visitors()
    return units if asked.is_included(demonstration) else units.filter(demonstration=False)


def _source(source, request):
    return {
        "slug": source.slug,
        **{name: texts(source, name) for name in ("name", "trade", "description", "address")},
        "latitude": source.latitude,
        "longitude": source.longitude,
        "series": [index.code for index in source.classes.all()],
        "facts": [
            {
                "label": texts(fact, "label"),
                "value": texts(fact, "value"),
                "source_url": fact.source_url if is_public_source(fact.source_url) else None,
            }
            for fact in source.facts.all()
        ],
        "url": request.build_absolute_uri(source.get_absolute_url()),
    }


def _unit(unit, request):
    return {
        "slug": unit.slug,
        "name": texts(unit, "name"),
        "kind": unit.kind,
        "source": unit.source.slug,
        "series": [index.code for index in unit.classes.all()],
        "description": texts(unit, "description"),
        "reporting_since": unit.reporting_since,
        "demonstration": unit.demonstration,
        "url": request.build_absolute_uri(unit.get_absolute_url()),
    }
