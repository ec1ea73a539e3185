"""Structures as plain values: what there is, what refers to what, and what a question for structures means."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from indexdata.models import Index

from . import names
from .errors import NothingFound
from .flows import AGENCIES, AGENCY, CONCEPTS, DIMENSIONS, FLOWS, STRUCTURE, SUBJECTS, Flow
from .names import Names, in_every_language

if TYPE_CHECKING:
    from .availability import Available


@dataclass(frozen=True)
class Item:
    """A code, a concept, a category or an agency of a scheme; `parent` is the id of the code above it."""

    id: str
    names: Names
    descriptions: Names = field(default_factory=dict)
    parent: str = ""


@dataclass(frozen=True)
class Artefact:
    """A structure with its names. A stub has neither items nor what it refers to; `partial` has some items alone.

    `available` is what a constraint says of data that are there.
    """

    kind: str
    id: str
    names: Names
    descriptions: Names = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    stub: bool = False
    partial: bool = False
    available: "Available | None" = None

    @property
    def key(self) -> tuple[str, str]:
        """Return kind and id, which tell it from all others."""
        return self.kind, self.id


#: A structure by kind and id.
ArtefactKey = tuple[str, str]

KINDS = (
    "agencyscheme",
    "dataflow",
    "categoryscheme",
    "categorisation",
    "codelist",
    "conceptscheme",
    "datastructure",
)
#: Kinds of the standard of which there is none here.
OTHER_KINDS = frozenset(
    {
        "actualconstraint", "allowedconstraint", "attachmentconstraint", "contentconstraint", "customtypescheme",
        "dataconstraint", "dataconsumerscheme", "dataproviderscheme", "geocodelist", "geogridcodelist", "hierarchicalcodelist",
        "hierarchy", "hierarchyassociation", "metadataconstraint", "metadataflow", "metadataproviderscheme",
        "metadataprovisionagreement", "metadatastructure", "namepersonalisationscheme", "organisationscheme",
        "organisationunitscheme", "process", "provisionagreement", "reportingtaxonomy", "representationmap", "rulesetscheme",
        "structuremap", "structureset", "transformationscheme", "userdefinedoperatorscheme", "valuelist", "vtlmappingscheme",
        "categoryschememap", "conceptschememap", "organisationschememap", "reportingtaxonomymap",
    }
)  # fmt: skip
CODELISTS = ("CL_FREQ", "CL_INDEX", "CL_OBS_STATUS")
_STRUCTURE = ("datastructure", STRUCTURE)


def all_keys() -> list[ArtefactKey]:
    """Return kind and id of every structure."""
    flows = list(FLOWS)
    return [
        ("agencyscheme", AGENCIES),
        *(("dataflow", flow) for flow in flows),
        ("categoryscheme", SUBJECTS),
        *(("categorisation", flow) for flow in flows),
        *(("codelist", one) for one in CODELISTS),
        ("conceptscheme", CONCEPTS),
        _STRUCTURE,
    ]


def children_of(key: ArtefactKey) -> set[ArtefactKey]:
    """Return what a structure refers to."""
    kind, identity = key
    if kind == "dataflow":
        return {_STRUCTURE}
    if kind == "datastructure":
        return {("conceptscheme", CONCEPTS), *(("codelist", one) for one in CODELISTS)}
    if kind == "categorisation":
        return {("dataflow", identity), ("categoryscheme", SUBJECTS)}
    return set()


def parents_of(key: ArtefactKey) -> set[ArtefactKey]:
    """Return what refers to a structure."""
    return {one for one in all_keys() if key in children_of(one)}


def _closure(keys: set[ArtefactKey], step: Callable[[ArtefactKey], set[ArtefactKey]]) -> set[ArtefactKey]:
    found: set[ArtefactKey] = set()
    new = set(keys)
    while new:
        reached = {other for one in new for other in step(one)}
        new = reached - found
        found |= reached
    return found


def with_references(keys: set[ArtefactKey], references: str) -> set[ArtefactKey]:
    """Return structures with those that `references` of the standard adds: none, children, parents, …, or a kind."""
    if references == "none":
        return keys
    parents = {other for one in keys for other in parents_of(one)}
    siblings = parents | {other for one in parents for other in children_of(one)}
    descendants = _closure(keys, children_of)
    added = {
        "children": {other for one in keys for other in children_of(one)},
        "descendants": descendants,
        "parents": parents,
        "ancestors": _closure(keys, parents_of),
        "parentsandsiblings": siblings,
        "all": siblings | descendants | _closure(siblings, children_of),
    }
    if references in added:
        return keys | added[references]
    return keys | {one for one in added["all"] | added["ancestors"] if one[0] == references}


def artefacts(keys: Iterable[ArtefactKey]) -> list[Artefact]:
    """Return structures in one order; one query where the list of indices is among them."""
    wanted = set(keys)
    return [_BUILDERS[key[0]](key[1]) for key in all_keys() if key in wanted]


def narrowed(artefact: Artefact, items: str) -> Artefact:
    """Return a scheme with some of its items alone, by their ids with `+` or commas between."""
    ids = set(items.replace("+", ",").split(","))
    kept = tuple(one for one in artefact.items if one.id in ids)
    if missing := ids - {one.id for one in kept}:
        raise NothingFound(f"{artefact.id} has no item {sorted(missing)[0][:60]!r}.")
    return replace(artefact, items=kept, partial=True)


def stubbed(artefact: Artefact, complete: bool) -> Artefact:
    """Return a structure by its name alone, with its description where the stub is to be complete."""
    return replace(artefact, items=(), stub=True, descriptions=artefact.descriptions if complete else {})


def _flow(identity: str) -> Artefact:
    flow = FLOWS[identity]
    return Artefact("dataflow", identity, names.of_flow(flow), names.describing(flow))


def _categorisation(identity: str) -> Artefact:
    return Artefact("categorisation", identity, names.of_flow(FLOWS[identity]))


def subject_of(identity: str) -> str:
    """Return the category that a categorisation puts its dataflow into."""
    flow: Flow = FLOWS[identity]
    return flow.subject


def _category_scheme(identity: str) -> Artefact:
    items = tuple(Item(one, in_every_language(said)) for one, said in names.SUBJECT_NAMES.items())
    return Artefact("categoryscheme", identity, in_every_language(names.SUBJECTS_NAME), items=items)


def _agencies(identity: str) -> Artefact:
    items = (Item(AGENCY, in_every_language(names.AGENCY_NAME)),)
    return Artefact("agencyscheme", identity, in_every_language(names.AGENCIES_NAME), items=items)


def _concepts(identity: str) -> Artefact:
    items = tuple(
        Item(one, in_every_language(said), in_every_language(names.CONCEPT_DESCRIPTIONS[one]))
        if one in names.CONCEPT_DESCRIPTIONS
        else Item(one, in_every_language(said))
        for one, said in names.CONCEPT_NAMES.items()
    )
    return Artefact("conceptscheme", identity, in_every_language(names.CONCEPTS_NAME), items=items)


def _codelist(identity: str) -> Artefact:
    said = in_every_language(names.CODELIST_NAMES[identity])
    return Artefact("codelist", identity, said, items=tuple(_codes(identity)))


def _codes(identity):
    if identity == "CL_INDEX":
        yield from _index_codes()
    elif identity == "CL_FREQ":
        yield from (Item(one, in_every_language(said)) for one, said in names.FREQUENCY_NAMES.items())
    else:
        yield from (Item(code, said) for code, said in names.of_statuses().items())


def _index_codes():
    rows = Index.objects.in_tree_order().values_list("code", "parent__code", *names.INDEX_NAME_FIELDS)
    for code, parent, *texts in rows:
        said = names.of_translated(texts)
        yield Item(code, said or {"en": code}, parent=parent or "")


def _data_structure(identity: str) -> Artefact:
    return Artefact("datastructure", identity, in_every_language(names.SERIES_NAME))


_BUILDERS: dict[str, Callable[[str], Artefact]] = {
    "agencyscheme": _agencies,
    "dataflow": _flow,
    "categoryscheme": _category_scheme,
    "categorisation": _categorisation,
    "codelist": _codelist,
    "conceptscheme": _concepts,
    "datastructure": _data_structure,
}
assert {one.codelist for one in DIMENSIONS} <= set(CODELISTS)
