"""Cleaning what people paste from Word, WPS and web pages: real lists, headings and emphasis, nothing else.

Pure: HTML in, HTML out. Whatever remains passes the one sanitiser (`news.text.sanitising`).
"""

import re
from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement

from .elements import Element, Rule, rewritten
from .sanitising import allowed_in, clean_html
from .tidying import NOTHING

LONGEST = 3_000_000
FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)<!--\s*EndFragment\s*-->", re.DOTALL | re.IGNORECASE)
#: `<![if !supportLists]>` … `<![endif]>` stand around the marker of a Word list; the marker is needed, its frame is not.
CONDITION = re.compile(r"<!--\[if.*?<!\[endif\]-->|<!\[(?:if[^\]]*|endif)\]>", re.DOTALL | re.IGNORECASE)
NAMESPACED = re.compile(r"<(/?)(?:o|w|v|m|st1|wps):[a-z0-9]+([^>]*)>", re.IGNORECASE)
DROPPED = frozenset(
    ["script", "style", "meta", "link", "title", "xml", "head", "object", "iframe", "form", "button", "svg"]
)
BLOCKS = frozenset(
    ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "blockquote", "figure", "hr", "pre", "section",
     "article", "header", "footer", "main", "aside", "center", "dl", "dt", "dd"]
)  # fmt: skip
PARAGRAPH_LIKE = frozenset(
    ["div", "section", "article", "header", "footer", "main", "aside", "center", "dl", "dt", "dd", "pre"]
)
LINKS = ("http://", "https://", "mailto:", "tel:", "/", "ref:")
LIST_STYLE = re.compile(r"mso-list:\s*(l\d+)\s+level(\d+)", re.IGNORECASE)
MARKER_STYLE = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
NUMBER_MARKER = re.compile(
    r"^\W*(?:\d{1,3}|[a-z]|[ivxlc]{1,5}|[一二三四五六七八九十]{1,3})\s*[.)、\uff0e）]", re.IGNORECASE
)
OUTLINE = re.compile(r"mso-outline-level:\s*([1-4])", re.IGNORECASE)
HEADING_CLASS = re.compile(r"Mso(?:Heading|Title|Subtitle)(\d?)", re.IGNORECASE)
EMPHASIS = (
    (re.compile(r"(?<![\w-])font-weight:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE), "strong"),
    (re.compile(r"(?<![\w-])font-style:\s*italic", re.IGNORECASE), "em"),
    (re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE), "s"),
    (re.compile(r"vertical-align:\s*super", re.IGNORECASE), "sup"),
    (re.compile(r"vertical-align:\s*sub\b", re.IGNORECASE), "sub"),
)
PLAIN_WEIGHT = re.compile(r"(?<![\w-])font-weight:\s*(?:normal|400)", re.IGNORECASE)
SPACES = re.compile(r"[ \t\r\n\f\u00a0\u2002-\u200a\u3000]+")
INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
BETWEEN_BLOCKS = re.compile(
    r"(</?(?:table|thead|tbody|tr|ul|ol)>|</(?:p|h[2-4]|li|td|th|blockquote|figure)>|<hr>)\s+(?=<)"
)
EMPTY_IS_NOTHING = frozenset(["p", "h2", "h3", "h4", "li", "ul", "ol", "strong", "em", "blockquote"])
WORDS_IN_BLOCK = frozenset(["p", "h2", "h3", "h4", "li", "td", "th"])
BREAKS = re.compile(r"(?:<br\s*/?>\s*){2,}", re.IGNORECASE)


@dataclass(frozen=True)
class Pasted:
    """Clean HTML, and how many pictures had to stay behind: they lie on the other machine, not in the library."""

    html: str
    pictures_left: int = 0


def clean_paste(text: str | None) -> Pasted:
    """Return what was copied to the clipboard as `Pasted`; whatever the input, nothing but allowed markup comes out."""
    text = (text or "")[:LONGEST].replace("\0", "")
    fragment = FRAGMENT.search(text)
    text = NAMESPACED.sub("", CONDITION.sub("", fragment[1] if fragment else text))
    if not text.strip():
        return Pasted("")
    try:
        root = html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Pasted(clean_html(text))
    left = _drop(root)
    _name_headings(root)
    _make_lists(root)
    _emphasise(root)
    _make_paragraphs(root)
    _name_header_cells(root)
    _tidy_words(root)
    inside = (root.text or "") + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in root
    )
    return Pasted(clean_html(_without_empty(allowed_in(BREAKS.sub("<br>", inside)))), left)


def _drop(root: HtmlElement) -> int:
    """Take out what is no text, and pictures; return how many pictures there were."""
    pictures = 0
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in DROPPED:
            _remove(element)
        elif element.tag == "img":
            pictures += 1
            _remove(element)
        elif element.tag == "a" and not (element.get("href") or "").lower().startswith(LINKS):
            element.drop_tag()
    return pictures


def _remove(element: HtmlElement) -> None:
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


def _name_headings(root: HtmlElement) -> None:
    for element in root.iter("p", "div"):
        level = None
        if found := HEADING_CLASS.search(element.get("class") or ""):
            level = int(found[1] or 1)
        elif found := OUTLINE.search(element.get("style") or ""):
            level = int(found[1])
        if level:
            element.tag = f"h{min(level + 1, 4)}"


