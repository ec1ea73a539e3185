"""Pictures of pasted texts: those that lie in the text itself can come along, all others stay where they lie."""

import re
from collections.abc import Callable
from typing import TypeAlias

from lxml.html import Element as new_element
from lxml.html import HtmlElement

from .clipboard import remove

#: Takes the bytes and the alternative text of a picture, gives the attributes of the library's picture or None.
Bring: TypeAlias = Callable[[bytes, str], dict[str, str] | None]
_INSIDE = re.compile(r"data:(\d{1,4})\Z")
_OF_THE_LIBRARY = re.compile(r"[1-9]\d{0,17}\Z")
#: Pictures of this size are dots that count readers, and lines that keep distance.
_SPECK = re.compile(r"[0-3](?:px)?\Z")


def take_pictures(root: HtmlElement, inside: list[bytes], bring: Bring | None) -> int:
    """Put the library's pictures in place of those that can come along; return how many stay behind.

    Nothing is fetched: neither from another site nor from the machine on which the text was copied.
    """
    left = 0
    for image in list(root.iter("img")):
        around = image.getparent()
        if around is None:
            continue
        attributes = _attributes(image, inside, bring)
        if attributes is None:
            left += _is_lazy(image) or not _is_speck(image)
            remove(image)
            _without_frame(around)
            continue
        if around.tag == "figure":
            image.attrib.clear()
            image.attrib.update(attributes)
            continue
        figure = new_element("figure")
        figure.append(new_element("img", attributes))
        figure.tail, image.tail = image.tail, None
        around.replace(image, figure)
    return left


def _attributes(image: HtmlElement, inside: list[bytes], bring: Bring | None) -> dict[str, str] | None:
    if _OF_THE_LIBRARY.match(image.get("data-picture") or ""):
        kept = {name: image.get(name) or "" for name in ("src", "alt", "data-picture")}
        return {name: value for name, value in kept.items() if value}
    place = _INSIDE.match(image.get("src") or "")
    if (
        bring is None
        or place is None
        or _is_lazy(image)
        or int(place[1]) >= len(inside)
        or not inside[int(place[1])]
    ):
        return None
    return bring(inside[int(place[1])], " ".join((image.get("alt") or "").split())[:160])


def _is_lazy(image: HtmlElement) -> bool:
    """Tell whether the real picture would be fetched when it is scrolled to; what stands in its place is none."""
    return any(image.get(name) for name in ("data-src", "data-original", "data-lazy-src"))


def _is_speck(image: HtmlElement) -> bool:
    return all(_SPECK.match((image.get(name) or "").strip()) for name in ("width", "height"))


def _without_frame(element: HtmlElement) -> None:
    """Leave the words under a picture that stays behind as a paragraph."""
    figure = next((one for one in [element, *element.iterancestors()][:4] if one.tag == "figure"), None)
    if figure is None or figure.get("data-chart") or next(figure.iter("img"), None) is not None:
        return
    figure.tag = "div"
    for caption in figure.iter("figcaption"):
        caption.tag = "p"
