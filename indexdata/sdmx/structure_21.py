"""Structures as SDMX-ML 2.1 says them: references are elements with ids."""

from collections.abc import Iterator

from .flows import AGENCY, CONCEPTS, MEASURE, SUBJECTS, VERSION
from .structure_xml import StructureDialect, attributes_of
from .structures import Artefact, subject_of

#: The package and the class that a reference of each kind names.
_CLASSES = {
    "codelist": ("codelist", "Codelist"),
    "dataflow": ("datastructure", "Dataflow"),
    "datastructure": ("datastructure", "DataStructure"),
}


class Dialect21(StructureDialect):
    """SDMX-ML 2.1."""

    version = "2.1"
    containers = (
        ("OrganisationSchemes", "AgencyScheme", "agencyscheme"),
        ("Dataflows", "Dataflow", "dataflow"),
        ("CategorySchemes", "CategoryScheme", "categoryscheme"),
        ("Categorisations", "Categorisation", "categorisation"),
        ("Codelists", "Codelist", "codelist"),
        ("Concepts", "ConceptScheme", "conceptscheme"),
        ("DataStructures", "DataStructure", "datastructure"),
        ("Constraints", "ContentConstraint", "constraint"),
    )
    actual = ' type="Actual"'
    values = "com"

    def times(self, times: tuple[str, ...]) -> str:
        return (
            f'<com:TimeRange><com:StartPeriod isInclusive="true">{times[0]}</com:StartPeriod>'
            f'<com:EndPeriod isInclusive="true">{times[-1]}</com:EndPeriod></com:TimeRange>'
        )

    def urn(self, one: Artefact) -> str:
        return super().urn(one).replace("registry.DataConstraint", "registry.ContentConstraint")

    def reference(self, element: str, kind: str, identity: str) -> str:
        package, cls = _CLASSES[kind]
        ref = f'<Ref id="{identity}" version="{VERSION}" agencyID="{AGENCY}" package="{package}" class="{cls}"/>'
        return f"<{element}>{ref}</{element}>"

    def to_concept(self, identity: str) -> str:
        return (
            f'<str:ConceptIdentity><Ref id="{identity}" maintainableParentID="{CONCEPTS}"'
            f' maintainableParentVersion="{VERSION}" agencyID="{AGENCY}" package="conceptscheme" class="Concept"/>'
            "</str:ConceptIdentity>"
        )

    def to_code(self, identity: str) -> str:
        return f'<str:Parent><Ref id="{identity}"/></str:Parent>'

    def to_category(self, identity: str) -> str:
        return (
            f'<str:Target><Ref id="{subject_of(identity)}" maintainableParentID="{SUBJECTS}"'
            f' maintainableParentVersion="{VERSION}" agencyID="{AGENCY}" package="categoryscheme" class="Category"/>'
            "</str:Target>"
        )

    def time_dimension(self) -> str:
        return super().time_dimension().replace(">", ' position="3">', 1)

    def components(self) -> Iterator[str]:
        yield from self.dimensions()
        relationship = f'<str:PrimaryMeasure><Ref id="{MEASURE.id}"/></str:PrimaryMeasure>'
        usage = ("assignmentStatus", "Mandatory", "Conditional")
        yield from attributes_of("AttributeList", self.body_of, relationship, usage)
        yield (
            '<str:MeasureList id="MeasureDescriptor">'
            f'<str:PrimaryMeasure id="{MEASURE.id}">{self.body_of(MEASURE)}</str:PrimaryMeasure></str:MeasureList>'
        )
