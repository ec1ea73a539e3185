"""Lists of the API: one envelope, read on with a cursor, the same for figures and texts."""

from datetime import timedelta
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.db.models.lookups import LessThanOrEqual
from ninja import Field, Query, Schema

from foundation.languages import LANGUAGE_CODES, in_languages, language_tag
from foundation.unindexed import Unindexed
from indexdata.series.parameters import NAMES, Parameters, end_of_day, read_parameters

from .keyset import BadCursor, stretch_of
from .refusing import BadParameter

USUAL_ITEMS, MOST_ITEMS = 100, 500
NO_CURSOR = "This is no cursor of this list. Take next_cursor of the answer before, or begin without one."

CursorAsked = Annotated[
    str,
    Query(
        "",
        max_length=1_000,
        description="Where the list goes on: `next_cursor` of the answer before. Nothing is shown twice or left out, whatever"
        " comes in between.",
    ),
]
LimitAsked = Annotated[
    int, Query(USUAL_ITEMS, ge=1, le=MOST_ITEMS, description="The most items in one answer.")
]


class Envelope(Schema):
    """The form of every list."""

    count: int = Field(description="Items in this answer.")
    next_cursor: str | None = Field(description="For the next answer; null at the end of the list.")
    next: str | None = Field(description="The address of the next answer; null at the end of the list.")


def envelope(
    request, rows: QuerySet, order, item, *, limit, cursor, whole: QuerySet | None = None
) -> dict[str, Any]:
    """Return a part of a list; `item` makes the items of a list of rows."""
    try:
        found = stretch_of(rows, order, limit, cursor, whole)
    except BadCursor:
        raise BadParameter({"cursor": NO_CURSOR}) from None
    return {
        "count": len(found.rows),
        "next_cursor": found.next_cursor,
        "next": found.next_cursor and _next_address(request, found.next_cursor),
        "items": item(found.rows),
    }


def _next_address(request, cursor):
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"


def parameters_of(typed, names=(*NAMES, "all")) -> Parameters:
    """Return what parameters of these names ask for (a mapping of texts, by their names), or refuse what is not understood."""
    parameters = read_parameters(typed, names)
    if parameters.errors:
        raise BadParameter(parameters.errors)
    return parameters


def in_span(rows: QuerySet, name: str, parameters: Parameters, entered: bool) -> QuerySet:
    """Narrow a question to rows whose moment lies in the days asked for, both ends included.

    Where a list with the newest first is `entered` at a cursor, that alone bounds it from above: of two bounds SQLite may
    begin at the later one and walk to the other.
    """
    if parameters.first:
        day_before = end_of_day(parameters.first) - timedelta(days=1)
        rows = rows.filter(**{f"{name}__gt": day_before})
    if not parameters.last:
        return rows
    end = end_of_day(parameters.last)
    return rows.filter(LessThanOrEqual(Unindexed(name), end) if entered else Q(**{f"{name}__lte": end}))


def texts(thing, name: str) -> dict[str, str | None]:
    """Return what a translated field says under its languages; None where it says nothing."""
    return {
        language_tag(code): getattr(thing, field) or None
        for code, field in zip(LANGUAGE_CODES, in_languages(name), strict=True)
    }
