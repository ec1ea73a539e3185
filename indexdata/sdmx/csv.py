"""Data as SDMX-CSV 1.0 and 2.0: one row an observation, the columns named as the structure names them.

No cell needs quotes or begins as a formula: codes, times, numbers and moments are all there is.
"""

from collections.abc import Iterator

from .flows import AGENCY, VERSION
from .writing import DataMessage


def csv_message(message: DataMessage, version: str) -> Iterator[str]:
    """Yield an SDMX-CSV message of a version ("1.0", "2.0"), a series at a time."""
    flow = message.flow
    identity = f"{AGENCY}:{flow.id}({VERSION})"
    if version == "1.0":
        columns, start = ["DATAFLOW"], identity
    else:
        columns, start = ["STRUCTURE", "STRUCTURE_ID", "ACTION"], f"dataflow,{identity},I"
    columns += [
        "FREQ",
        "INDEX",
        "TIME_PERIOD",
        *(["OBS_VALUE"] if message.values else []),
        *message.attributes,
    ]
    yield ",".join(columns) + "\r\n"
    for data_set in message.data_sets():
        for one in data_set.series:
            key = f"{start},{flow.code_of_frequency},{one.code}"
            if not one.observations:
                yield key + "," * (len(columns) - key.count(",") - 1) + "\r\n"
            yield "".join(_row(message, key, observed) for observed in one.observations)


def _row(message, key, observed):
    attributes = dict(message.attributes_of(observed))
    cells = [key, message.period(observed)]
    if message.values:
        cells.append(message.value(observed))
    cells += [attributes.get(name, "") for name in message.attributes]
    return ",".join(cells) + "\r\n"
