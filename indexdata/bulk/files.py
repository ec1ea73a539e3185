"""The bulk files that can be answered now: those whose figures are what is public, and no others."""

from dataclasses import dataclass
from datetime import datetime

from indexdata.enums import Family
from indexdata.models import BulkBuild

from .building import EVERYTHING
from .fingerprints import present_prints

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
STEMS = (EVERYTHING, *Family.values)


@dataclass(frozen=True)
class BulkFile:
    """A file that can be answered: its name, where it is stored, its size, checksum and rows, and how its figures stood when."""

    name: str
    stored: str
    bytes: int
    sha256: str
    rows: int
    at: datetime

    @property
    def stem(self) -> str:
        return self.name.partition(".")[0]

    @property
    def kind(self) -> str:
        return self.name.partition(".")[2]


def is_known(name: str) -> bool:
    """Tell whether a name is one of a bulk file, whether it is there now or not."""
    stem, _dot, kind = name.partition(".")
    return stem in STEMS and kind in KINDS


def files_now(*, invented=False) -> dict[str, BulkFile]:
    """Return `{name: BulkFile}` of what is right now. A file of which any figure is no longer the public one is left out.

    Where nothing invented is public, the published files are those with invented figures too: their fingerprints say so.
    """
    made = _made(invented)
    if made is None:
        return {}
    right = _right(made, present_prints(invented=invented))
    files = (BulkFile(at=made.at, **file) for file in made.files)
    return {file.name: file for file in files if file.stem in right}


def is_coming(name: str, *, invented=False) -> bool:
    """Tell whether a file that is not there now will be: not one of a family without figures, nor a workbook that would be too large."""
    stem, _dot, kind = name.partition(".")
    prints = present_prints(invented=invented)
    if stem != EVERYTHING and stem not in prints:
        return False
    if (stem, kind) == (EVERYTHING, "xlsx"):
        return False
    made = _made(invented)
    return made is None or stem not in _right(made, prints)


def _made(invented):
    sets = {made.invented: made for made in BulkBuild.objects.all()}
    return sets.get(invented) or sets.get(False)


def _right(made, prints):
    """Return the beginnings of names of the files whose figures are those that are public now."""
    right = {family for family, print_ in prints.items() if made.prints.get(family) == print_}
    return right | {EVERYTHING} if prints == made.prints else right


def any_invented() -> bool:
    """Tell whether there are files with demonstration figures."""
    return BulkBuild.objects.filter(invented=True).exists()
