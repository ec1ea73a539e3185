"""The form of an answer with data, and counting what is written: what every writer is given."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from .envelope import Head, moment
from .flows import ATTRIBUTE_IDS, Flow
from .periods import time_period
from .rows import DataSet, Observed, Series

FLAT = "AllDimensions"
BY_TIME = "TIME_PERIOD"


@dataclass
class DataMessage:
    """Data to be written: whose, grouped how (`flat` is without series), with which attributes and whether with values.

    Series and observations are counted while they are written.
    """

    head: Head
    flow: Flow
    sets: Iterable[DataSet]
    flat: bool = False
    attributes: tuple[str, ...] = ATTRIBUTE_IDS
    values: bool = True
    count: int = field(default=0, init=False)

    def data_sets(self) -> Iterator[DataSet]:
        """Yield the data sets; what is taken from them is counted."""
        for one in self.sets:
            yield DataSet(one.valid_from, self._counted(one.series))

    def _counted(self, series: Iterable[Series]) -> Iterator[Series]:
        for one in series:
            self.count += max(1, len(one.observations))
            yield one

    def period(self, observed: Observed) -> str:
        """Return the time of an observation."""
        return _written(observed.period, str(self.flow.frequency))

    def value(self, observed: Observed) -> str:
        """Return the value as text, "" where there is none or none is wanted."""
        return str(observed.value) if self.values and observed.value is not None else ""

    def attributes_of(self, observed: Observed) -> Iterator[tuple[str, str]]:
        """Yield (id, text) of the attributes of an observation; what does not apply is left out."""
        for name in self.attributes:
            if name == "OBS_STATUS":
                yield name, observed.status
            elif observed.vintage is None:
                continue
            elif name == "VINTAGE":
                yield name, str(observed.vintage)
            elif name == "ISSUE_DATE":
                if self.flow.code_of_frequency == "W":
                    yield name, observed.period.isoformat()
            elif observed.valid_from:
                yield name, moment(observed.valid_from)


@lru_cache(maxsize=10_000)
def _written(period: date, frequency: str) -> str:
    return time_period(period, frequency)
