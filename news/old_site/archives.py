"""Pages saved as one file (`.mht`, `.mhtml`): the page and its pictures, in quoted-printable or base64. Pure, fetches nothing."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from urllib.parse import unquote, urljoin

LARGEST = 60 * 1024 * 1024
PAGES = ("text/html", "application/xhtml+xml", "text/plain")
#: A file that begins with the fields of a letter, one of which says that it has parts or how it is written.
_FIELDS = re.compile(
    rb"\s*[A-Za-z][\w-]{1,40}:[^\n]*\n(?:[\w-]{1,40}:[^\n]*\n|[ \t][^\n]*\n)*?"
    rb"(?:mime-version|content-type|content-transfer-encoding)[ \t]*:",
    re.IGNORECASE,
)
_FIRST_FIELD = re.compile(rb"\s*(?:mime-version|content-type)[ \t]*:", re.IGNORECASE)


@dataclass(frozen=True)
class ArchivedPage:
    """One page of an archive: its bytes, the charset that its field names, its address."""

    content: bytes
    charset: str
    address: str


class Archive:
    """The parts of a file: `pages`, the one that was saved first, and pictures to be found by what a page calls them."""

    def __init__(self, content):
        letter = message_from_bytes(content)
        first = _word(letter.get_param("start")).strip("<>")
        own = [_address(letter, name) for name in ("Snapshot-Content-Location", "Content-Location")]
        pages: list[tuple[tuple[bool, bool], Message, str]] = []
        self._others: dict[str, Message] = {}
        for part in letter.walk():
            if part.is_multipart():
                continue
            address = _address(part, "Content-Location")
            name = _word(part.get("Content-ID")).strip().strip("<>")
            if part.get_content_type() in PAGES:
                is_first = bool(first) and name == first
                rank = (not is_first, PAGES.index(part.get_content_type()) == len(PAGES) - 1)
                pages.append((rank, part, address))
                continue
            for key in filter(None, (f"cid:{name}" if name else "", address, address.rpartition("/")[2])):
                self._others.setdefault(_key(key), part)
        pages.sort(key=lambda one: one[0])
        self.pages = [
            ArchivedPage(_bytes_of(part), _charset(part), address or next(filter(None, own), ""))
            for _rank, part, address in pages
        ]
        self.address = self.pages[0].address if self.pages else ""

    def find(self, source):
        """Return the bytes of the picture that a page calls `source`, or None where it is not in the archive."""
        try:
            full = urljoin(self.address, source.strip())
        except ValueError:
            full = source
        last = source.replace("\\", "/").rpartition("/")[2]
        for key in (source.strip(), full, last):
            part = self._others.get(_key(key)) if key else None
            if part is not None:
                return _bytes_of(part)
        return None


def is_archive(content):
    """Tell whether bytes are a page saved as one file, whatever their file is called."""
    head = content[:20_000].replace(b"\r\n", b"\n")
    return bool(_FIRST_FIELD.match(head) or _FIELDS.match(head))


def _bytes_of(part):
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _charset(part):
    try:
        return part.get_content_charset() or ""
    except (LookupError, ValueError, TypeError):
        return ""


def _address(part, field):
    return "".join(_word(part.get(field)).split())


def _word(value):
    """Return a field or one of its parameters as text: parsers give tuples and objects for what is not ASCII."""
    if isinstance(value, tuple):
        value = value[-1]
    return str(value or "")


def _key(address):
    return unquote(address).casefold()
