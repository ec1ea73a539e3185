"""One spelling for every address: as people read it, however a browser, a server of 2008 or a person wrote it.

`/old/%E6%97%A7%E9%A1%B5`, `/old/%BE%C9%D2%B3` (the same in GBK) and `/old/旧页` are one address. Signs that mean something in an
address stay encoded where they were. Pure: text in, text out.
"""

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import unquote_to_bytes, urlsplit

from django.http.request import validate_host

#: Where the site was before.
OLD_HOSTS = (".kqindex.cn", ".kqindex.gov.cn")

#: Encoded again after decoding: bare, they would say something else.
_IN_PATH = re.compile(r"[\s?#\\%]")
_IN_QUERY = re.compile(r"[\s?#\\&=+%]")


def spelled(address: str) -> str:
    """Return an address of this site, from the first slash on with or without a query, in its one spelling."""
    path, mark, query = address.partition("?")
    return spelled_path(path) + (mark and f"?{spelled_query(query)}")


def spelled_path(path: str) -> str:
    """Return a path in its one spelling."""
    return _spelled(path, _IN_PATH, _encoding_of(unquote_to_bytes(path)))


def spelled_query(query: str) -> str:
    """Return a query, without its mark, in its one spelling: names and values in the order they came in."""
    query = query.replace("+", "%20")
    encoding = _encoding_of(unquote_to_bytes(query))
    parts = re.split("([&=])", query)
    return "".join(part if part in ("&", "=") else _spelled(part, _IN_QUERY, encoding) for part in parts)


def as_misread(path: str) -> str:
    """Return what becomes of a path that was sent in GBK and taken for UTF-8."""
    return path.encode("gb18030", "replace").decode("utf-8", "replace")


def without_host(address: str, hosts: Sequence[str]) -> str:
    """Return an address as it was copied from a browser without scheme and host, if the host is this site's, now or once.

    `hosts` are names as ALLOWED_HOSTS has them; one for all hosts says nothing.
    """
    try:
        parts = urlsplit(address.strip())
        own = [name for name in hosts if name and name != "*"]
        is_own = parts.scheme in ("http", "https") and validate_host(parts.hostname or "", [*own, *OLD_HOSTS])
    except ValueError:
        return address
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "") if is_own else address


def _spelled(text: str, encoded_again: "re.Pattern[str]", encoding: str) -> str:
    if not encoding:  # bytes of no language stay as they are
        return text
    decoded = unquote_to_bytes(text).decode(encoding, "replace")
    return encoded_again.sub(_encoded, unicodedata.normalize("NFC", decoded))


def _encoding_of(content: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return ""


def _encoded(found: "re.Match[str]") -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
