"""Two versions of a text side by side: which passages changed, and inside them which words. Pure.

English is compared by words, Chinese by characters; rich text block by block (paragraph, heading, cell, …).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .elements import tags

CHINESE = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
TOKEN = re.compile(rf"[{CHINESE}]|[0-9]+(?:[.,][0-9]+)*%?|[^\W_{CHINESE}]+|\s+|[\W_]")
BLOCKS = frozenset(
    ["p", "h2", "h3", "h4", "li", "blockquote", "td", "th", "figcaption", "caption", "hr", "figure", "tr"]
)
#: Blocks alike enough to be compared word by word rather than shown as one gone and one new.
ALIKE = 0.35
SAME, CHANGED, REMOVED, ADDED = "same", "changed", "removed", "added"


@dataclass(frozen=True)
class Row:
    """A passage in both versions, as safe HTML with changed words marked; empty on the side where it does not exist."""

    kind: str
    tag: str
    old: SafeString
    new: SafeString


@dataclass(frozen=True)
class Block:
    """A block of rich text: its element and its words, links and pictures as text."""

    tag: str
    text: str


def compare_texts(old: str | None, new: str | None) -> list[Row]:
    """Return the rows of two plain texts, line by line."""
    return _rows([Block("p", line) for line in _lines(old)], [Block("p", line) for line in _lines(new)])


def compare_html(old: str | None, new: str | None) -> list[Row]:
    """Return the rows of two rich texts, block by block."""
    return _rows(blocks(old), blocks(new))


def blocks(html: str | None) -> list[Block]:
    """Return the blocks of sanitised rich text; links show their address, pictures and charts what they are."""
    return _blocks(html, with_marks=True)


def passages(html: str | None) -> list[str]:
    """Return the words readers read, block by block, and the footnotes after them: no addresses, no names of charts.

    A live figure, which is another one tomorrow, is "…".
    """
    footnotes = [attributes["data-footnote"] for _words, name, attributes in tags(html)
                 if name == "sup" and attributes and "data-footnote" in attributes]  # fmt: skip
    return [*(block.text for block in _blocks(html, with_marks=False)), *footnotes]


def _blocks(html: str | None, with_marks: bool) -> list[Block]:
    found: list[Block] = []
    words: list[str] = []
    open_links: list[str] = []
    hidden: list[str] = []  # elements whose words are no text of their own
    tag = "p"

    def flush() -> None:
        text = " ".join("".join(words).split())
        if text:
            found.append(Block(tag, text))
        words.clear()

    def add_mark(text: str) -> None:
        if with_marks:
            words.append(text)

    for before, name, attributes in tags(html):
        if not hidden:
            words.append(before)
        if name in BLOCKS:
            flush()
            tag = "p" if attributes is None else name
            if attributes and "data-chart" in attributes:
                add_mark(f"[{attributes['data-chart']} {attributes.get('data-range', '')}]")
        elif name == "br":
            words.append(" ")
        elif name == "img" and attributes is not None:
            source = attributes.get("data-picture") or attributes.get("src", "")
            add_mark(f"[▣ {source} {attributes.get('alt', '')}]")
        elif name == "a" and attributes is not None:
            open_links.append(attributes.get("href", ""))
        elif name == "a" and open_links:
            add_mark(f" ⟨{open_links.pop()}⟩")
        elif with_marks:
            continue
        elif attributes and ("data-figure" in attributes or "data-footnote" in attributes) and not hidden:
            words.append("…" if "data-figure" in attributes else "")
            hidden.append(name)
        elif attributes is None and hidden == [name]:
            hidden.pop()
    flush()
    return found


def mark_words(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Return (old, new) as safe HTML with the words that only one of them has in `<del>` and `<ins>`."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    left: list[str] = []
    right: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            left.append(escape(gone))
            right.append(escape(come))
            continue
        if gone:
            left.append(f"<del>{escape(gone)}</del>")
        if come:
            right.append(f"<ins>{escape(come)}</ins>")
    return mark_safe("".join(left)), mark_safe("".join(right))


def _lines(text: str | None) -> list[str]:
    return [line for line in (text or "").splitlines() if line.strip()]


def _rows(before: Sequence[Block], after: Sequence[Block]) -> list[Row]:
    rows: list[Row] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += [Row(SAME, one.tag, escape(one.text), escape(one.text)) for one in before[a:b]]
        else:
            rows += _changed(before[a:b], after[c:d])
    return rows


def _changed(gone: Sequence[Block], come: Sequence[Block]) -> list[Row]:
    """Pair the blocks that became each other, in order; what has no partner is removed or added."""
    if len(gone) == len(come) == 1:
        return [Row(CHANGED, come[0].tag, *mark_words(gone[0].text, come[0].text))]
    rows: list[Row] = []
    waiting = list(come)
    for block in gone:
        partner = next((at for at, other in enumerate(waiting) if _alike(block, other)), None)
        if partner is None:
            rows.append(Row(REMOVED, block.tag, mark_safe(f"<del>{escape(block.text)}</del>"), mark_safe("")))
            continue
        rows += [_added(other) for other in waiting[:partner]]
        other = waiting[partner]
        del waiting[: partner + 1]
        rows.append(Row(CHANGED, other.tag, *mark_words(block.text, other.text)))
    return rows + [_added(other) for other in waiting]


def _added(block: Block) -> Row:
    return Row(ADDED, block.tag, mark_safe(""), mark_safe(f"<ins>{escape(block.text)}</ins>"))


def _alike(one: Block, other: Block) -> bool:
    if one.text == other.text:
        return True
    matcher = SequenceMatcher(None, TOKEN.findall(one.text), TOKEN.findall(other.text), autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
