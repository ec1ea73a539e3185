"""Popular fabrics in the API, to be read only: those that visitors see."""

from typing import Annotated

from ninja import Field, Query, Router, Schema

from indexdata.api.asked import EMPTY_IS_NONE
from indexdata.api.finding import asked_index, asked_thing, known_thing, thing_of
from indexdata.api.lists import CursorAsked, Envelope, LimitAsked, envelope, texts
from indexdata.api.schemas import Names, answers
from news.enums import Season, Weave

from .models import Fabric, FabricUse

router = Router(tags=["texts"], by_alias=True)
SeasonAsked = Annotated[Season | None, EMPTY_IS_NONE, Query(None, description="All of them when left out.")]
WeaveAsked = Annotated[Weave | None, EMPTY_IS_NONE, Query(None, description="All of them when left out.")]
TEXTS = ("name", "composition", "yarn", "finish", "description")


class FabricItem(Schema):
    slug: str
    name: Names
    composition: Names
    yarn: Names
    weave: Weave
    weight_min: int | None = Field(description="g/m²")
    weight_max: int | None = Field(description="g/m²")
    width_cm: int | None
    finish: Names
    season: Season
    uses: list[str] = Field(description="Slugs of its uses.")
    tags: list[str] = Field(description="Slugs of its tags.")
    description: Names = Field(description="Plain text.")
    series: str | None = Field(description="Code of the nearest class of the index.")
    palette: list[str] = Field(description="Colours as #RRGGBB, the main one first.")
    url: str


class FabricList(Envelope):
    items: list[FabricItem]


@router.get("", response=answers(FabricList), summary="Popular fabrics")
def list_fabrics(
    request,
    season: SeasonAsked = None,
    weave: WeaveAsked = None,
    use: str = Query("", description="Slug of a use.", max_length=100),
    series: str = Query("", description="Code of the nearest class of the index.", max_length=255),
    limit: LimitAsked = 100,
    cursor: CursorAsked = "",
):
    """Fabrics in fashion, in the order of the sample book."""
    found = Fabric.objects.published()
    if season:
        found = found.filter(season=season)
    if weave:
        found = found.filter(weave=weave)
    if use:
        found = found.filter(
            uses=asked_thing("use", thing_of(FabricUse.objects.all(), use), "There is no use of this name.")
        )
    if series:
        found = found.filter(index=asked_index(series))

    def items(rows):
        return [_item(fabric, request) for fabric in rows]

    return envelope(request, found, ("order", "slug"), items, limit=limit, cursor=cursor, whole=_whole())


@router.get("/{slug}", response=answers(FabricItem), summary="One popular fabric")
def get_fabric(request, slug: str):
    """One fabric with its specification."""
    return _item(
        known_thing(
            Fabric.objects.published().select_related("index"), slug, "There is no fabric of this name."
        ),
        request,
    )


def _whole():
    return Fabric.objects.select_related("index").prefetch_related("uses", "tags")  # type: ignore[misc]  # the stubs do not know taggit


def _item(fabric, request):
    return {
        "slug": fabric.slug,
        **{name: texts(fabric, name) for name in TEXTS},
        "weave": fabric.weave,
        "weight_min": fabric.weight_min,
        "weight_max": fabric.weight_max,
        "width_cm": fabric.width_cm,
        "season": fabric.season,
        "uses": [use.slug for use in fabric.uses.all()],
        "tags": [tag.slug for tag in fabric.tags.all()],
        "series": fabric.index and fabric.index.code,
        "palette": fabric.palette,
        "url": request.build_absolute_uri(fabric.get_absolute_url()),
    }
