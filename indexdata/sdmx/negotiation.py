"""The form of an answer that a client takes: media types of the standard with their versions, and plain ones."""

import re
from dataclasses import dataclass

from .errors import SdmxError

_QUALITY = re.compile(r"[01](?:\.[0-9]{0,3})?")
#: Parameters of media types that change nothing here, with the values that mean so.
_HARMLESS = {
    "charset": {"utf-8"},
    "labels": {"id"},
    "timeformat": {"original", "normalized"},
    "keys": {"none"},
    "urn": {"false"},
}
LONGEST_ACCEPT = 2_000


@dataclass(frozen=True)
class Form:
    """A form of answers: its media type and version, and the plain types that mean it too."""

    type: str
    version: str
    plain: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """Return the media type as the answer names it."""
        return f"{self.type};version={self.version};charset=utf-8"


_XML, _CSV, _JSON = ("application/xml", "text/xml"), ("text/csv", "application/csv"), ("application/json",)
GENERIC_21 = Form("application/vnd.sdmx.genericdata+xml", "2.1", _XML)
SPECIFIC_21 = Form("application/vnd.sdmx.structurespecificdata+xml", "2.1")
STRUCTURE_21 = Form("application/vnd.sdmx.structure+xml", "2.1", _XML)
DATA_30 = Form("application/vnd.sdmx.data+xml", "3.0.0", _XML)
STRUCTURE_30 = Form("application/vnd.sdmx.structure+xml", "3.0.0", _XML)
STRUCTURE_JSON = Form("application/vnd.sdmx.structure+json", "2.0.0", _JSON)
CSV_1 = Form("application/vnd.sdmx.data+csv", "1.0.0")
CSV_2 = Form("application/vnd.sdmx.data+csv", "2.0.0", _CSV)
CSV_1_FIRST = Form("application/vnd.sdmx.data+csv", "1.0.0", _CSV)
CSV_2_SECOND = Form("application/vnd.sdmx.data+csv", "2.0.0")


def form_for(accept: str, offered: tuple[Form, ...]) -> Form:
    """Return the form that an Accept header prefers among those offered, the first by default; or raise 406."""
    if not accept.strip():
        return offered[0]
    best, found = 0.0, None
    for wanted in accept[:LONGEST_ACCEPT].split(","):
        kind, quality, parameters = _read(wanted)
        if quality > best:
            form = next((one for one in offered if _fits(one, kind, parameters)), None)
            if form:
                best, found = quality, form
    if found is None:
        names = ", ".join(f"{form.type};version={form.version}" for form in offered)
        raise SdmxError(406, f"Nothing in {accept[:120]!r} is offered here. Offered are: {names}.")
    return found


def _read(wanted):
    kind, *rest = (part.strip().lower() for part in wanted.split(";"))
    quality, parameters = 1.0, {}
    for part in rest:
        name, _equals, value = (piece.strip() for piece in part.partition("="))
        if name == "q":
            quality = float(value) if _QUALITY.fullmatch(value) else 0.0
        elif name:
            parameters[name] = value.strip('"')
    return kind, quality, parameters


def _fits(form, kind, parameters):
    version = parameters.get("version")
    others = {name: value for name, value in parameters.items() if name != "version"}
    if any(value not in _HARMLESS.get(name, ()) for name, value in others.items()):
        return False
    if kind in ("*/*", f"{form.type.partition('/')[0]}/*", *form.plain):
        return version is None
    return kind == form.type and (version is None or _whole(version) == _whole(form.version))


def _whole(version):
    return (version + ".0.0").split(".")[:3]
