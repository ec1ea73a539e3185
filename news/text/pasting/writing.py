"""Writing a pasted text down: blocks, and in them words with their marks. What is empty is not written.

The tree is walked once. Divisions of any kind only separate; two breaks of a line in a paragraph begin a new one; words that
stand for themselves among blocks become a paragraph, and marks around blocks are written around the words in them.
"""

import re
from html import escape
from urllib.parse import parse_qs, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from .words import changes_of

#: The title of a page is its only h1: where a text has one, its headings go down by a level.
_AS_THEY_ARE = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_LOWERED = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}
#: Blocks with a tag of their own, and blocks that only separate.
_KEPT = frozenset(
    [
        "ul",
        "ol",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "blockquote",
        "figure",
        "figcaption",
    ]
)
_DIVISIONS = frozenset(
    ["p", "div", "section", "article", "header", "footer", "main", "aside", "center", "dl", "dt", "dd", "pre", "address", "nav",
     "details", "summary", "fieldset", "hgroup"]
)  # fmt: skip
#: In these, words stand without a paragraph when there is only one.
_CELLS = frozenset(["li", "td", "th", "caption", "figcaption"])
#: What stands only in certain others.
_WITHIN = {
    "li": ("ul", "ol"), "td": ("tr",), "th": ("tr",), "tr": ("table", "thead", "tbody", "tfoot"), "thead": ("table",), "tbody": ("table",),
    "tfoot": ("table",), "caption": ("table",), "figcaption": ("figure",),
}  # fmt: skip
#: Between these, words have no place.
_FRAMES = frozenset(["ul", "ol", "table", "thead", "tbody", "tfoot", "tr"])
_ATTRIBUTES = {
    "ol": ("start",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan", "scope"),
    "figure": ("data-chart", "data-range", "data-as-of"),
}  # fmt: skip
_PIECES = {
    "img": ("src", "alt", "width", "height", "data-picture"),
    "sup": ("data-footnote",),
    "span": ("data-figure", "data-period", "data-show", "data-words", "data-as-of"),
}
_LINKS = ("http://", "https://", "mailto:", "tel:", "/", "ref:")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]")
_COUNTED_ON = re.compile(r"(?!1\Z)[1-9]\d{0,3}\Z")


def written(root: HtmlElement) -> str:
    """Return what is below an element as rich text."""
    writer = _Writer(_AS_THEY_ARE if next(root.iter("h1"), None) is None else _LOWERED)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            writer.begin(element, element is root)
            writer.words(element.text)
        else:
            writer.end(element)
            if element is not root:
                writer.words(element.tail)
    return writer.result(any(element is not root and element.tag in _BLOCKS for element in root.iter()))


_BLOCKS = _KEPT | _DIVISIONS | _LOWERED.keys() | {"hr"}


