"""A PDF document looked through by a process of its own: the document on its input, one word on its output.

    python -I news/library/pdf_reader.py < document.pdf     # plain, active, locked or damaged

Nothing of a document is carried out. The process may use so much memory and time and no more, since a small document can unpack
to a huge one; it ends without a word then. It knows neither Django nor the database.
"""

import sys
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

SECONDS = 3
MEMORY = 450 * 1024 * 1024  # of addresses: libraries lie in them too
#: What may not stand as a key anywhere in a document.
KEYS = frozenset(
    ["/JavaScript", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/RichMediaSettings", "/Collection"]
)
#: What an action may not do, and what may not lie on a page.
ACTIONS = frozenset(
    ["/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute", "/GoToE", "/Rendition", "/Movie", "/Sound", "/GoTo3DView"]
)  # fmt: skip
ANNOTATIONS = frozenset(["/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D"])
EMBEDDED = frozenset(["/F", "/UF", "/DOS", "/Mac", "/Unix"])
SCHEMES = ("javascript:", "vbscript:", "file:", "data:")


def verdict(content: bytes) -> str:
    """Return in a word what a document is: plain, active, locked (by a password) or damaged."""
    try:
        with pikepdf.open(
            BytesIO(content), suppress_warnings=True, access_mode=pikepdf.AccessMode.stream
        ) as pdf:
            if any(_is_active(one) for one in pdf.objects):
                return "active"
            if _is_active(pdf.trailer):
                return "active"
            return "plain" if len(pdf.pages) else "damaged"
    except pikepdf.PasswordError:
        return "locked"
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RuntimeError):
        return "damaged"


def _is_active(start) -> bool:
    """Tell whether an object of a document, with what lies directly in it, does something or carries something along."""
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Array):
            waiting += [
                inner for inner in one if isinstance(inner, Array | Dictionary) and not inner.is_indirect
            ]
        elif isinstance(one, Dictionary | Stream):
            held = one.stream_dict if isinstance(one, Stream) else one
            for key, value in held.items():
                if _acts(key, value):
                    return True
                if isinstance(value, Array | Dictionary) and not value.is_indirect:
                    waiting.append(value)
    return False


def _acts(key, value) -> bool:
    if key in KEYS:
        return True
    if key == "/JS":
        return isinstance(value, String | Stream)
    if key == "/EF":
        return isinstance(value, Dictionary) and bool(EMBEDDED & value.keys())
    if key == "/S":
        return isinstance(value, Name) and value in ACTIONS
    if key == "/Subtype":
        return isinstance(value, Name) and value in ANNOTATIONS
    return key == "/URI" and isinstance(value, String) and _scheme(str(value)).startswith(SCHEMES)


def _scheme(address: str) -> str:
    return "".join(address.split()).lower()


def _limit() -> None:
    """Have the system end this process when it takes too much."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    sys.stdout.write(verdict(sys.stdin.buffer.read()))
