"""Marks of words in pasted texts: by elements, and by the styles that programs write instead."""

import re

from lxml.html import HtmlElement

from .clipboard import style_of

_MARKS = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "s": "s",
    "strike": "s",
    "del": "s",
    "sub": "sub",
    "sup": "sup",
}
_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(?:bold|bolder|[6-9]00)")
_PLAIN = re.compile(r"(?<![\w-])font-weight:\s*(?:normal|[1-4]00)")
_ITALIC = re.compile(r"(?<![\w-])font-style:\s*(?:italic|oblique)")
_UPRIGHT = re.compile(r"(?<![\w-])font-style:\s*normal")
_RAISED = re.compile(r"vertical-align:\s*super")
_LOWERED = re.compile(r"vertical-align:\s*sub(?!\w)")
_STYLED = frozenset(["span", "font", "b", "strong", "i", "em", "a", "u", "label", "td", "th"])


def changes_of(element: HtmlElement) -> tuple[list[str], set[str]]:
    """Return (marks that an element adds to its words, marks that it takes from them)."""
    tag, style = (
        str(element.tag),
        style_of(element) if element.get("style") and element.tag in _STYLED else "",
    )
    added = [_MARKS[tag]] if tag in _MARKS else []
    taken: set[str] = set()
    if style:
        if _BOLD.search(style):
            added.append("strong")
        elif _PLAIN.search(style):
            taken.add("strong")
        if _ITALIC.search(style):
            added.append("em")
        elif _UPRIGHT.search(style):
            taken.add("em")
        if "line-through" in style and "text-decoration" in style:
            added.append("s")
        if _RAISED.search(style):
            added.append("sup")
        elif _LOWERED.search(style):
            added.append("sub")
    return [mark for mark in dict.fromkeys(added) if mark not in taken], taken


def is_bold(element: HtmlElement) -> bool | None:
    """Tell whether an element makes its words bold (True), plain (False) or leaves them (None)."""
    added, taken = changes_of(element)
    return True if "strong" in added else False if "strong" in taken else None
