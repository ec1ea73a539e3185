"""Parameters as the API's routes declare them: closed lists and forms stand in the OpenAPI document."""

from enum import Enum, StrEnum
from typing import Annotated

from ninja import Query
from pydantic import BeforeValidator, WithJsonSchema

from foundation.languages import LANGUAGE_CODES
from indexdata.enums import Family, Monthly, Transform

#: A parameter that stands empty in an address counts as left out.
EMPTY_IS_NONE = BeforeValidator(lambda value: value or None)
_DAY = r"^((19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$"
_MOMENT = r"^((19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:\d\d)?)?)?$"


#: The languages of the site, as a closed list.
Language = Enum("Language", {code.upper().replace("-", "_"): code for code in LANGUAGE_CODES}, type=str)  # type: ignore[misc]


class ReleaseState(StrEnum):
    """Releases that have come out, and those still to come."""

    PAST = "past"
    COMING = "coming"


class Level(StrEnum):
    """The classes of a family, or what stands below them."""

    CLASSES = "classes"
    LOWER = "lower"


class Demonstration(StrEnum):
    """Invented figures: let in, marked, or left out."""

    INCLUDE = "include"
    EXCLUDE = "exclude"


def is_included(demonstration) -> bool:
    """Tell whether invented figures are asked for; without a word they are not."""
    return demonstration == Demonstration.INCLUDE


def _form(pattern) -> WithJsonSchema:
    """Tell the form in the document alone: what does not have it is refused with a sentence of ours."""
    return WithJsonSchema({"type": "string", "pattern": pattern})


FamilyAsked = Annotated[
    Family | None, EMPTY_IS_NONE, Query(None, description="The index family; all of them when left out.")
]
DemonstrationAsked = Annotated[
    Demonstration | None,
    EMPTY_IS_NONE,
    Query(
        None,
        description="include adds invented figures, each marked; without it there are published ones alone.",
    ),
]
LevelAsked = Annotated[
    Level | None,
    EMPTY_IS_NONE,
    Query(None, description="Indices of one level of the tree alone; all of them when left out."),
]
LanguageAsked = Annotated[Language | None, EMPTY_IS_NONE, Query(None, description="Both when left out.")]
StateAsked = Annotated[ReleaseState | None, EMPTY_IS_NONE, Query(None, description="Both when left out.")]
TransformAsked = Annotated[
    Transform | None, EMPTY_IS_NONE, Query(None, description="What `shown` holds; the level when left out.")
]
MonthlyAsked = Annotated[
    Monthly | None,
    EMPTY_IS_NONE,
    Query(
        None,
        description="A weekly series by months: the average of a month's issues, or the last of them. Months that are not"
        " complete are left out and named in `left_out`.",
    ),
]
BaseAsked = Annotated[
    str,
    _form(_DAY),
    Query("", description="The day at which a rebased series is 100: its last published issue up to then."),
]
FromAsked = Annotated[
    str, _form(_DAY), Query("", alias="from", description="First day: YYYY-MM-DD, YYYY-MM or YYYY.")
]
ToAsked = Annotated[
    str, _form(_DAY), Query("", description="Last day, inclusive: YYYY-MM-DD, YYYY-MM or YYYY.")
]
AsOfAsked = Annotated[
    str,
    _form(_MOMENT),
    Query(
        "",
        description="As things stood at the end of this day (YYYY-MM-DD) or at this moment (YYYY-MM-DDThh:mm, of Shanghai"
        " unless an offset is named). Neither may lie ahead.",
    ),
]
