"""Schemas of rows about newsroom content."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field, field_validator, model_validator

from indexdata.arithmetic.periods import parse_period
from indexdata.enums import Family
from news.enums import Season, SectionKind, Weave

from .fields import Colour, FamilyOfFile, Markup, Name, Path, Row, Slug, WebAddress


class OldSection(Row):
    section: Literal["News", "Comments"]
    name: int | None


class OldAddressRow(OldSection):
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
    published: datetime
    title_en: str = Field(max_length=200)
    title_zh_hans: str = Field(max_length=200)
    summary_en: str = Field(max_length=500)
    summary_zh_hans: str = Field(max_length=500)
    body_en: Markup
    body_zh_hans: Markup
    tags: list[Slug]
    source_name_en: str = Field(max_length=160)
    source_name_zh_hans: str = Field(max_length=160)
    source_url: WebAddress
    legacy: OldAddressRow | None
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


class FabricRow(Row):
    slug: Slug
    name_en: Name
    name_zh_hans: Name
    composition_en: str = Field(max_length=160)
    composition_zh_hans: str = Field(max_length=160)
    yarn_en: str = Field(max_length=160)
    yarn_zh_hans: str = Field(max_length=160)
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
