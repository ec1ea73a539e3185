"""The part of a file that a visitor asks for: one range of bytes, as a program sends it that goes on with a download.

Several ranges at once, and what cannot be read, get the whole file, as RFC 9110 allows (sections 13.1.5 and 14).
"""

import re

ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.IGNORECASE)
#: No file is as long as this; longer numbers are not even read.
MOST = 10**18
#: Stands for a part that begins behind the end of the file.
BEYOND = (0, 0)


def part_asked(asked, headers, size):
    """Return (start, end), the end excluded, of the part of a file; None for the whole of it, `BEYOND` for none of it.

    `asked` are the headers of the request by their small names, `headers` those of the answer with the whole file.
    """
    found = ONE_RANGE.fullmatch(asked.get("range") or "")
    if not found or not is_still_the_same(asked.get("if-range"), headers):
        return None
    first, last = map(number, found.groups())
    if first is None:
        if last is None:
            return None
        start, end = max(0, size - last), size
    elif last is None:
        start, end = first, size
    elif last < first:
        return None
    else:
        start, end = first, min(last + 1, size)
    return (start, end) if start < size else BEYOND


def number(digits):
    """Return the number that digits stand for, None where there are none."""
    return min(int(digits[:30]), MOST) if digits else None


def is_still_the_same(known, headers):
    """Tell whether the file is the one that If-Range speaks of: by its strong tag, or by its very date."""
    if known is None:
        return True
    kept = {value for name, value in headers if name.lower() in ("etag", "last-modified")}
    return known in kept and not known.startswith("W/")
