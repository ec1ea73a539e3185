"""A clipboard as a tree: HTML with frames, conditions and styles of programs around the text. In linear time."""

import re
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote_to_bytes

from lxml import etree, html
from lxml.html import HtmlElement

from foundation.characters import storable

#: Characters of a pasted text besides the pictures in it: more than a book has.
LONGEST = 3_000_000
LONGEST_STYLE = 1000
_PICTURE = re.compile(r"data:image/[a-z0-9.+-]{1,40}(;base64)?,([A-Za-z0-9+/=%\s._~-]*)", re.IGNORECASE)
#: `<![if !supportLists]>` … `<![endif]>` stand around the marker of a Word list; the marker is needed, its frame is not.
_FRAME = re.compile(r"<!\[(?:if[^\]<>]*|endif)\]>|<!--\s*(?:Start|End)Fragment\s*-->", re.IGNORECASE)
_OUTER = re.compile(r"<!doctype[^<>]*>|</?(?:html|head|body)(?=[\s>])[^<>]*>|<\?xml[^<>]*>", re.IGNORECASE)
#: How slides break a line within a paragraph.
_SOFT_RETURN = re.compile(r"\x0b|&#(?:11|x0*b);|_x000B_", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_NAMESPACED = re.compile(r"</?(?:o|w|v|m|st1|wps):[a-z0-9]+[^<>]*>", re.IGNORECASE)
_RULE_OF_CLASS = re.compile(r"\s*[a-z0-9]*\.([\w-]{1,80})\s*\Z", re.IGNORECASE)
_MEANS_SOMETHING = re.compile(
    r"font-weight:|font-style:|line-through|vertical-align:\s*(?:super|sub)|display:\s*none|mso-hide|mso-outline-level",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"(?:display:\s*none|mso-hide:\s*all)", re.IGNORECASE)
_ROWS_ALONE = re.compile(r"\s*<(?:col|colgroup|thead|tbody|tr|td|th)[\s>]", re.IGNORECASE)
_ITEMS_ALONE = re.compile(r"\s*<li[\s>]", re.IGNORECASE)
#: Elements that hold no text.
_DROPPED = frozenset(
    ["script", "style", "meta", "link", "title", "xml", "object", "iframe", "form", "button", "select", "textarea", "input",
     "svg", "math", "template", "noscript", "video", "audio", "canvas", "map"]
)  # fmt: skip


class TooLong(ValueError):
    """More was pasted than an article can be."""


@dataclass(frozen=True)
class Copied:
    """The text as a tree below one element, and the pictures in it: what stands as `data:<n>` is the n-th of them."""

    root: HtmlElement
    pictures: list[bytes] = field(default_factory=list)


def tree_of(text: str) -> Copied | None:
    """Return what was copied, without what cannot be seen; None when nothing was. Raise `TooLong` for too much."""
    pictures: list[bytes] = []

    def stand_in(match: re.Match[str]) -> str:
        pictures.append(_bytes_of(match[2], bool(match[1])))
        return f"data:{len(pictures) - 1}"

    text = _PICTURE.sub(stand_in, text)
    if len(text) > LONGEST:
        raise TooLong
    text = storable(_SOFT_RETURN.sub("<br>", text))
    styles = _styles(text)
    text = _NAMESPACED.sub("", _OUTER.sub("", _FRAME.sub("", _without_conditions(text))))
    if not text.strip():
        return None
    if _ROWS_ALONE.match(text):
        text = f"<table>{text}</table>"
    elif _ITEMS_ALONE.match(text):
        text = f"<ul>{text}</ul>"
    try:
        parser = html.HTMLParser()
        root = html.fragment_fromstring(text, create_parent="div", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    if any(
        "depth" in error.message for error in parser.error_log
    ):  # what lies deeper than any text would be lost
        root = html.fragment_fromstring(escape(unescape(_TAG.sub(" ", text))), create_parent="div")
    _use_styles(root, styles)
    for element in list(root.iter()):
        if element is not root and (
            not isinstance(element.tag, str) or element.tag in _DROPPED or _is_hidden(element)
        ):
            remove(element)
    return Copied(root, pictures)


def style_of(element: HtmlElement) -> str:
    """Return the style of an element in small letters; "" without one."""
    return (element.get("style") or "")[:LONGEST_STYLE].lower()


def remove(element: HtmlElement) -> None:
    """Take an element out with all that is in it; the words behind it stay."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def words_of(element: HtmlElement) -> str:
    """Return the words in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _bytes_of(data: str, is_base64: bool) -> bytes:
    content = unquote_to_bytes("".join(data.split()))
    if not is_base64:
        return content
    try:
        return b64decode(content + b"=" * (-len(content) % 4))
    except (Error, ValueError):
        return b""


def _without_conditions(text: str) -> str:
    """Return the text without what only some programs are meant to read: `<!--[if gte mso 9]> … <![endif]-->`."""
    pieces, at = [], 0
    while (start := text.find("<!--[if", at)) >= 0:
        close = text.find("-->", start)
        if close < 0:
            break
        pieces.append(text[at:start])
        if (
            text[close - 1] == "]" and text[start:close].count("<!") == 1
        ):  # a mark alone, what follows is meant for all
            at = close + 3
            continue
        end = text.find("<![endif]-->", start)
        at = end + len("<![endif]-->") if end >= 0 else close + 3
    pieces.append(text[at:])
    return "".join(pieces)


def _styles(text: str) -> dict[str, str]:
    """Return {class: style} of the style sheets in a text, as far as it means something for a text."""
    found: dict[str, str] = {}
    lower, at = text.lower(), 0
    if len(lower) != len(text):  # a capital letter that has no small one of its length
        return found
    while (start := lower.find("<style", at)) >= 0:
        end = lower.find("</style", start)
        if end < 0:
            break
        for rule in text[text.find(">", start) + 1 : end].split("}"):
            selectors, _brace, body = rule.rpartition("{")
            if len(selectors) < 2000 and len(body) <= LONGEST_STYLE and _MEANS_SOMETHING.search(body):
                for selector in selectors.replace("<!--", "").split(","):
                    if match := _RULE_OF_CLASS.match(selector):
                        found[match[1]] = body.strip()
        at = end
    return found


def _use_styles(root: HtmlElement, styles: dict[str, str]) -> None:
    """Write what style sheets say of classes into the elements."""
    if not styles:
        return
    for element in root.iter("span", "font", "td", "th", "tr", "p", "div", "a"):
        said = [styles[name] for name in (element.get("class") or "").split() if name in styles]
        if said:
            element.set("style", ";".join([*said, element.get("style") or ""]))


def _is_hidden(element: HtmlElement) -> bool:
    return bool(_HIDDEN.search((element.get("style") or "")[:LONGEST_STYLE]))
