"""Stored rich text as elements: finding some of them, and putting others in their place. Pure.

Stored text is what nh3 writes: names in small letters, every attribute `name="value"`, and no `<` or `>` but those of tags.
So it is read tag by tag, and no tree is built. Other text is read as far as it looks like that, and never fails.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from html import escape, unescape
from typing import TypeAlias

#: Elements that hold nothing and are never closed.
VOID = frozenset(["br", "hr", "img"])
_ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')
_ANY = "[a-z][a-z0-9]*"


class Element:
    """An element as it stands in a text: `html[start:end]`, of which `html[opened:closing]` is inside.

    One that is never closed is its tag alone.
    """

    __slots__ = ("_attributes", "closing", "end", "html", "name", "opened", "start")

    def __init__(self, html: str, name: str, start: int, opened: int) -> None:
        self.html, self.name = html, name
        self.start, self.opened = start, opened
        self.closing = self.end = opened
        self._attributes: dict[str, str] | None = None

    def __repr__(self) -> str:
        return f"<Element {self.outside[:60]!r}>"

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes as {name: value}, in plain text."""
        if self._attributes is None:
            self._attributes = _attributes(self.html, self.start, self.opened)
        return self._attributes

    @property
    def tag(self) -> str:
        """The tag that opens it."""
        return self.html[self.start : self.opened]

    @property
    def inside(self) -> str:
        """The text between its tags, as rich text."""
        return self.html[self.opened : self.closing]

    @property
    def outside(self) -> str:
        """All of it, as rich text."""
        return self.html[self.start : self.end]

    def with_inside(self, inside: str) -> str:
        """Return it as rich text with something else between its tags."""
        return f"{self.tag}{inside}{self.html[self.closing : self.end]}"


#: Takes an element and its inside, where the rules were applied already; gives rich text to stand in its place, or None to
#: keep its tags.
Rule: TypeAlias = Callable[[Element, str], str | None]
#: Takes a value as plain text and gives the new one, or None to leave it.
Change: TypeAlias = Callable[[str], str | None]


def elements(html: str | None, *names: str) -> list[Element]:
    """Return the elements of those names in a text, as a list in the order in which they begin."""
    html = html or ""
    found: list[Element] = []
    stack: list[Element] = []
    held: Counter[str] = Counter()
    for match in _tags(names).finditer(html):
        name = match[2]
        if match[1]:
            if not held[name]:
                continue
            while True:
                element = stack.pop()
                held[element.name] -= 1
                if element.name == name:
                    break
            element.closing, element.end = match.span()
        else:
            element = Element(html, name, *match.span())
            found.append(element)
            if name not in VOID:
                stack.append(element)
                held[name] += 1
    return found


def first(html: str | None, name: str) -> Element | None:
    """Return the first element of a name, or None."""
    return next(iter(elements(html, name)), None)


def rewritten(html: str | None, rules: Mapping[str, Rule], found: Sequence[Element] | None = None) -> str:
    """Return a text with some elements replaced, and everything else byte for byte as it was.

    `rules` maps names of elements to what is done with them. `found` are the elements of the text that rules are asked about,
    in the order in which they begin, where they are known; else all of those names.
    """
    html = html or ""
    if found is None:
        found = elements(html, *rules) if rules else ()
    if not found:
        return html
    pieces: list[str] = []
    stack: list[tuple[Element, list[str]]] = []
    at = 0

    def close() -> None:
        nonlocal pieces, at
        element, outer = stack.pop()
        pieces.append(html[at : element.closing])
        inside = "".join(pieces)
        put = rules[element.name](element, inside)
        outer.append(element.with_inside(inside) if put is None else put)
        pieces, at = outer, element.end

    for element in found:
        while stack and stack[-1][0].end <= element.start:
            close()
        pieces.append(html[at : element.start])
        stack.append((element, pieces))
        pieces, at = [], element.opened
    while stack:
        close()
    pieces.append(html[at:])
    return "".join(pieces)


def with_values(html: str | None, names: tuple[str, ...], change: Change) -> str:
    """Return a text with the values of some attributes changed, wherever they stand."""
    attribute = _valued(names)

    def value(match: re.Match[str]) -> str:
        put = change(unescape(match[2]))
        return match[0] if put is None else match[1] + escape(put)

    return _tags(()).sub(lambda tag: attribute.sub(value, tag[0]), html or "")


def tags(html: str | None) -> Iterator[tuple[str, str, dict[str, str] | None]]:
    """Yield each tag of a text as (the words before it in plain text, its name, its attributes), None for a closing tag's.

    The words after the last tag come with the name "".
    """
    html, at = html or "", 0
    for match in _tags(()).finditer(html):
        start, end = match.span()
        attributes = None if match[1] else _attributes(html, start, end)
        yield unescape(html[at:start]), match[2], attributes
        at = end
    yield unescape(html[at:]), "", None


def _attributes(html: str, start: int, end: int) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(html, start, end)}


@cache
def _valued(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf'(\s(?:{"|".join(names)})=")([^"]*)(?=")')


@cache
def _tags(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"<(/?)({'|'.join(names) or _ANY})(?=[\s/>])[^<>]*>")
