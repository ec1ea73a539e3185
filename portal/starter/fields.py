"""Types of the fields of starter files. Validators raise ValueError with half a sentence."""

import re
from decimal import Decimal
from typing import Annotated

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import URLValidator
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
)

from indexdata.converters import PATH_PATTERN
from indexdata.enums import Family
from news.text.sanitising import TAGS

#: Both halves of foreign trade come out in one release.
FAMILY_OF_FILE = {
    "price": Family.PRICE,
    "prosperity": Family.PROSPERITY,
    "foreign_trade_price": Family.FOREIGN_TRADE,
    "foreign_trade_prosperity": Family.FOREIGN_TRADE,
    "order": Family.ORDER,
}
_check_url = URLValidator(schemes=["http", "https"])


def _web_address(text: str) -> str:
    try:
        if text:
            _check_url(text)
    except DjangoValidationError:
        raise ValueError("is not a web address") from None
    return text


def _known_markup(text: str) -> str:
    strange = sorted(set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", text)) - TAGS)
    if strange:
        raise ValueError(f"uses markup that texts may not have: {', '.join(strange)}")
    return text


def _family(text: str) -> Family:
    if text not in FAMILY_OF_FILE:
        raise ValueError(f"is not one of {', '.join(FAMILY_OF_FILE)}")
    return FAMILY_OF_FILE[text]


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Path = Annotated[str, Field(pattern=rf"^{PATH_PATTERN}$", max_length=255)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
WebAddress = Annotated[str, Field(max_length=500), AfterValidator(_web_address)]
Names = Annotated[list[Name], BeforeValidator(lambda raw: raw.split(";") if raw else [])]
Markup = Annotated[str, AfterValidator(_known_markup)]
FamilyOfFile = Annotated[Family, BeforeValidator(_family)]
Hundredths = Annotated[Decimal, Field(max_digits=8, decimal_places=2)]
Percent = Annotated[Hundredths | None, BeforeValidator(lambda raw: raw or None)]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class Row(BaseModel):
    """A row: unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
