"""Secrets of a local installation: made at random, kept in files that only the owner can read."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def local_secret_key(path: Path) -> str:
    """Return the secret key kept at `path`, making one on the first call."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        key = secrets.token_urlsafe(50)
        write_private(path, key + "\n")
        return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Write `text` to a new file readable by the owner only; a file that is already there stays as it is.

    The file gets its name when it is whole: a process that is killed meanwhile leaves none.
    """
    with suppress(FileExistsError), written_aside(path, text) as aside:
        os.link(aside, path)


def replace_private(path: Path, text: str) -> None:
    """Write `text` to a file readable by the owner only, in the place of the one that is there: one or the other is."""
    with written_aside(path, text) as aside:
        aside.replace(path)


@contextmanager
def written_aside(path: Path, text: str) -> Iterator[Path]:
    """Yield a file beside `path` with `text` in it, readable by the owner only; it is gone afterwards."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        yield aside
    finally:
        aside.unlink(missing_ok=True)
