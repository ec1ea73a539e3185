"""Structures as SDMX-JSON 2.0: one object, every name in the site's first language and in all."""

import json
from collections.abc import Iterator

from foundation.languages import LANGUAGE_CODES, language_tag

from .envelope import Head
from .flows import (
    AGENCY,
    ATTRIBUTES,
    DIMENSIONS,
    MEASURE,
    STRUCTURE,
    TIME,
    VERSION,
    Component,
    urn_of,
    urn_of_category,
    urn_of_concept,
)
from .structure_xml import METRICS, address_of
from .structures import Artefact, Item, subject_of

SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/develop/structure-message/tools/schemas/2.0.0/"
    "sdmx-json-structure-schema.json"
)
#: The lists of a message, and the name under which each scheme has its items.
LISTS = {
    "agencyscheme": "agencySchemes",
    "categorisation": "categorisations",
    "categoryscheme": "categorySchemes",
    "codelist": "codelists",
    "conceptscheme": "conceptSchemes",
    "constraint": "dataConstraints",
    "dataflow": "dataflows",
    "datastructure": "dataStructures",
}
ITEMS = {
    "agencyscheme": "agencies",
    "categoryscheme": "categories",
    "codelist": "codes",
    "conceptscheme": "concepts",
}


def json_message(head: Head, artefacts: list[Artefact], base: str) -> Iterator[str]:
    """Yield a message with structures, a piece of it at a time."""
    data: dict[str, list[dict]] = {}
    for one in artefacts:
        data.setdefault(LISTS[one.kind], []).append(_artefact(one, base))
    message = {"meta": _meta(head, artefacts), "data": data}
    yield from json.JSONEncoder(ensure_ascii=False).iterencode(message)


def _meta(head, artefacts):
    return {
        "schema": SCHEMA,
        "id": head.id,
        "test": False,
        "prepared": head.moment,
        "contentLanguages": [language_tag(code).lower() for code in LANGUAGE_CODES],
        "sender": {"id": AGENCY},
        "links": [{"rel": "describedby", "urn": urn_of(one.kind, one.id)} for one in artefacts],
    }


def _named(one):
    found = {"name": next(iter(one.names.values())), "names": _lower(one.names)}
    if one.descriptions:
        said = one.descriptions
        found |= {"description": next(iter(said.values())), "descriptions": _lower(said)}
    return found


def _lower(names):
    """Return names by language tags in small letters, which are all that the schema takes."""
    return {tag.lower(): text for tag, text in names.items()}


def _artefact(one, base):
    found = {"id": one.id, "agencyID": AGENCY, "version": VERSION, **_named(one)}
    if one.stub:
        link = {"rel": "external", "href": address_of(one, base), "urn": urn_of(one.kind, one.id)}
        return found | {"isExternalReference": True, "links": [link]}
    if one.partial:
        found["isPartial"] = True
    if one.kind in ITEMS:
        found[ITEMS[one.kind]] = [_item(item) for item in one.items]
    return found | _CONTENTS.get(one.kind, lambda one: {})(one)


def _item(item: Item):
    return {"id": item.id, **_named(item), **({"parent": item.parent} if item.parent else {})}


def _categorisation(one):
    return {"source": urn_of("dataflow", one.id), "target": urn_of_category(subject_of(one.id))}


def _constraint(one):
    region = [
        {"id": name, "include": True, "values": [{"value": value} for value in values]}
        for name, values in one.available.values.items()
    ]
    if times := one.available.times:
        first, last = ({"period": period, "isInclusive": True} for period in (times[0], times[-1]))
        region.append(
            {"id": TIME.id, "include": True, "timeRange": {"startPeriod": first, "endPeriod": last}}
        )
    return {
        "role": "Actual",
        "annotations": [
            {"id": name, "type": METRICS, "title": str(number)}
            for name, number in one.available.metrics.items()
        ],
        "constraintAttachment": {"dataflows": [urn_of("dataflow", one.available.flow.id)]},
        "cubeRegions": [{"include": True, "keyValues": region}],
    }


def _data_structure(one):
    del one
    attributes = [
        _component(attribute)
        | {
            "usage": "mandatory" if attribute.mandatory else "optional",
            "attributeRelationship": {"observation": {}},
        }
        for attribute in ATTRIBUTES
    ]
    dimensions = [_component(one) | {"position": place} for place, one in enumerate(DIMENSIONS)]
    return {
        "dataStructureComponents": {
            "dimensionList": {
                "id": "DimensionDescriptor",
                "dimensions": dimensions,
                "timeDimension": _component(TIME),
            },
            "measureList": {
                "id": "MeasureDescriptor",
                "measures": [_component(MEASURE) | {"usage": "optional"}],
            },
            "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
        }
    }


def _component(component: Component):
    if component.codelist:
        local: dict = {"enumeration": urn_of("codelist", component.codelist)}
    else:
        decimals = {} if component.decimals is None else {"decimals": component.decimals}
        local = {"format": {"dataType": component.type, **decimals}}
    return {
        "id": component.id,
        "conceptIdentity": urn_of_concept(component.id),
        "localRepresentation": local,
    }


_CONTENTS = {
    "categorisation": _categorisation,
    "constraint": _constraint,
    "dataflow": lambda one: {"structure": urn_of("datastructure", STRUCTURE)},
    "datastructure": _data_structure,
}
