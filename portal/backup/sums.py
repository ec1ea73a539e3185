"""Checksums of files, in the form that `sha256sum` writes and checks."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

PIECE = 1024 * 1024
ESCAPED = re.compile(r"\\(.)")


class Broken(Exception):
    """A backup that is not whole, or cannot be put in place: one sentence says why."""


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_with_digest(source: BinaryIO, target: Path) -> str:
    """Write what is left of an open file to a new file; return the SHA-256 of what was read."""
    digest = hashlib.sha256()
    with target.open("xb") as file:
        while piece := source.read(PIECE):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def line_of(digest: str, name: str) -> str:
    """Return the line of a file; names with a line break or a backslash are written as `sha256sum` does."""
    if "\\" in name or "\n" in name or "\r" in name:
        name = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        return f"\\{digest}  {name}\n"
    return f"{digest}  {name}\n"


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (SHA-256, name) of each line of a file of checksums; raise Broken for one that is none."""
    try:
        with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            for line in file:
                yield _read(line)
    except OSError:
        raise Broken(f"{path} cannot be read.") from None


def _read(line):
    digest, gap, name = line.removeprefix("\\").rstrip("\n").partition("  ")
    parts = name.split("/")
    if not gap or len(digest) != 64 or any(part in ("", ".", "..") for part in parts):
        raise Broken(f"A line of the checksums is none: {line[:100]!r}.")
    if line.startswith("\\"):
        name = ESCAPED.sub(lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), name)
    return digest, name
