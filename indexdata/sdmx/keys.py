"""Keys such as `W.PRICE+PRICE_RM`, and filters of dimensions: which series are meant. Pure."""

import re
from collections.abc import Callable

from .errors import Malformed
from .flows import DIMENSIONS

_CODE = re.compile(r"[A-Za-z0-9_@$-]+")
#: Tells of the values of the dimensions of a series, in the order of keys, whether it is meant.
Predicate = Callable[[tuple[str, ...]], bool]
FORM = ".".join(one.id for one in DIMENSIONS)
_COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "eq": lambda held, asked: held == asked,
    "ne": lambda held, asked: held != asked,
    "sw": lambda held, asked: held.startswith(asked),
    "ew": lambda held, asked: held.endswith(asked),
    "co": lambda held, asked: asked in held,
    "nc": lambda held, asked: asked not in held,
}


def of_key(text: str, everything: str) -> Predicate:
    """Return the predicate of a key, or of several with commas; `everything` is the word for any series ("all", "*").

    Codes are joined by dots, several of one dimension by plus signs; a part that is empty or `*` means any.
    """
    if text in ("", everything):
        return lambda values: True
    keys = [_parts(key) for key in text.split(",")]
    return lambda values: any(
        all(not codes or value in codes for value, codes in zip(values, key, strict=True)) for key in keys
    )


def of_filter(dimension: str, texts: list[str]) -> Predicate:
    """Return the predicate of filters of one dimension such as "PRICE,PRICE_RM" or "sw:PRICE_"; all of them hold."""
    place = next(at for at, one in enumerate(DIMENSIONS) if one.id == dimension)
    conditions = [
        [[_comparison(dimension, one) for one in re.split("[+ ]", part)] for part in text.split(",")]
        for text in texts
    ]
    return lambda values: all(
        any(all(compare(values[place], code) for compare, code in together) for together in alternatives)
        for alternatives in conditions
    )


def _parts(key):
    parts = key.split(".")
    if len(parts) != len(DIMENSIONS):
        raise Malformed(
            f"A key has {len(DIMENSIONS)} parts, {FORM}, with dots between; {key[:60]!r} has {len(parts)}."
        )
    found = []
    for part in parts:
        codes = [] if part in ("", "*") else part.split("+")
        for code in codes:
            _check(code, key)
        found.append(frozenset(codes))
    return found


def _comparison(dimension, text):
    operator, colon, code = text.partition(":")
    if not colon:
        operator, code = "eq", text
    if operator not in _COMPARISONS:
        raise Malformed(
            f"{dimension} is compared with {', '.join(_COMPARISONS)}, not with {operator[:20]!r}: eq:{text[:20]}."
        )
    _check(code, text)
    return _COMPARISONS[operator], code


def _check(code, where):
    if not _CODE.fullmatch(code):
        raise Malformed(
            f"{code[:40]!r} in {where[:60]!r} is no code: codes are made of letters, digits, _, @, $ and -."
        )
