"""Structures as SDMX-ML 3.0 says them: references are urns and ids as text."""

from collections.abc import Iterator

from .flows import MEASURE, urn_of, urn_of_category, urn_of_concept
from .structure_xml import StructureDialect, attributes_of
from .structures import subject_of


class Dialect30(StructureDialect):
    """SDMX-ML 3.0."""

    version = "3.0"
    containers = (
        ("AgencySchemes", "AgencyScheme", "agencyscheme"),
        ("Categorisations", "Categorisation", "categorisation"),
        ("CategorySchemes", "CategoryScheme", "categoryscheme"),
        ("Codelists", "Codelist", "codelist"),
        ("ConceptSchemes", "ConceptScheme", "conceptscheme"),
        ("DataConstraints", "DataConstraint", "constraint"),
        ("Dataflows", "Dataflow", "dataflow"),
        ("DataStructures", "DataStructure", "datastructure"),
    )
    actual = ' role="Actual"'
    values = "str"
    versionless = ("agencyscheme",)

    def times(self, times: tuple[str, ...]) -> str:
        """Name each time: sdmx1 knows no ranges of 3.0."""
        return "".join(f"<str:Value>{time}</str:Value>" for time in times)

    def reference(self, element: str, kind: str, identity: str) -> str:
        return f"<{element}>{urn_of(kind, identity)}</{element}>"

    def to_concept(self, identity: str) -> str:
        return f"<str:ConceptIdentity>{urn_of_concept(identity)}</str:ConceptIdentity>"

    def to_code(self, identity: str) -> str:
        return f"<str:Parent>{identity}</str:Parent>"

    def to_category(self, identity: str) -> str:
        return f"<str:Target>{urn_of_category(subject_of(identity))}</str:Target>"

    def components(self) -> Iterator[str]:
        yield from self.dimensions()
        usage = ("usage", "mandatory", "optional")
        yield from attributes_of("AttributeList", self.body_of, "<str:Observation/>", usage)
        yield (
            f'<str:MeasureList id="MeasureDescriptor"><str:Measure id="{MEASURE.id}" usage="optional">'
            f"{self.body_of(MEASURE)}</str:Measure></str:MeasureList>"
        )
