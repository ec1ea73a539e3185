"""The heads of messages and the words of XML that all writers share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.utils.timezone import localtime

from .flows import AGENCY
from .names import Names

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Head:
    """The id and the moment of a message. `prepared` is the newest public change, so that the same figures are the same bytes."""

    prepared: datetime

    @property
    def id(self) -> str:
        """Return the id of the message, made of the moment."""
        return f"KQ{localtime(self.prepared):%Y%m%d%H%M%S}"

    @property
    def moment(self) -> str:
        """Return the moment as the standard writes it."""
        return moment(self.prepared)


def moment(when: datetime) -> str:
    """Return a moment to the second with the offset of the portal's time zone."""
    return localtime(when).isoformat(timespec="seconds")


def namespaces(version: str, *prefixes: str) -> str:
    """Return the declarations of namespaces of a version ("2.1", "3.0") by their usual prefixes."""
    root = f"http://www.sdmx.org/resources/sdmxml/schemas/v{version.replace('.', '_')}"
    parts = {
        "mes": "message",
        "com": "common",
        "str": "structure",
        "gen": "data/generic",
        "ss": "data/structurespecific",
    }
    own = "".join(f' xmlns:{prefix}="{root}/{parts[prefix]}"' for prefix in prefixes)
    return f'{own} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def header(head: Head, structure: str = "", action: str = "", data_set: str = "") -> str:
    """Return the header of a message; `structure` is the element that names the structure of data."""
    return (
        f"<mes:Header><mes:ID>{head.id}</mes:ID><mes:Test>false</mes:Test>"
        f"<mes:Prepared>{head.moment}</mes:Prepared>"
        f'<mes:Sender id="{AGENCY}"/>{structure}'
        + (f"<mes:DataSetAction>{action}</mes:DataSetAction>" if action else "")
        + (f"<mes:DataSetID>{data_set}</mes:DataSetID>" if data_set else "")
        + "</mes:Header>\n"
    )


def texts(element: str, names: Names) -> Iterator[str]:
    """Yield a name or a description in each language it has."""
    for tag, text in names.items():
        yield f'<com:{element} xml:lang="{tag}">{escape(text)}</com:{element}>'


def attribute(name: str, value: str) -> str:
    """Return an attribute with its value quoted, with a space before it."""
    return f" {name}={quoteattr(value)}"
