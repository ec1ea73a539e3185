"""Data as structure-specific SDMX-ML, 2.1 and 3.0: values are attributes named as the structure names them."""

from collections.abc import Iterator

from .envelope import DECLARATION, header, moment, namespaces
from .flows import AGENCY, VERSION, urn_of
from .writing import BY_TIME, FLAT, DataMessage


def specific_message(message: DataMessage, version: str) -> Iterator[str]:
    """Yield a structure-specific data message of a version ("2.1", "3.0"), a series at a time."""
    flow = message.flow
    urn = urn_of("dataflow", flow.id)
    dimension = FLAT if message.flat else BY_TIME
    usage = f'<Ref agencyID="{AGENCY}" id="{flow.id}" version="{VERSION}"/>' if version == "2.1" else urn
    structure = (
        f'<mes:Structure structureID="{flow.id}" namespace="{urn}:ObsLevelDim:{dimension}"'
        f' dimensionAtObservation="{dimension}"><com:StructureUsage>{usage}</com:StructureUsage></mes:Structure>'
    )
    spaces = namespaces(version, "mes", "com", "ss") + f' xmlns:kq="{urn}:ObsLevelDim:{dimension}"'
    scope = ' ss:dataScope="DataStructure"' if version == "2.1" else ""
    yield f"{DECLARATION}<mes:StructureSpecificData{spaces}>"
    yield header(message.head, structure, "Replace", flow.id)
    for data_set in message.data_sets():
        since = f' ss:validFromDate="{moment(data_set.valid_from)}"' if data_set.valid_from else ""
        yield (
            f'<mes:DataSet ss:structureRef="{flow.id}" xsi:type="kq:DataSetType"{scope} ss:action="Replace"{since}>\n'
        )
        for one in data_set.series:
            key = f'FREQ="{flow.code_of_frequency}" INDEX="{one.code}"'
            if message.flat:
                yield "".join(_observation(message, observed, f" {key}") for observed in one.observations)
            else:
                rows = "".join(_observation(message, observed) for observed in one.observations)
                yield f"<Series {key}>{rows}</Series>\n"
        yield "</mes:DataSet>\n"
    yield "</mes:StructureSpecificData>\n"


def _observation(message, observed, key=""):
    value = message.value(observed)
    said = f' OBS_VALUE="{value}"' if value else ""
    attributes = "".join(f' {name}="{text}"' for name, text in message.attributes_of(observed))
    return f'<Obs{key} TIME_PERIOD="{message.period(observed)}"{said}{attributes}/>\n'
