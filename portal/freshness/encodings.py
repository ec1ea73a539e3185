"""In which encoding a client takes an answer, and answers made so."""

import gzip
import re
from functools import lru_cache

import brotli

LONGEST_ENCODING_HEADER = 400
QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "image/svg+xml",
    "application/manifest",
)
ENCODERS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}


def accepted_encoding(header):
    """Return the best encoding the client takes: "br", "gzip" or "" (none)."""
    return _accepted_encoding(header) if 0 < len(header) <= LONGEST_ENCODING_HEADER else ""


@lru_cache(maxsize=256)
def _accepted_encoding(header):
    offers = {}
    for offer in header.lower().split(","):
        name, _, parameters = offer.partition(";")
        quality = parameters.replace(" ", "").removeprefix("q=") or "1"
        offers[name.strip()] = float(quality) if QUALITY.match(quality) else 0.0
    return next((encoding for encoding in ENCODERS if offers.get(encoding, 0.0) > 0), "")
