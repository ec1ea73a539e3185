"""Schemas of rows about figures, their classes and their markets."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from indexdata.arithmetic.periods import issue_of_week_ending, parse_period
from indexdata.converters import CODE_PATTERN
from indexdata.enums import Frequency

from .fields import FamilyOfFile, Name, Names, Path, Percent, Row, Slug, WebAddress

#: The index begins in June 2007.
FIRST_ISSUE = date(2007, 6, 1)


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


class EventRow(Row):
    """An event that charts of all families mark."""

    key: Slug
    start: date
    name_en: str = Field(min_length=1, max_length=60)
    name_zh_hans: str = Field(min_length=1, max_length=60)
    note_en: str = Field(max_length=255)
    note_zh_hans: str = Field(max_length=255)


class ClassRow(Row):
    """A node of the classification tree."""

    path: Path
    code: str = Field(pattern=rf"^{CODE_PATTERN}$", max_length=60)
    name_en: Name
    name_zh: Name
    own_translation: Literal["", "en", "zh-hans"]
    aliases_en: Names
    aliases_zh: Names
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
