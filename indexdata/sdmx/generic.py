"""Data as generic SDMX-ML 2.1: every value an element with its id, readable without the structure."""

from collections.abc import Iterator

from .envelope import DECLARATION, header, moment, namespaces
from .flows import AGENCY, VERSION
from .writing import BY_TIME, FLAT, DataMessage


def generic_message(message: DataMessage) -> Iterator[str]:
    """Yield a generic data message, a series at a time."""
    flow = message.flow
    dimension = FLAT if message.flat else BY_TIME
    structure = (
        f'<mes:Structure structureID="{flow.id}" dimensionAtObservation="{dimension}"><com:StructureUsage>'
        f'<Ref agencyID="{AGENCY}" id="{flow.id}" version="{VERSION}"/></com:StructureUsage></mes:Structure>'
    )
    yield f"{DECLARATION}<mes:GenericData{namespaces('2.1', 'mes', 'com', 'gen')}>"
    yield header(message.head, structure, "Replace", flow.id)
    for data_set in message.data_sets():
        since = f' validFromDate="{moment(data_set.valid_from)}"' if data_set.valid_from else ""
        yield f'<mes:DataSet structureRef="{flow.id}" action="Replace"{since}>\n'
        for one in data_set.series:
            key = (
                f'<gen:Value id="FREQ" value="{flow.code_of_frequency}"/>'
                f'<gen:Value id="INDEX" value="{one.code}"/>'
            )
            if message.flat:
                yield "".join(_flat(message, key, observed) for observed in one.observations)
            else:
                rows = "".join(_of_series(message, observed) for observed in one.observations)
                yield f"<gen:Series><gen:SeriesKey>{key}</gen:SeriesKey>{rows}</gen:Series>\n"
        yield "</mes:DataSet>\n"
    yield "</mes:GenericData>\n"


def _of_series(message, observed):
    time = f'<gen:ObsDimension value="{message.period(observed)}"/>'
    return f"<gen:Obs>{time}{_said(message, observed)}</gen:Obs>\n"


def _flat(message, key, observed):
    time = f'<gen:Value id="TIME_PERIOD" value="{message.period(observed)}"/>'
    return f"<gen:Obs><gen:ObsKey>{key}{time}</gen:ObsKey>{_said(message, observed)}</gen:Obs>\n"


def _said(message, observed):
    value = message.value(observed)
    said = f'<gen:ObsValue value="{value}"/>' if value else ""
    attributes = "".join(
        f'<gen:Value id="{name}" value="{text}"/>' for name, text in message.attributes_of(observed)
    )
    return said + (f"<gen:Attributes>{attributes}</gen:Attributes>" if attributes else "")
