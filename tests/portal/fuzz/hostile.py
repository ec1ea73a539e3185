"""Hostile values, and how a browser, a script or an attacker would send them: as bytes of our own, so that anything can be sent."""

from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes

JSON = b'{"a": "\\ud800", "b": [1e400, "\\u0000"], "c": ' + b"[" * 3000
BOUNDARY = "fuzz-fuzz-fuzz"
HUGE = 5_000_000
#: By name: one text each, several for a name that wants one, a file where a text belongs, or nothing.
LISTED, FILE, MISSING = object(), object(), object()
VALUES = {
    "nul": "a\0b",
    "no character": "a\uffffb\ufdd0",
    "half a pair": "a\ud800b",
    "half a pair in JSON": '{"a": "\\ud800", "\\udfff": ["\\u0000"]}',
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "first moment": "0001-01-01 00:00",
    "last moment": "9999-12-31 23:59:59",
    "first moment of a zone": "0001-01-01T00:00:00+14:00",
    "last moment of a zone": "9999-12-31T23:59:59-12:00",
    "no day": "2023-02-30",
    "midnight": "00:00",
    "time of no day": "24:61",
    "twenty digits": "9" * 20,
    "nineteen digits": "9223372036854775808",
    "five thousand digits": "9" * 5000,
    "negative": "-1",
    "nought": "0",
    "a fraction": "1.5",
    "not a number": "NaN",
    "endless": "Infinity",
    "exponent": "1e999999",
    "full width": "\uff11\uff12",
    "superscript": "²",
    "empty": "",
    "spaces": " \t\n",
    "words": "x' OR 1=1 -- \"%s{}<b>",
    "slashes": "../../etc//passwd\\",
    "address": "http://[::1",
    "reference": "ref:article/99999999999999999999",
    "many keys": "1," * 2000,
    "list in JSON": "[[1], {}, null, 1e400]",
    "deep JSON": "[" * 20_000,
    "deep HTML": "<b><ul><li>" * 5_000,
    "base64": "////",
    "half a pair in base64": b64encode(b'{"number": "\\ud800", "salt": [1e400]}').decode(),
    "true": "true",
    "several": LISTED,
    "file": FILE,
    "missing": MISSING,
}
#: Sent once to each address: nobody reads so much again and again.
HUGE_TEXT = "词" * (HUGE // 3)
FILES = (
    ("x.png", "image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff"),
    ("\0\ud800.xlsx", "application/vnd.ms-excel", b"PK\x03\x04" + b"\0" * 40),
    ("..", "text/csv", b"\xff\xfe0\0"),
    ("x.pdf", "application/pdf", b"%PDF-1.7\n"),
    ("x.csv", "text/csv", "期次,指数\n0001-01-01,9e999\n9999-12-31,-1\n\0,NaN\n".encode()),
    ("x.html", "text/html", b"<p>\xa1</p>"),
)


@dataclass
class Letter:
    """What is sent to an address: fields by name, each a list of texts; files by name."""

    address: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    method: str = "POST"
    said: str = "as it is"

    def with_value(self, name, label, value, number=0):
        """Return the letter with one field made hostile."""
        fields, files = dict(self.fields), dict(self.files)
        fields.pop(name, None)
        files.pop(name, None)
        if value is LISTED:
            fields[name] = [*(self.fields.get(name) or ["1"]), "x", "-1", "9" * 20]
        elif value is FILE:
            files[name] = FILES[number % len(FILES)]
        elif value is not MISSING:
            fields[name] = [value]
        return Letter(self.address, fields, files, self.method, f"{name} = {label}")

    def body(self):
        """Return (content type, bytes) as multipart, or as the JSON that no form expects."""
        if self.method == "JSON":
            return "application/json", JSON
        parts = []
        for name, values in self.fields.items():
            parts += [_part(f'name="{name}"', None, _bytes(value)) for value in values]
        for name, (file, kind, content) in self.files.items():
            parts.append(_part(f'name="{name}"; filename="{file}"', kind, content))
        return f"multipart/form-data; boundary={BOUNDARY}", b"".join(parts) + _bytes(f"--{BOUNDARY}--\r\n")

    def query(self):
        """Return the fields as the query of an address; halves of pairs as bytes that are no UTF-8."""
        return "&".join(
            f"{quote_from_bytes(_bytes(name))}={quote_from_bytes(_bytes(value))}"
            for name, values in self.fields.items()
            for value in values
        )


def _part(said, kind, content):
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {said}\r\n"
    head += f"Content-Type: {kind}\r\n" if kind else ""
    return _bytes(head) + b"\r\n" + content + b"\r\n"


def _bytes(text):
    return text.encode("utf-8", "surrogatepass")
