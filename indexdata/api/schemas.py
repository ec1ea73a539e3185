"""Answers of the API as schemas: every list comes in one envelope."""

from enum import StrEnum

from ninja import Field, Schema

from indexdata.enums import Family, Frequency, Monthly, ObservationStatus, Standing, Transform, UnitKind

from .lists import Envelope


class Names(Schema):
    en: str | None = None
    zh_hans: str | None = Field(None, alias="zh-Hans")


class IndexFacts(Schema):
    code: str = Field(
        description="The index's identity: it never changes. Addresses take it in place of the path."
    )
    path: str = Field(description="Slug path in the classification; it changes when the index moves.")
    name: Names
    family: Family
    parent: str | None = Field(description="Path of the node above; null for a family.")
    frequency: Frequency
    unit: str
    grouping: bool = Field(description="True where the node only groups and has no series of its own.")
    url: str = Field(description="The index's page.")


class Observation(Schema):
    period: str = Field(
        description="Monday of the issue (YYYY-MM-DD) for weekly indices, YYYY-MM for monthly ones."
    )
    value: float | None = Field(
        description="As published; null where there is none, and the status says why."
    )
    shown: float | None = Field(description="The value under the transform asked for.")
    change_on_previous_pct: float | None
    change_since_year_start_pct: float | None
    change_year_on_year_pct: float | None
    status: ObservationStatus = Field(
        description="SDMX CL_OBS_STATUS: A normal, B break, E estimated, P provisional; without a value H holiday,"
        " L not collected, M cannot exist, O missing."
    )
    demonstration: bool = Field(description="True for invented figures that were never published.")
    vintage: int | None = Field(
        description="1 as first published, one more with each correction; null where nothing was issued."
    )
    published_at: str | None = Field(
        description="The moment its first value was public, ISO 8601; null where that is not recorded."
    )
    revised_at: str | None = Field(
        description="The moment since which a corrected value stands; null for what stands as first published."
    )
    reason: Names | None = Field(description="Why it was corrected, added or withdrawn, in both languages.")


class IndexItem(IndexFacts):
    newest: Observation | None


class SeriesList(Envelope):
    items: list[IndexItem]


class Node(Schema):
    """A node of the classification, whether it has a series or only groups."""

    code: str
    path: str
    name: Names
    family: Family
    parent: str | None = Field(description="Code of the node above; null for a family.")
    level: int = Field(description="0 for a family, 1 for its classes, and so on.")
    grouping: bool = Field(description="True where the node only groups and has no series of its own.")


class Classification(Envelope):
    items: list[Node]


class Asked(Schema):
    from_: str | None = Field(alias="from")
    to: str | None
    transform: Transform
    base: str | None = Field(description="The period that is 100, where a day was asked for; null elsewhere.")
    monthly: Monthly | None = Field(description="What stands for a month of a weekly series; null elsewhere.")
    as_of: str | None
    demonstration: str = Field(
        description="include where demonstration figures were asked for, else exclude."
    )


class ObservationList(Schema):
    index: IndexFacts
    parameters: Asked
    source: str
    terms: str
    note: str
    left_out: list[str] = Field(
        description="Months that are not complete, where a weekly series was asked for by months."
    )
    count: int
    observations: list[Observation]


class ReleaseItem(Schema):
    family: Family
    period: str = Field(description="The issue: its Monday (YYYY-MM-DD) or its month (YYYY-MM).")
    released_at: str | None = Field(
        description="The announced moment, ISO 8601 with the offset of Asia/Shanghai; null while the day is to be announced."
    )
    public_at: str | None = Field(
        description="The moment it came out, at or after the announced one; null before."
    )
    expected_month: str | None = Field(
        description="Month of a release whose day is to be announced, e.g. 2026-06."
    )
    standing: Standing = Field(
        description="public, confirmed, delayed (not out at its moment), provisional, postponed or cancelled."
    )
    moment_recorded: bool = Field(description="False for old releases of which only the period is known.")
    public: bool
    demonstration: bool
    url: str


class ReleaseList(Envelope):
    items: list[ReleaseItem]


