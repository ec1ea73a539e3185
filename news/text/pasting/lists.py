"""Paragraphs that only look like lists (Word, WPS, PowerPoint, Word on the web) become lists; numbers are kept."""

import re
from typing import NamedTuple

from lxml.html import Element as new_element
from lxml.html import HtmlElement

from .clipboard import remove, style_of, words_of

_LIST_STYLE = re.compile(r"mso-list:\s*(l\d+)\s+level(\d)")
_MARKER_STYLE = re.compile(r"mso-list:\s*ignore|mso-special-format:")
_OUTLINE = re.compile(r"mso-outline-level:\s*([1-4])")
_HEADING_CLASS = re.compile(r"Mso(?:Heading|Title|Subtitle)(\d?)", re.IGNORECASE)
_SLIDE_CLASS = re.compile(r"(?:^|\s)O(\d?)(?:\s|\Z)")
_LIST_CLASS = re.compile(r"MsoListParagraph", re.IGNORECASE)
_WRITTEN_MARKER = re.compile(r"\s*([·•▪●○◆\-–§oØ]|\d{1,3}[.)、])[\s\u00a0]+")
_ROMAN = re.compile(r"[ivxlc]{1,7}\Z")
_AROUND = " \t\r\n\u00a0\u3000.\uff0e。、,，:：;()（）[]\u3014\u3015【】第条章节"
_CHINESE = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)}
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MOST_LEVELS = 9


class _Open(NamedTuple):
    """A list that is being filled, the number of its last item, and the level it has in the program it came from."""

    element: HtmlElement
    number: int
    level: int


def make_lists(root: HtmlElement) -> None:
    """Turn numbered and bulleted paragraphs into lists, nested by their level; a numbered heading stays a heading."""
    _name_headings(root)
    _unfold_word_on_the_web(root)
    open_lists: list[_Open] = []
    last_numbers: dict[tuple[str, int], int] = {}
    for element in list(root.iter("p", "div", *HEADINGS)):
        listed = _listed(element)
        if listed is None:
            if element.tag != "div":
                open_lists = []
            continue
        name, level = listed
        marker = _take_marker(element)
        if element.tag in HEADINGS:
            _put_before(element, marker)
            open_lists = []
            continue
        if not marker and _LIST_STYLE.search(style_of(element)) is None:  # more words of the item before
            open_lists = []
            continue
        number = _number_in(marker, last_numbers.get((name, level), 0) + 1)
        kind = "ul" if number is None else "ol"
        if number is not None:
            last_numbers[(name, level)] = number
        if open_lists and element.getprevious() is not open_lists[0].element:
            open_lists = []
        open_lists = _opened(open_lists, element, level, kind, number or 1)
        element.attrib.clear()
        element.tag, element.tail = "li", None
        open_lists[-1].element.append(element)
    _nest(root)


def _name_headings(root: HtmlElement) -> None:
    for element in list(root.iter("p", "div")):
        level = None
        if found := _HEADING_CLASS.search(element.get("class") or ""):
            level = int(found[1] or (2 if "subtitle" in found[0].lower() else 1))
        elif found := _OUTLINE.search(style_of(element)):
            level = int(found[1])
        elif element.get("role") == "heading" and (element.get("aria-level") or "").isdecimal():
            level = int(element.get("aria-level", "1"))
        if level:
            element.tag = f"h{min(level, 4)}"


def _unfold_word_on_the_web(root: HtmlElement) -> None:
    """Give the items of Word on the web, each in a list of its own, the form in which Word itself copies them."""
    for holder in list(root.iter("ul", "ol")):
        items = [item for item in holder if item.tag == "li"]
        if not items or items[0].get("data-listid") is None or holder.getparent() is None:
            continue
        around = holder.getparent()
        is_wrapped = (
            around is not None and len(around) == 1 and "ListContainerWrapper" in (around.get("class") or "")
        )
        place = around if around is not None and is_wrapped else holder
        start = int(holder.get("start") or 1) if (holder.get("start") or "1").isdecimal() else 1
        for at, item in enumerate(items):
            level = item.get("data-aria-level") or item.get("aria-level") or "1"
            level = level if level.isdecimal() and 0 < int(level) <= MOST_LEVELS else "1"
            marker = new_element("span", style="mso-list:Ignore")
            marker.text = f"{start + at}." if holder.tag == "ol" else "•"
            item.tag = "p"
            item.attrib.clear()
            item.set("style", f"mso-list:l{1 if holder.tag == 'ol' else 2} level{level}")
            for inner in item.iter("p"):
                if inner is not item:
                    inner.tag = "span"
                    inner.attrib.clear()
            marker.tail, item.text = item.text, None
            item.insert(0, marker)
            place.addprevious(item)
        remove(place)