class _Writer:
    """The text as far as it is written, and its place: in which blocks, with which marks."""

    def __init__(self, levels: dict[str, str]) -> None:
        self.levels = levels
        self.stray: set[HtmlElement] = set()  # items and cells outside of lists and tables
        self.out: list[str] = []
        self.blocks: list[str] = []
        self.headings: list[str] = []
        self.paragraph = ""  # the tag of the paragraph or heading that is open
        self.bare = False  # words stand in a cell without a paragraph
        self.cells: list[list[int]] = [
            []
        ]  # of each cell, where its paragraphs begin and end in what was written
        self.wanted: list[tuple[str, ...]] = [()]  # of each open element, the marks of its words
        self.open: list[str] = []
        self.breaks = 0
        self.space = False
        self.begun = False  # the paragraph has words
        self.atom: HtmlElement | None = None
        self.lines = 0  # elements that keep their lines

    # -- Elements

    def begin(self, element: HtmlElement, is_root: bool) -> None:
        """Begin an element."""
        tag = element.tag
        if self.atom is not None or is_root:
            return
        if tag in _PIECES and any(
            element.get(name) for name in _PIECES[tag] if name.startswith("data-") or tag == "img"
        ):
            self._atomic(element)
            return
        self._mark(element)
        if tag == "br":
            self.breaks += 1
        elif tag == "hr":
            self._end_paragraph()
            if not set(self.blocks) & (_FRAMES | _CELLS):
                self.out.append("<hr>")
        elif tag in self.levels:
            self._end_paragraph()
            self.headings.append(self.levels[tag])
        elif tag in _WITHIN and (self.blocks[-1] if self.blocks else "") not in _WITHIN[tag]:
            self._end_paragraph()
            self.stray.add(element)
        elif tag in _KEPT:
            self._end_paragraph()
            self.out.append(f"<{tag}{_attributes(element, _ATTRIBUTES.get(tag, ()))}>")
            self.blocks.append(tag)
            if tag in _CELLS:
                self.cells.append([])
        elif tag in _DIVISIONS:
            self._end_paragraph()
            self.lines += tag == "pre"

    def end(self, element: HtmlElement) -> None:
        """End an element."""
        tag = element.tag
        if self.atom is not None:
            if element is self.atom:
                self.atom = None
                if tag != "img":
                    self.out.append(f"</{tag!s}>")
            return
        if tag in _BLOCKS and tag != "hr":
            self._end_paragraph()
        if tag in self.levels and self.headings:
            self.headings.pop()
        elif element in self.stray:
            self.stray.remove(element)
        elif tag in _KEPT and self.blocks:
            self.blocks.pop()
            if tag in _CELLS:
                self._unwrap(self.cells.pop())
            self._close_kept(tag)
        elif tag == "pre":
            self.lines -= 1
        if len(self.wanted) > 1:
            self.wanted.pop()

    def _close_kept(self, tag: str) -> None:
        """Close a block; one in which nothing was written was never there, unless it is a cell."""
        while self.out and not self.out[-1]:
            self.out.pop()
        opened = self.out[-1] if self.out else ""
        if (
            tag not in ("td", "th")
            and opened.startswith((f"<{tag}>", f"<{tag} "))
            and "data-chart" not in opened
        ):
            self.out.pop()
        else:
            self.out.append(f"</{tag}>")

    def _unwrap(self, paragraphs: list[int]) -> None:
        """Leave the words of a cell's only paragraph without it."""
        if len(paragraphs) == 2 and self.out[paragraphs[0]] == "<p>":
            self.out[paragraphs[0]] = self.out[paragraphs[1]] = ""

    def _atomic(self, element: HtmlElement) -> None:
        tag = str(element.tag)
        if tag == "img":
            self._end_paragraph()
        else:
            self._ready()
        self.out.append(f"<{tag}{_attributes(element, _PIECES[tag])}>")
        if tag == "sup":
            self.out.append("*")
        self.atom = element

    def _mark(self, element: HtmlElement) -> None:
        added, taken = changes_of(element)
        marks = [mark for mark in self.wanted[-1] if mark not in taken]
        if (
            element.tag == "a"
            and (address := _address(element))
            and not any(mark.startswith("a ") for mark in marks)
        ):
            marks.append(f'a href="{escape(address)}"')
        for mark in added:
            if mark not in marks and not (mark in ("sub", "sup") and {"sub", "sup"} & set(marks)):
                marks.append(mark)
        self.wanted.append(tuple(marks))

    # -- Words

    def words(self, text: str | None) -> None:
        """Write words with the marks of where they stand."""
        if not text:
            return
        if self.atom is not None:
            if self.atom.tag == "span":
                self.out.append(escape(_INVISIBLE.sub("", text), quote=False))
            return
        lines = text.splitlines() if self.lines else [text]
        for at, line in enumerate(lines):
            self.breaks += at > 0
            self._line(line)

    def _line(self, line: str) -> None:
        line = _SPACES.sub(" ", _INVISIBLE.sub("", line))
        bare = line.strip(" ")
        if not bare:
            self.space = self.space or bool(line)
            return
        self.space = self.space or line[0] == " "
        self._ready()
        self.out.append(escape(bare, quote=False))
        self.space = line[-1] == " "

    def _ready(self) -> None:
        """Have a paragraph open, with the marks that the next words want."""
        if self.begun and self.breaks:
            if self.breaks > 1 and self.paragraph == "p":
                self._end_paragraph()
            else:
                self.out.append("<br>")
                self.space = False
        if not self.paragraph:
            around = self.blocks[-1] if self.blocks else ""
            self.paragraph = self.headings[-1] if self.headings else "li" if around in ("ul", "ol") else "p"
            self.cells[-1].append(len(self.out))
            self.out.append(f"<{self.paragraph}>")
            self.begun = False
        heads = self.paragraph in self.levels or (bool(self.blocks) and self.blocks[-1] == "th")
        wanted = [mark for mark in self.wanted[-1] if not (heads and mark == "strong")]
        kept = 0
        while kept < min(len(self.open), len(wanted)) and self.open[kept] == wanted[kept]:
            kept += 1
        while len(self.open) > kept:
            self.out.append(f"</{self.open.pop().split(' ')[0]}>")
        if self.space and self.begun:
            self.out.append(" ")
        for mark in wanted[kept:]:
            self.out.append(f"<{mark}>")
            self.open.append(mark)
        self.breaks, self.space, self.begun = 0, False, True

    def _end_paragraph(self) -> None:
        if self.paragraph:
            while self.open:
                self.out.append(f"</{self.open.pop().split(' ')[0]}>")
            self.cells[-1].append(len(self.out))
            self.out.append(f"</{self.paragraph}>")
        self.paragraph = ""
        self.breaks, self.space, self.begun = 0, False, False

    def result(self, has_blocks: bool) -> str:
        """Return everything that was written; a few words without any block stay words."""
        self._end_paragraph()
        if not has_blocks:
            self._unwrap(self.cells[0])
        return "".join(self.out)


def _attributes(element: HtmlElement, names: tuple[str, ...]) -> str:
    found = {name: element.get(name) or "" for name in names}
    if not _COUNTED_ON.match(found.get("start", "")):
        found.pop("start", None)
    return "".join(f' {name}="{escape(value)}"' for name, value in found.items() if value)


def _address(link: HtmlElement) -> str:
    """Return where a link leads, without the detour that a search engine puts before it; "" where it must not lead."""
    address = (link.get("href") or "").strip()
    if address.startswith(("https://www.google.com/url?", "http://www.google.com/url?")):
        address = (parse_qs(urlsplit(address).query).get("q") or [""])[0]
    return address if address.lower().startswith(_LINKS) else ""
