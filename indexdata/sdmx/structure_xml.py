"""Structures as XML. What both versions of the standard have in common; `structure_21` and `structure_30` know the rest."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from .envelope import DECLARATION, Head, attribute, header, namespaces, texts
from .flows import AGENCY, ATTRIBUTES, DIMENSIONS, STRUCTURE, TIME, VERSION, Component, urn_of
from .structures import Artefact, Item

#: The type of the annotations that tell how many series and observations there are.
METRICS = "sdmx_metrics"


class StructureDialect(ABC):
    """A version of the standard: how its messages name, order and refer to structures."""

    version: str
    #: The elements around structures of a kind, in the order of the schema, and the element of one.
    containers: tuple[tuple[str, str, str], ...]
    #: The attribute by which a constraint says that it tells what there is, and the prefix of its values.
    actual: str
    values: str
    #: Kinds of which there is one version for ever, and none is named.
    versionless: tuple[str, ...] = ()

    @abstractmethod
    def reference(self, element: str, kind: str, identity: str) -> str:
        """Return an element that refers to a structure."""

    @abstractmethod
    def to_concept(self, identity: str) -> str:
        """Return the element by which a component names its concept."""

    @abstractmethod
    def to_code(self, identity: str) -> str:
        """Return the element by which a code names the code above it."""

    @abstractmethod
    def to_category(self, identity: str) -> str:
        """Return the element by which a categorisation names its category."""

    @abstractmethod
    def components(self) -> Iterator[str]:
        """Yield the components of the data structure."""

    @abstractmethod
    def times(self, times: tuple[str, ...]) -> str:
        """Return the times at which there are data as a constraint says them."""

    def urn(self, one: Artefact) -> str:
        """Return the urn of a structure."""
        return urn_of(one.kind, one.id)

    def dimensions(self) -> Iterator[str]:
        """Yield the dimensions of the data structure."""
        yield '<str:DimensionList id="DimensionDescriptor">'
        for place, one in enumerate(DIMENSIONS, 1):
            yield f'<str:Dimension id="{one.id}" position="{place}">{self.body_of(one)}</str:Dimension>'
        yield self.time_dimension()
        yield "</str:DimensionList>"

    def time_dimension(self) -> str:
        """Return the dimension of time."""
        return f'<str:TimeDimension id="{TIME.id}">{self.body_of(TIME)}</str:TimeDimension>'

    def body_of(self, component: Component) -> str:
        """Return the concept of a component and its values."""
        if component.codelist:
            values = self.reference("str:Enumeration", "codelist", component.codelist)
        else:
            decimals = "" if component.decimals is None else f' decimals="{component.decimals}"'
            values = f'<str:TextFormat textType="{component.type}"{decimals}/>'
        local = f"<str:LocalRepresentation>{values}</str:LocalRepresentation>"
        return self.to_concept(component.id) + local


def structure_message(
    head: Head, artefacts: list[Artefact], dialect: StructureDialect, base: str
) -> Iterator[str]:
    """Yield a message with structures. `base` is the address of the service, at which stubs are to be had whole."""
    spaces = namespaces(dialect.version, "mes", "com", "str")
    yield f"{DECLARATION}<mes:Structure{spaces}>{header(head)}<mes:Structures>"
    for container, element, kind in dialect.containers:
        held = [one for one in artefacts if one.kind == kind]
        if held:
            yield f"<str:{container}>\n"
            for one in held:
                yield from _artefact(one, element, dialect, base)
            yield f"</str:{container}>\n"
    yield "</mes:Structures></mes:Structure>\n"


def _artefact(one, element, dialect, base):
    stub = (
        f' isExternalReference="true"{attribute("structureURL", address_of(one, base))}' if one.stub else ""
    )
    partial = ' isPartial="true"' if one.partial else ""
    actual = dialect.actual if one.available else ""
    version = "" if one.kind in dialect.versionless else f' version="{VERSION}"'
    yield (
        f'<str:{element} id="{one.id}" agencyID="{AGENCY}"{version}'
        f' urn="{dialect.urn(one)}"{stub}{partial}{actual}>'
    )
    if one.available:
        yield from _metrics(one.available)
    yield from texts("Name", one.names)
    yield from texts("Description", one.descriptions)
    if not one.stub:
        yield from _contents(one, dialect)
    yield f"</str:{element}>\n"


def _contents(one, dialect):
    if one.kind == "dataflow":
        yield dialect.reference("str:Structure", "datastructure", STRUCTURE)
    elif one.kind == "datastructure":
        yield "<str:DataStructureComponents>"
        yield from dialect.components()
        yield "</str:DataStructureComponents>"
    elif one.kind == "categorisation":
        yield dialect.reference("str:Source", "dataflow", one.id)
        yield dialect.to_category(one.id)
    elif one.available:
        yield from _region(one.available, dialect)
    for item in one.items:
        yield from _item(item, one.kind, dialect)


def _metrics(available):
    yield "<com:Annotations>"
    for name, number in available.metrics.items():
        yield (
            f'<com:Annotation id="{name}"><com:AnnotationTitle>{number}</com:AnnotationTitle>'
            f"<com:AnnotationType>{METRICS}</com:AnnotationType></com:Annotation>"
        )
    yield "</com:Annotations>"


def _region(available, dialect):
    flow = dialect.reference("str:Dataflow", "dataflow", available.flow.id)
    yield f'<str:ConstraintAttachment>{flow}</str:ConstraintAttachment><str:CubeRegion include="true">\n'
    prefix = dialect.values
    for dimension, values in available.values.items():
        said = "".join(f"<{prefix}:Value>{value}</{prefix}:Value>" for value in values)
        yield f'<{prefix}:KeyValue id="{dimension}">{said}</{prefix}:KeyValue>\n'
    if available.times:
        yield f'<{prefix}:KeyValue id="{TIME.id}">{dialect.times(available.times)}</{prefix}:KeyValue>\n'
    yield "</str:CubeRegion>"


_ITEM_ELEMENTS = {
    "codelist": "Code",
    "conceptscheme": "Concept",
    "categoryscheme": "Category",
    "agencyscheme": "Agency",
}


def _item(item: Item, kind, dialect):
    element = _ITEM_ELEMENTS[kind]
    yield f'<str:{element} id="{item.id}">'
    yield from texts("Name", item.names)
    yield from texts("Description", item.descriptions)
    if item.parent:
        yield dialect.to_code(item.parent)
    yield f"</str:{element}>\n"


def address_of(one: Artefact, base: str) -> str:
    """Return the address at which a structure is to be had whole."""
    return f"{base}{one.kind}/{AGENCY}/{one.id}/{VERSION}"


def attributes_of(element: str, of_one, relationship: str, mandatory: tuple[str, str, str]) -> Iterator[str]:
    """Yield the attributes of the data structure; `mandatory` is the name of the usage and its two values."""
    name, always, sometimes = mandatory
    yield f'<str:{element} id="AttributeDescriptor">'
    for one in ATTRIBUTES:
        usage = always if one.mandatory else sometimes
        yield (
            f'<str:Attribute id="{one.id}" {name}="{usage}">{of_one(one)}'
            f"<str:AttributeRelationship>{relationship}</str:AttributeRelationship></str:Attribute>"
        )
    yield f"</str:{element}>"
