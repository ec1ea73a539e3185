"""Secrets of a local installation: made at random, kept in files that only the owner can read."""

import os
import secrets
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
    """Write `text` to a new file readable by the owner only; a file that is already there stays as it is."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
