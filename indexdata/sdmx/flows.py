"""Dataflows and their data structure, by ids that never change (docs/decisions/0030-sdmx.md)."""

from dataclasses import dataclass

from indexdata.enums import Family, Frequency

AGENCY = "KQ"
#: The version of every structure.
VERSION = "1.0"
STRUCTURE = "SERIES"
CONCEPTS = "CONCEPTS"
AGENCIES = "AGENCIES"
SUBJECTS = "SUBJECTS"
FREQUENCIES = {Frequency.WEEKLY: "W", Frequency.MONTHLY: "M"}
DEMONSTRATION = "_DEMO"


@dataclass(frozen=True)
class Flow:
    """A dataflow: the published or the invented figures of a family."""

    id: str
    family: Family
    demonstration: bool = False

    @property
    def frequency(self) -> Frequency:
        """Return how often the family comes out."""
        return self.family.frequency

    @property
    def code_of_frequency(self) -> str:
        """Return the frequency as `CL_FREQ` names it."""
        return FREQUENCIES[self.frequency]

    @property
    def subject(self) -> str:
        """Return the category the flow stands in."""
        return "DEMONSTRATION" if self.demonstration else "PUBLISHED"


#: The order family has none as long as no value of it is public.
_FAMILIES = {"PRICE": Family.PRICE, "PROSPERITY": Family.PROSPERITY, "FOREIGN_TRADE": Family.FOREIGN_TRADE}
FLOWS = {name: Flow(name, family) for name, family in _FAMILIES.items()} | {
    f"{name}{DEMONSTRATION}": Flow(f"{name}{DEMONSTRATION}", family, True)
    for name, family in _FAMILIES.items()
}


@dataclass(frozen=True)
class Component:
    """A dimension, the measure or an attribute of the data structure: its values are of a code list or of a type."""

    id: str
    codelist: str = ""
    type: str = "String"
    decimals: int | None = None
    mandatory: bool = False


#: The dimensions in the order of keys, without the time.
DIMENSIONS = (Component("FREQ", "CL_FREQ"), Component("INDEX", "CL_INDEX"))
TIME = Component("TIME_PERIOD", type="ObservationalTimePeriod")
MEASURE = Component("OBS_VALUE", type="Double", decimals=2)
ATTRIBUTES = (
    Component("OBS_STATUS", "CL_OBS_STATUS", mandatory=True),
    Component("VINTAGE", type="Integer"),
    Component("ISSUE_DATE", type="GregorianTimePeriod"),
    Component("VALID_FROM", type="BasicTimePeriod"),
)
COMPONENTS = (*DIMENSIONS, TIME, MEASURE, *ATTRIBUTES)
ATTRIBUTE_IDS = tuple(one.id for one in ATTRIBUTES)

_CLASSES = {
    "agencyscheme": "base.AgencyScheme",
    "categorisation": "categoryscheme.Categorisation",
    "categoryscheme": "categoryscheme.CategoryScheme",
    "codelist": "codelist.Codelist",
    "conceptscheme": "conceptscheme.ConceptScheme",
    "dataflow": "datastructure.Dataflow",
    "datastructure": "datastructure.DataStructure",
    "constraint": "registry.DataConstraint",
}


def urn_of(kind: str, identity: str) -> str:
    """Return the urn of a structure of the agency."""
    return f"urn:sdmx:org.sdmx.infomodel.{_CLASSES[kind]}={AGENCY}:{identity}({VERSION})"


def urn_of_concept(identity: str) -> str:
    """Return the urn of a concept."""
    return f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:{CONCEPTS}({VERSION}).{identity}"


def urn_of_category(identity: str) -> str:
    """Return the urn of a category."""
    return f"urn:sdmx:org.sdmx.infomodel.categoryscheme.Category={AGENCY}:{SUBJECTS}({VERSION}).{identity}"