def _listed(element: HtmlElement) -> tuple[str, int] | None:
    """Return (name of the list, level) of a paragraph that stands for an item; None for any other."""
    if found := _LIST_STYLE.search(style_of(element)):
        return found[1], max(1, int(found[2]))
    if _LIST_CLASS.search(element.get("class") or ""):
        return "", 1
    slide = _SLIDE_CLASS.search(element.get("class") or "")
    if slide and any("mso-special-format:" in style_of(inner) for inner in element.iter("span")):
        return "slide", int(slide[1] or 0) + 1
    return None


def _opened(open_lists: list[_Open], element: HtmlElement, level: int, kind: str, number: int) -> list[_Open]:
    """Return the lists from the outermost to the one that gets the next item, made where there is none that goes on.

    Levels that are left out are none: a list that begins on the third level begins on the first here.
    """
    while len(open_lists) > 1 and open_lists[-1].level > level:
        open_lists.pop()
    above = open_lists
    if open_lists and open_lists[-1].level >= level:
        last, above = open_lists[-1], open_lists[:-1]
        if last.element.tag == kind and (kind == "ul" or number == last.number + 1):
            return [*above, _Open(last.element, number, level)]
    made = new_element(kind)
    if kind == "ol" and number > 1:
        made.set("start", str(number))
    if above:
        above[-1].element[-1].append(made)
    else:
        element.addprevious(made)
    return [*above, _Open(made, number, level)]


def _take_marker(element: HtmlElement) -> str:
    """Remove the bullet or number that stands in the text of a paragraph, and return it."""
    for inner in element.iter("span"):
        if _MARKER_STYLE.search(style_of(inner)):
            marker = words_of(inner)
            remove(inner)
            return marker
    text = element.text or ""
    if found := _WRITTEN_MARKER.match(text):
        element.text = text[found.end() :]
        return found[1]
    return ""


def _put_before(element: HtmlElement, marker: str) -> None:
    """Keep the number of a heading as words of it; a bullet says nothing."""
    if _number_in(marker, 1) is None:
        return
    text = (element.text or "").lstrip()
    gap = "" if marker[-1] in "、）】章条节" else " "
    element.text = f"{marker}{gap}{text}"
    if not text and len(element) and element[0].text:
        element[0].text = element[0].text.lstrip()


def _number_in(marker: str, expected: int) -> int | None:
    """Return the number that a marker says, None for a bullet. Letters are numbers; what may be two is the expected one."""
    inner = re.split("[.\uff0e-]", marker.strip(_AROUND))[-1].strip(_AROUND)
    has_punctuation = marker.strip() != inner
    if inner.isascii() and inner.isdecimal():
        return int(inner[-4:])
    if len(inner) == 1 and "①" <= inner <= "⑳":
        return ord(inner) - ord("①") + 1
    if chinese := _chinese(inner):
        return chinese
    lower = inner.lower()
    if not has_punctuation or not lower.isascii() or not lower.isalpha():
        return None
    possible = []
    if _ROMAN.match(lower):
        possible.append(_roman(lower))
    if len(lower) == 1:
        possible.append(ord(lower) - ord("a") + 1)
    if expected in possible:
        return expected
    if not possible:
        return None
    return possible[0] if lower[0] == "i" else possible[-1]


def _chinese(words: str) -> int | None:
    if not words or len(words) > 3 or any(sign not in _CHINESE for sign in words):
        return None
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _CHINESE[words] if len(words) == 1 else None
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)


def _roman(words: str) -> int:
    values = [_ROMAN_VALUES[sign] for sign in words]
    return sum(
        -one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True)
    )


def _nest(root: HtmlElement) -> None:
    """Put lists that lie directly in lists, as some programs copy them, into the item before."""
    for inner in list(root.iter("ul", "ol")):
        above = inner.getparent()
        if above is None or above.tag not in ("ul", "ol"):
            continue
        before = inner.getprevious()
        inner.tail = None
        if before is not None and before.tag == "li":
            before.append(inner)
        else:
            item = new_element("li")
            above.replace(inner, item)
            item.append(inner)
