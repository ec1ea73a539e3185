"""The secrets of an installation, apart from everything else: plain, or encrypted with a passphrase."""

import base64
import json
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from portal.backup.sums import Broken

PLAIN, SEALED = "secrets.json", "secrets.sealed"
#: Files below VAR_DIR that open something.
SECRET_FILES = ("secret_key", "staff-accounts.txt")
#: What a guess at the passphrase costs (scrypt): 128 MB and some tenths of a second. A file says its own, up to MOST.
COST, MOST = 2**17, 2**20


def passphrase_in(path: Path) -> str:
    """Return the passphrase that stands in a file, without its line break; raise Broken with a sentence when there is none."""
    try:
        passphrase = path.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise Broken(f"The passphrase cannot be read from {path}.") from None
    if not passphrase.strip():
        raise Broken(f"{path} holds no passphrase.")
    return passphrase


def write_secrets(var_dir: Path, backup: Path, passphrase: str | None) -> str:
    """Write the secrets below VAR_DIR into a backup, encrypted if there is a passphrase; return the file's name, "" without any."""
    held = {name: (var_dir / name).read_text() for name in SECRET_FILES if (var_dir / name).is_file()}
    if not held:
        return ""
    text = json.dumps(held, indent=1)
    name = PLAIN if passphrase is None else SEALED
    (backup / name).write_text(text if passphrase is None else sealed(text, passphrase))
    return name


def read_secrets(backup: Path, passphrase: str | None) -> dict[str, str]:
    """Return {name: text} of the secrets of a backup; raise Broken when they cannot be opened."""
    try:
        if (backup / PLAIN).is_file():
            text = (backup / PLAIN).read_text()
        elif not (backup / SEALED).is_file():
            return {}
        elif passphrase is None:
            raise Broken("The secrets are encrypted: give --passphrase-file, or go on --without-secrets.")
        else:
            text = opened((backup / SEALED).read_text(), passphrase)
        held = json.loads(text)
        return {name: str(held[name]) for name in SECRET_FILES if name in held}
    except (ValueError, TypeError, KeyError):
        raise Broken("The secrets cannot be read.") from None


def sealed(text: str, passphrase: str) -> str:
    """Return a text encrypted with a passphrase: what the key is made of, and a Fernet token."""
    salt = os.urandom(16)
    token = Fernet(_key(passphrase, salt, COST)).encrypt(text.encode())
    return json.dumps({"scrypt": COST, "salt": base64.b64encode(salt).decode(), "token": token.decode()})


def opened(text: str, passphrase: str) -> str:
    """Return the text that was encrypted; raise Broken for another passphrase, ValueError for what was never encrypted so."""
    held = json.loads(text)
    cost = int(held["scrypt"])
    if not 2 <= cost <= MOST:
        raise ValueError("a cost that nobody pays")
    try:
        return Fernet(_key(passphrase, base64.b64decode(held["salt"]), cost)).decrypt(held["token"]).decode()
    except InvalidToken:
        raise Broken("The passphrase does not open the secrets.") from None


def _key(passphrase, salt, cost):
    return base64.urlsafe_b64encode(Scrypt(salt, 32, cost, 8, 1).derive(passphrase.encode()))
