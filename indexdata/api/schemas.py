"""Answers of the API as schemas: every list comes in one envelope."""

from ninja import Field, Schema


class Names(Schema):
    en: str | None = None
    zh_hans: str | None = Field(None, alias="zh-Hans")


class IndexFacts(Schema):
    code: str = Field(
        description="The index's identity: it never changes. Addresses take it in place of the path."
    )
    path: str = Field(description="Slug path in the classification; it changes when the index moves.")
    name: Names
    family: str
    parent: str | None
    frequency: str = Field(description="weekly or monthly")
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
    status: str = Field(
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


class IndexList(Schema):
    count: int = Field(description="Items in this answer.")
    total_count: int
    limit: int
    offset: int
    items: list[IndexItem]


class Asked(Schema):
    from_: str | None = Field(alias="from")
    to: str | None
    transform: str
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
    count: int
    observations: list[Observation]


class ReleaseItem(Schema):
    family: str
    period: str
    released_at: str | None = Field(
        description="The announced moment, ISO 8601 with the offset of Asia/Shanghai; null while the day is to be announced."
    )
    public_at: str | None = Field(
        description="The moment it came out, at or after the announced one; null before."
    )
    expected_month: str | None = Field(
        description="Month of a release whose day is to be announced, e.g. 2026-06."
    )
    standing: str = Field(
        description="public, confirmed, delayed (not out at its moment), provisional, postponed or cancelled."
    )
    moment_recorded: bool = Field(description="False for old releases of which only the period is known.")
    public: bool
    demonstration: bool
    url: str


class ReleaseList(Schema):
    count: int
    total_count: int
    limit: int
    offset: int
    items: list[ReleaseItem]


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
