"""Characters that may be stored: the one place that knows them, asked at every door by which text comes in.

In comes any text, out comes what XML, JSON, both databases, spreadsheets and feeds can hold. Breaks of a line that other
programs write as control characters (PowerPoint's soft return, form feeds, U+2028) become line feeds; what nobody sees and some
formats cannot hold goes: controls, halves of surrogate pairs, numbers that Unicode gives to no character, byte order marks.
Every script, every emoji and the marks that join and direct letters stay.
"""

import re
from typing import Any

BREAKS = "\x0b\x0c\x85\u2028\u2029"
_BREAK = re.compile(f"[{BREAKS}]")
_BREAK_IN_A_LINE = re.compile(f" ?[{BREAKS}]+ ?")
_UNASSIGNABLE = "".join(
    f"{chr(plane + 0xFFFE)}-{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_NEVER = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb{_UNASSIGNABLE}]"
)
_STRANGE = re.compile(f"{_BREAK.pattern[:-1]}{_NEVER.pattern[1:]}")


def storable(text: str) -> str:
    """Return a text with nothing in it that cannot be stored; the same object where there was nothing."""
    if text.isprintable() or not _STRANGE.search(text):
        return text
    return _NEVER.sub("", _BREAK.sub("\n", text))


def storable_line(text: str) -> str:
    """Return the same for a text of one line: breaks that other programs write become spaces."""
    return storable(text) if text.isprintable() else storable(_BREAK_IN_A_LINE.sub(" ", text))


def storable_within(value: Any) -> Any:
    """Return a value as JSON has it (texts, lists, dictionaries with texts as keys) with every text in it storable."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list | tuple):
        return [storable_within(one) for one in value]
    if isinstance(value, dict):
        return {storable_within(key): storable_within(one) for key, one in value.items()}
    return value
