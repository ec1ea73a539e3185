"""Fingerprints by which near-copies of a text are found.

Charikar, M. S. (2002): Similarity estimation techniques from rounding algorithms. STOC '02, 380-388 ("SimHash"): each
piece of a text votes on each bit; texts that share most pieces differ in few bits.
"""

import hashlib
import re

from .folding import compact

PIECE = 3
#: Shorter texts count as near-copies only when they fold to the same.
LEAST_LENGTH = 40
MOST_DIFFERENT_BITS = 8
_DIGITS = re.compile(r"\d+")


def fingerprint(text):
    """Return the 64-bit fingerprint of a text as a signed integer, as databases keep it."""
    whole = compact(text)
    text = _DIGITS.sub("", whole)
    if len(text) < LEAST_LENGTH:
        return int.from_bytes(_hash(whole), signed=True)
    votes = [0] * 64
    for at in range(len(text) - PIECE + 1):
        bits = int.from_bytes(_hash(text[at : at + PIECE]))
        for bit in range(64):
            votes[bit] += 1 if bits >> bit & 1 else -1
    number = sum(1 << bit for bit in range(64) if votes[bit] > 0)
    return number - (1 << 64) if number >= 1 << 63 else number


def is_near_copy(text, prints):
    """Tell whether a text is nearly the same as one whose fingerprint is among `prints`."""
    own = fingerprint(text)
    most = MOST_DIFFERENT_BITS if len(_DIGITS.sub("", compact(text))) >= LEAST_LENGTH else 0
    return any(((own ^ other) & (1 << 64) - 1).bit_count() <= most for other in prints if other is not None)


def _hash(text):
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
