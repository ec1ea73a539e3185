"""What one row of each starter file must look like. Validators raise ValueError with half a sentence."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import URLValidator
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from indexdata.enums import Family, Frequency
from indexdata.models.classification import PATH_PATTERN
from indexdata.periods import issue_of_week_ending, parse_period
from news.enums import Season, SectionKind, Weave
from news.richtext import TAGS

#: Both halves of foreign trade come out in one release.
FAMILY_OF_FILE = {
    "price": Family.PRICE,
    "prosperity": Family.PROSPERITY,
    "foreign_trade_price": Family.FOREIGN_TRADE,
    "foreign_trade_prosperity": Family.FOREIGN_TRADE,
    "order": Family.ORDER,
}
FIRST_ISSUE = date(2007, 6, 1)
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
Markup = Annotated[str, AfterValidator(_known_markup)]
FamilyOfFile = Annotated[Family, BeforeValidator(_family)]
Moment = Annotated[datetime, Field(strict=False)]
Hundredths = Annotated[Decimal, Field(max_digits=8, decimal_places=2)]
Percent = Annotated[Hundredths | None, BeforeValidator(lambda raw: raw or None)]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class Row(BaseModel):
    """A row: unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class OldSection(Row):
    section: Literal["News", "Comments"]
    name: int | None


class OldAddress(OldSection):
    id: int = Field(gt=0)


class SectionRow(Row):
    slug: Slug
    kind: SectionKind
    name_en: Name
    name_zh_hans: Name
    intro_en: str
    intro_zh_hans: str
    legacy: OldSection | None


class NamedRow(Row):
    """A tag or a use: a slug with a name in both languages."""

    slug: Slug
    name_en: Name
    name_zh_hans: Name


class NamedRelease(Row):
    """The release that a commentary names."""

    family: FamilyOfFile
    period: str

    @model_validator(mode="after")
    def _period_fits_the_family(self):
        parse_period(self.period, self.family.frequency)
        return self

    @property
    def identity(self) -> tuple[Family, date]:
        return self.family, parse_period(self.period, self.family.frequency)


class ArticleRow(Row):
    key: Slug
    section: Slug
    published: Moment
    title_en: str = Field(max_length=200)
    title_zh_hans: str = Field(max_length=200)
    summary_en: str = Field(max_length=500)
    summary_zh_hans: str = Field(max_length=500)
    body_en: Markup
    body_zh_hans: Markup
    tags: list[Slug]
    source_name: str = Field(max_length=160)
    source_url: WebAddress
    legacy: OldAddress | None
    release: NamedRelease | None
    featured: bool
    lang_gap: Literal["en", "zh_hans"] | None

    @field_validator("published")
    @classmethod
    def _has_a_time_zone(cls, moment):
        if moment.tzinfo is None:
            raise ValueError("must name its time zone")
        return moment

    @model_validator(mode="after")
    def _written_where_it_says_so(self):
        for code in ("en", "zh_hans"):
            texts = [getattr(self, f"{field}_{code}") for field in ("title", "summary", "body")]
            if code == self.lang_gap and any(texts):
                raise ValueError(f"lang_gap says {code} is missing, but there is text")
            if code != self.lang_gap and not all(texts):
                raise ValueError(f"title, summary and body are needed in {code}")
        return self


class PageRow(Row):
    slug: Slug
    title_en: Name
    title_zh_hans: Name
    body_en: Markup = Field(min_length=1)
    body_zh_hans: Markup = Field(min_length=1)


class FactRow(Row):
    """A fact about a market; `value` holds both languages as "English / 中文", or one text for both."""

    label_en: Name
    label_zh_hans: Name
    value: str = Field(min_length=1, max_length=255)
    source_url: WebAddress

    @property
    def values(self) -> tuple[str, str]:
        english, slash, chinese = self.value.partition(" / ")
        return (english, chinese) if slash else (self.value, self.value)


class MarketRow(Row):
    slug: Slug
    name_en: Name
    name_zh_hans: Name
    trade_en: str = Field(max_length=255)
    trade_zh_hans: str = Field(max_length=255)
    description_en: str
    description_zh_hans: str
    address_en: str = Field(max_length=255)
    address_zh_hans: str = Field(max_length=255)
    latitude: Annotated[Decimal, Field(ge=-90, le=90)] | None
    longitude: Annotated[Decimal, Field(ge=-180, le=180)] | None
    facts: list[FactRow]
    classes: list[Path]


class FabricRow(Row):
    slug: Slug
    name_en: Name
    name_zh_hans: Name
    composition_en: str = Field(max_length=160)
    composition_zh_hans: str = Field(max_length=160)
    yarn: str = Field(max_length=160)
    weave: Weave
    weight_gsm_min: int = Field(gt=0)
    weight_gsm_max: int = Field(gt=0)
    width_cm: int = Field(gt=0)
    finish_en: str = Field(max_length=255)
    finish_zh_hans: str = Field(max_length=255)
    uses_en: list[str]
    uses_zh_hans: list[str]
    season: Season
    description_en: str
    description_zh_hans: str
    classification: Path
    palette: list[Colour] = Field(min_length=1)
    tags: list[Slug]

    @model_validator(mode="after")
    def _weight_is_a_range(self):
        if self.weight_gsm_min > self.weight_gsm_max:
            raise ValueError("weight_gsm_min is above weight_gsm_max")
        return self


class ClassRow(Row):
    """A node of the classification tree."""

    path: Path
    name_en: Name
    name_zh: str = Field(max_length=120)
    parent: str
    family: FamilyOfFile
    weight: Literal[""]
    source_url: WebAddress
    note: str

    @model_validator(mode="after")
    def _path_lies_below_its_parent(self):
        if self.path.rpartition("/")[0] != self.parent:
            raise ValueError(f"parent is {self.parent!r}, but the path is {self.path!r}")
        return self


class ValueRow(Row):
    """A published value as one source states it."""

    family: FamilyOfFile
    series: str
    level_path: Path
    frequency: Frequency
    period: str
    period_note: str
    value: Decimal = Field(gt=0, max_digits=12, decimal_places=2)
    change_mom_pct: Percent
    change_ytd_pct: Percent
    change_yoy_pct: Percent
    source_url: WebAddress

    @model_validator(mode="after")
    def _period_is_one_of_the_family(self):
        if self.frequency != self.family.frequency:
            raise ValueError(f"{self.family} is not {self.frequency}")
        if self.frequency == Frequency.WEEKLY and date.fromisoformat(self.period).weekday() not in (0, 6):
            raise ValueError("a week is named by its issue Monday or its last day, a Sunday")
        if self.issue < FIRST_ISSUE:
            raise ValueError(f"{self.period} is before the first issue, {FIRST_ISSUE}")
        return self

    @property
    def issue(self) -> date:
        """The Monday of the issue (a stated week belongs to the Monday after it) or the first day of the month."""
        if self.frequency == Frequency.WEEKLY:
            return issue_of_week_ending(date.fromisoformat(self.period))
        return parse_period(self.period, self.frequency)


class GapRow(Row):
    """A period that published figures show to have had no issue, with what shows it."""

    family: FamilyOfFile
    period: str
    evidence: str = Field(min_length=1)

    @property
    def issue(self) -> date:
        return parse_period(self.period, self.family.frequency)

    @model_validator(mode="after")
    def _period_fits_the_family(self):
        parse_period(self.period, self.family.frequency)
        return self