class ReleaseFigure(Observation):
    """A figure of a release; `shown` is the value."""

    series: str = Field(description="Code of the index.")
    path: str
    name: Names


class ReleaseWithFigures(ReleaseItem):
    """A release with its figures in the order of the classification; none before it is public."""

    as_of: str | None
    figures: list[ReleaseFigure]


class Vintage(Schema):
    """One value that a figure has had."""

    period: str
    vintage: int
    value: float | None
    status: ObservationStatus
    demonstration: bool
    public_from: str | None = Field(
        description="Since when it was public; null where that is not recorded (old issues)."
    )
    public_until: str | None = Field(description="When another value took its place; null for what stands.")


class VintageList(Schema):
    """All values that the figures of a series have had, by period and vintage."""

    series: str
    as_of: str | None
    count: int
    vintages: list[Vintage]


class Mover(IndexFacts):
    value: float = Field(description="The value in the newest issue, as published.")
    change_on_previous_pct: float
    compared_with: str | None = Field(
        description="The issue the change is told against; null where that is not known."
    )
    demonstration: bool = Field(description="True for invented figures that were never published.")


class Movers(Schema):
    """The largest movements in the newest issue of a family."""

    family: Family
    level: str | None
    period: str | None = Field(description="The newest issue; null where nothing has been published.")
    as_of: str | None
    compared: int = Field(description="How many indices have a change in that issue.")
    left_out: int = Field(description="How many indices were too many to be looked at.")
    risen: list[Mover] = Field(description="The largest rise first.")
    fallen: list[Mover] = Field(description="The largest fall first.")


class RevisionKind(StrEnum):
    """A value was replaced, added to a release that lacked it, or taken back."""

    CORRECTION = "correction"
    ADDITION = "addition"
    WITHDRAWAL = "withdrawal"


class RevisionItem(Schema):
    at: str = Field(description="The moment since which the new value stands.")
    series: str = Field(description="Code of the index.")
    path: str
    family: Family
    period: str
    kind: RevisionKind
    value_before: float | None
    value: float | None = Field(description="The value that took its place; null where it was withdrawn.")
    vintage: int
    demonstration: bool
    reason: Names
    release: str = Field(description="The page of the release.")


class RevisionList(Envelope):
    items: list[RevisionItem]


class Fact(Schema):
    label: Names
    value: Names
    source_url: str | None


class SourceItem(Schema):
    slug: str
    name: Names
    trade: Names
    description: Names
    address: Names
    latitude: float | None
    longitude: float | None
    series: list[str] = Field(description="Codes of the classes traded here.")
    facts: list[Fact]
    url: str


class SourceList(Envelope):
    items: list[SourceItem]


class SampleUnitItem(Schema):
    """A sample unit as it tells of itself; how to reach it is known to the office alone."""

    slug: str
    name: Names
    kind: UnitKind
    source: str = Field(description="Slug of its collecting source.")
    series: list[str] = Field(description="Codes of the classes it reports for.")
    description: Names
    reporting_since: int | None = Field(description="A year.")
    demonstration: bool
    url: str


class SampleUnitList(Envelope):
    items: list[SampleUnitItem]


class WrongParameter(Schema):
    """A parameter that was refused."""

    name: str
    detail: str = Field(description="What is wrong with it, in a sentence.")
    nearest: str | None = Field(None, description="The parameter that was probably meant.")


class Problem(Schema):
    """An error, as RFC 9457 writes it (application/problem+json)."""

    type: str = Field(description="The kind of error, relative to the site: `/api/#not-found`.")
    title: str = Field(description="The kind in words; the same for each kind.")
    status: int
    detail: str = Field(description="What is wrong this time, in a sentence.")
    parameters: list[WrongParameter] | None = Field(None, description="Which parameters were refused.")


def answers(schema) -> dict:
    """Return the answers of a route; the others that any may give are added to the document (`.document`)."""
    return {200: schema, 400: Problem}


class IndexList(Schema):
    """The list of an address of before, which goes on answering."""

    count: int
    total_count: int
    limit: int
    offset: int
    items: list[IndexItem]
