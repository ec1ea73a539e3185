"""Names of indices as texts write them: whole, short, and “the total”."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from indexdata.enums import Family

from .tokens import Entries, Kind, plain


@dataclass(frozen=True)
class NamedIndex:
    """An index with its names in one language, and the family it belongs to."""

    path: str
    family: str
    names: tuple[str, ...]


#: What short names leave out at the end of a name, by language; of prosperity, where each index is one, that word too.
_ENDS = {"en": (" index",), "zh-hans": ("指数", "类")}
_ENDS_OF_PROSPERITY = {
    "en": (" prosperity", " prosperity index"),
    "zh-hans": ("景气", "景气指数", "类景气", "类景气指数"),
}
#: What is left of a name then and is an ordinary word.
_ORDINARY = frozenset(
    [
        "price",
        "total price",
        "价格",
        "纺织品价格",
        "价格总",
        "纺织品价格总",
        "总",
        "foreign trade",
        "外贸",
        "textile foreign trade",
    ]
)
#: What a text calls the highest index of a release.
_TOTAL = {
    "en": ("total", "total index", "overall index"),
    "zh-hans": ("总指数", "总项", "总水平"),
}
#: What may be the total, or the index spoken of before.
_EITHER = {
    "en": ("index", "the index", "this index", "the price index", "the prosperity index"),
    "zh-hans": ("该指数", "本指数", "指数", "价格指数", "景气指数"),
}
#: A short name of fewer signs is an ordinary word.
_SHORTEST = {"en": 4, "zh-hans": 2}


def names_of(indices: Iterable[NamedIndex], family: str, total: str, language: str) -> Entries:
    """Return the names that lead to indices; those of the release's family come before others' of the same name.

    `total` is the path of the highest index of the release, "" where none is. A name of several indices leads to all of them.
    """
    own: list[NamedIndex] = []
    others: list[NamedIndex] = []
    for index in indices:
        (own if index.family == family else others).append(index)
    found: dict[str, tuple[str, ...]] = {}
    if total:
        found |= dict.fromkeys(_TOTAL.get(language, ()), (total,))
    found |= {name: paths for name, paths in _by_name(own).items() if name not in found}
    for index in own:
        for name in index.names:
            for short in _short(_folded(name), language, family):
                found.setdefault(short, (index.path,))
    _learn(found, others)
    found |= {name: paths for name, paths in _by_name(others).items() if name not in found}
    entries: dict[str, tuple[Kind, Any]] = {name: (Kind.NAME, paths) for name, paths in found.items() if name}
    totals = (total,) if total else ()
    return entries | {name: (Kind.EITHER, (totals, name[0] in "t该本")) for name in _EITHER.get(language, ())}


def _by_name(indices: Iterable[NamedIndex]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for index in indices:
        for name in dict.fromkeys(map(_folded, index.names)):
            found[name] = (*found.get(name, ()), index.path)
    return found


def _learn(found: dict[str, tuple[str, ...]], others: Iterable[NamedIndex]) -> None:
    """Let an index of the family be known by all names that its namesake in another family has: 辅料 of prosperity."""
    for index in others:
        names = [_folded(name) for name in index.names]
        known = next((found[name] for name in names if name in found), None)
        if known is not None:
            for name in names:
                found.setdefault(name, known)


def _short(name: str, language: str, family: str) -> Iterable[str]:
    ends = _ENDS.get(language, ())
    if family == Family.PROSPERITY:
        ends += _ENDS_OF_PROSPERITY.get(language, ())
    for end in ends:
        short = name.removesuffix(end)
        if short != name and len(short) >= _SHORTEST[language] and short not in _ORDINARY:
            yield short


def _folded(name: str) -> str:
    """Return a name as it is looked up: without what stands in brackets in the middle of it."""
    return re.sub(r" ?\([^()]{0,20}\) ?", " ", plain(name)).lower().strip()
