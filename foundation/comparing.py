"""Two versions of a text side by side: which passages changed, and inside them which words. Pure.

English is compared by words, Chinese by characters, line by line or block by block.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

CHINESE = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
TOKEN = re.compile(rf"[{CHINESE}]|[0-9]+(?:[.,][0-9]+)*%?|[^\W_{CHINESE}]+|\s+|[\W_]")
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
    """A passage of a text: the element it is (`p` for a line) and its words."""

    tag: str
    text: str


def compare_texts(old: str | None, new: str | None) -> list[Row]:
    """Return the rows of two plain texts, line by line."""
    return rows_of([Block("p", line) for line in _lines(old)], [Block("p", line) for line in _lines(new)])


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


def rows_of(before: Sequence[Block], after: Sequence[Block]) -> list[Row]:
    """Return the rows of two texts that are taken apart into blocks."""
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