def _make_lists(root: HtmlElement) -> None:
    """Turn the numbered and bulleted paragraphs of Word and WPS into lists, nested by their level."""
    open_lists: list[HtmlElement] = []
    for element in list(root.iter("p", "div", "h1", "h2", "h3")):
        found = LIST_STYLE.search(element.get("style") or "")
        if not found and not re.search(r"MsoListParagraph", element.get("class") or ""):
            open_lists = []
            continue
        level = int(found[2]) if found else 1
        kind = "ol" if NUMBER_MARKER.match(_take_marker(element)) else "ul"
        if open_lists and element.getprevious() is not open_lists[0]:
            open_lists = []
        open_lists = open_lists[:level]
        if len(open_lists) == level and open_lists[-1].tag != kind:
            open_lists.pop()
        if not open_lists:
            top = html.Element(kind)
            element.addprevious(top)
            open_lists = [top]
        while len(open_lists) < level:
            holder = open_lists[-1][-1] if len(open_lists[-1]) else etree.SubElement(open_lists[-1], "li")
            open_lists.append(etree.SubElement(holder, kind))
        element.attrib.clear()
        element.tag, element.tail = "li", None
        open_lists[-1].append(element)


def _take_marker(element: HtmlElement) -> str:
    """Remove the bullet or number that stands in the text of a list paragraph, and return it."""
    for inner in element.iter("span"):
        if MARKER_STYLE.search(inner.get("style") or ""):
            marker = "".join(inner.itertext())
            _remove(inner)
            return marker
    text = element.text or ""
    found = re.match(r"\s*([·•▪●○◆\-–§oØ]|\d{1,3}[.)、])[\s\u00a0]+", text)
    if found:
        element.text = text[found.end() :]
        return found[1]
    return ""


def _emphasise(root: HtmlElement) -> None:
    """Keep what was bold, italic, struck or raised by its style; drop fonts and colours."""
    for element in list(root.iter("span", "font", "b", "strong")):
        style = element.get("style") or ""
        if element.tag in ("b", "strong"):
            if PLAIN_WEIGHT.search(
                style
            ):  # the whole of a text copied from some sites lies in a <b> that is not bold
                element.drop_tag()
            continue
        names = [name for pattern, name in EMPHASIS if pattern.search(style)]
        if not names or not "".join(element.itertext()).strip() or _within_heading(element):
            if element.get("data-figure") is None:
                element.drop_tag()
            continue
        element.attrib.clear()
        element.tag = names[0]
        for name in names[1:]:
            inner = html.Element(name)
            inner.text, element.text = element.text, None
            inner.extend(list(element))
            element.append(inner)


def _within_heading(element: HtmlElement) -> bool:
    return any(above.tag in ("h1", "h2", "h3", "h4") for above in element.iterancestors())


def _make_paragraphs(root: HtmlElement) -> None:
    """Turn divisions into paragraphs where they hold words, and into nothing where they hold blocks."""
    for element in list(root.iter(*PARAGRAPH_LIKE)):
        if element is root:
            continue
        if any(isinstance(inner.tag, str) and inner.tag in BLOCKS for inner in element.iterdescendants()):
            element.drop_tag()
        else:
            element.tag = "p"
    for cell in list(root.iter("td", "th", "li")):
        inner = [child for child in cell if child.tag == "p"]
        if len(inner) == 1 and not (cell.text or "").strip():
            inner[0].drop_tag()


def _name_header_cells(root: HtmlElement) -> None:
    """Make the first row of a table its head when all of its cells are bold, as pasted tables mark it."""
    for table in root.iter("table"):
        row = next(table.iter("tr"), None)
        cells = [cell for cell in row if cell.tag in ("td", "th")] if row is not None else []
        if len(cells) > 1 and all(cell.tag == "td" and _is_bold(cell) for cell in cells):
            for cell in cells:
                cell.tag = "th"
                for bold in list(cell.iter("strong", "b")):
                    bold.drop_tag()


def _is_bold(cell: HtmlElement) -> bool:
    words = "".join(cell.itertext()).strip()
    bold = "".join("".join(one.itertext()) for one in cell.iter("strong", "b")).strip()
    return bool(words) and words == bold


def _tidy_words(root: HtmlElement) -> None:
    for element in root.iter():
        if isinstance(element.tag, str):
            if element.text:
                element.text = SPACES.sub(" ", INVISIBLE.sub("", element.text))
            for name in (
                "class",
                "style",
                "lang",
                "align",
                "width",
                "height",
                "bgcolor",
                "valign",
                "id",
                "dir",
            ):
                element.attrib.pop(name, None)
        if element.tail:
            element.tail = SPACES.sub(" ", INVISIBLE.sub("", element.tail))


def _without_empty(text: str) -> str:
    """Return the text without empty paragraphs, headings and list items, and with its words close to their elements."""
    return BETWEEN_BLOCKS.sub(r"\1", rewritten(text, _CLOSE)).strip()


def _close(element: Element, inside: str) -> str | None:
    """Leave nothing of an element without words, and of others no space at their ends."""
    if element.name in EMPTY_IS_NOTHING and NOTHING.fullmatch(inside):
        return ""
    return element.with_inside(inside.strip()) if element.name in WORDS_IN_BLOCK else None


_CLOSE: dict[str, Rule] = dict.fromkeys(EMPTY_IS_NOTHING | WORDS_IN_BLOCK, _close)
