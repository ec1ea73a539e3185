"""The register of kinds: article, page, index, source and the like, each declared once, asked by whoever handles any kind.

A package declares its kinds when Django is ready (`register`). Links in texts, where a thing is used, search, site maps and
the editor's picker ask here, so that a new kind is one declaration. How to add one: docs/adding.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from .languages import LANGUAGE_CODES
from .searching.documents import describe, facet


@dataclass(frozen=True)
class Results:
    """The tab of the search page that finds things of a kind.

    `order` sorts equal matches; `walks` tells that the table has an index in that order, so that common words are answered
    along it. `narrowed_by` names the filters whose property the entries have. `place` orders the tabs, `suggested` the
    suggestions while somebody types (None: none). `visible` returns what visitors may find, where that is not all that is public.
    """

    key: str
    plural: Promise
    singular: Promise
    order: tuple
    place: int
    suggested: int | None = None
    walks: bool = False
    narrowed_by: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    visible: Callable[[], QuerySet] | None = None

    @property
    def facet(self) -> str:
        """Return the term that every entry of the tab holds."""
        return facet("kind", self.key)


@dataclass(frozen=True)
class MapFile:
    """The place of a kind's pages in the site map: a file, what it lists, the languages and last change of each thing.

    `by_id` cuts a kind that may be a million into files by the id of its things.
    """

    name: str
    things: Callable[[], QuerySet]
    languages: Callable[[Any], Iterable[str]] = lambda thing: LANGUAGE_CODES
    changed: Callable[[Any], datetime | None] = lambda thing: None
    by_id: bool = False


@dataclass(frozen=True)
class Picker:
    """The list in which things of a kind are offered to somebody who writes a link: `rows` in the order they are offered.

    `place` orders the kinds; `by_words` is False for what is offered only before a word is typed; `remark` says what the
    writer should know of a thing.
    """

    place: int
    rows: Callable[[], QuerySet]
    by_words: bool = True
    remark: Callable[[Any], str | Promise] = lambda thing: ""


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of thing.

    - `key` names it in references (`ref:article/7`) and uses; it is stored and stays for ever.
    - `public()` returns what visitors may see.
    - `title` and `texts` are the fields shown of it; `address_fields` those that its address is made of, `a__b` for a field
      of what it belongs to.
    - `pages` maps the name of an address to what turns its parts into a lookup, or None where they name nothing.
    - `feeds` does the same for the addresses of feeds, which the things tell themselves (`get_feed_url`).
    - `uses(thing)` returns what one refers to: (live, draft), each {place: {(kind, key)}}, draft None where there is none.
    - `may_break` is False where a link to what is gone is no mistake of the text.
    - `tags_of_its_own`: its things carry tags, and which of them count must be asked of `public()`.
    - `document(thing)` returns what is searched (`foundation.searching.documents`), with `joined` and `prefetched` at hand. Without
      `results` visitors do not find it; its facet is then that of the key.
    """

    key: str
    model: type[Model]
    public: Callable[[], QuerySet]
    title: str = "name"
    texts: tuple[str, ...] = ()
    address_fields: tuple[str, ...] = ("slug",)
    pages: dict[str, Callable[[dict], dict | None]] = field(default_factory=dict)
    feeds: dict[str, Callable[[dict], dict | None]] = field(default_factory=dict)
    uses: Callable[[Any], tuple[dict, dict | None]] | None = None
    may_break: bool = True
    tags_of_its_own: bool = False
    document: Callable | None = None
    joined: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    results: tuple[Results, ...] = ()
    map_file: MapFile | None = None
    picker: Picker | None = None

    @property
    def facets(self) -> tuple[str, ...]:
        """Return the terms of which each entry of the kind holds one: those of its tabs, or its own where only staff find it."""
        return tuple(results.facet for results in self.results) or (facet("kind", self.key),)

    def for_visitors(self) -> QuerySet:
        """Return what visitors can open: what they may find, where that is not all that is public."""
        found = next((results.visible for results in self.results if results.visible), self.public)
        return found()


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Declare a kind; raise ValueError for a key or a model that is declared already."""
    if kind.key in _kinds or kind.model in {other.model for other in _kinds.values()}:
        raise ValueError(f"{kind.key} is declared twice.")
    _kinds[kind.key] = kind
    if kind.document:
        describe(kind.model, kind.document, joined=kind.joined, prefetched=kind.prefetched)
    return kind


def every() -> list[Kind]:
    """Return all kinds in the order they were declared."""
    return list(_kinds.values())


def named(key: str) -> Kind | None:
    """Return the kind with a key, or None."""
    return _kinds.get(key)


def of(thing) -> Kind | None:
    """Return the kind of a thing, or None."""
    return of_model(type(thing))


def of_model(model) -> Kind | None:
    """Return the kind of a model, or None."""
    return next((kind for kind in _kinds.values() if model and issubclass(model, kind.model)), None)


def with_page(view_name: str) -> Kind | None:
    """Return the kind whose things have their pages at addresses of a name, or None."""
    return next((kind for kind in _kinds.values() if view_name in kind.pages), None)


def with_feed(view_name: str) -> Kind | None:
    """Return the kind whose things have their feeds at addresses of a name, or None."""
    return next((kind for kind in _kinds.values() if view_name in kind.feeds), None)
