"""Structures that a question means: of a kind, by id or all, with what belongs to them, whole or as stubs."""

from .errors import Malformed, NothingFound
from .structures import KINDS, Artefact, all_keys, artefacts, narrowed, stubbed, with_references

DETAILS = (
    "full",
    "allstubs",
    "referencestubs",
    "allcompletestubs",
    "referencecompletestubs",
    "referencepartial",
)
REFERENCES = ("none", "parents", "parentsandsiblings", "children", "descendants", "all")
_WITHOUT_ITEMS = ("dataflow", "datastructure", "categorisation")


def selected(kind: str, identities: str, item: str, detail: str, references: str) -> list[Artefact]:
    """Return the structures of a kind ("structure" is any) with what belongs to them.

    `identities` are ids with `+` or commas between, "" for all; `item` ids of items in the same way. Code lists are of the
    whole data structure, so that `referencepartial` leaves nothing out.
    """
    wanted = set(identities.replace("+", ",").split(",")) if identities else set()
    keys = {key for key in all_keys() if kind in (key[0], "structure") and (not wanted or key[1] in wanted)}
    if missing := wanted - {identity for _kind, identity in keys}:
        raise NothingFound(f"There is no {kind} {sorted(missing)[0][:60]!r}.")
    if item and kind in (*_WITHOUT_ITEMS, "structure"):
        raise Malformed(f"A {kind} has no items; {item[:40]!r} names nothing.")
    found = [
        narrowed(one, item) if item and one.key in keys else one
        for one in artefacts(with_references(keys, references))
    ]
    return [_in_detail(one, one.key in keys, detail) for one in found]


def _in_detail(one, is_meant, detail):
    if detail in ("allstubs", "allcompletestubs") or (
        detail in ("referencestubs", "referencecompletestubs") and not is_meant
    ):
        return stubbed(one, "complete" in detail)
    return one


assert set(_WITHOUT_ITEMS) <= set(KINDS)
