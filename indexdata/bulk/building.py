"""Making the bulk files: written aside, named by their content, then told of all at once. Off the request."""

import hashlib
import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

from foundation.languages import texts_of
from indexdata.enums import Family
from indexdata.exports.tables import Table
from indexdata.exports.workbook import workbook_bytes
from indexdata.models import BulkBuild, Index

from .fingerprints import fingerprints
from .rows import number_of_periods, rows_of, values_by_period
from .writers import WRITERS, plain

#: Everything in one file, beside one for each family.
EVERYTHING = "all"
#: Hidden from visitors of the uploads by its dot: the files are answered by addresses of their own.
FOLDER = ".data"
#: A family is a workbook up to so many cells: more opens in no spreadsheet program with pleasure.
MOST_CELLS = 3_000_000
#: Files that are told of no longer stay so long for whoever is reading them.
KEPT_FOR = timedelta(hours=1)


def build(*, invented=False) -> BulkBuild:
    """Make all bulk files of what is public now and tell of them; `invented` takes demonstration figures in."""
    at = timezone.now()
    prints = fingerprints(at, invented=invented)
    families = [family for family in Family if family in prints]
    with tempfile.TemporaryDirectory(prefix="bulk-") as folder:
        made = _written(Path(folder), families, at, invented)
        files = [_stored(name, path, rows) for name, (path, rows) in made.items()]
    made_now, _ = BulkBuild.objects.update_or_create(
        invented=invented, defaults={"at": at, "prints": prints, "files": files}
    )
    sweep()
    return made_now


def _written(folder, families, at, invented):
    """Write the files into a folder; return `{name: (path, number of rows)}`."""
    made: dict[str, tuple[Path, int]] = {}
    for family in families:
        writers = [writer(folder / f"{family}.{kind}") for kind, writer in WRITERS.items()]
        number = 0
        for row in rows_of(family, at, invented=invented):
            number += 1
            line = plain(row)
            for writer in writers:
                writer.add(row, line)
        for writer in writers:
            writer.close()
        made |= {f"{family}.{kind}": (folder / f"{family}.{kind}", number) for kind in WRITERS}
        if path := _workbook(folder, family, at, invented):
            made[path.name] = path, number
    total = sum(made[f"{family}.csv"][1] for family in families)
    for kind, joining in WRITERS.items():
        path = folder / f"{EVERYTHING}.{kind}"
        joining.join([folder / f"{family}.{kind}" for family in families], path)
        made[path.name] = path, total
    return made


def _workbook(folder, family, at, invented):
    """Write the values of a family as a workbook, a row for each period and a column for each index; None if that is too much."""
    held = list(Index.objects.filter(family=family, is_grouping=False).in_tree_order())
    if (len(held) + 1) * number_of_periods(family, at, invented=invented) > MOST_CELLS:
        return None
    keys = [index.pk for index in held]
    rows = (
        [period, *map(values.get, keys)] for period, values in values_by_period(family, at, invented=invented)
    )
    columns = ("period", *(index.path for index in held))
    facts = [(index.path, " · ".join(filter(None, texts_of(index, "name")))) for index in held]
    path = folder / f"{family}.xlsx"
    path.write_bytes(workbook_bytes(Table(str(family), family.frequency, columns, rows, facts)))
    return path


def _stored(name, path, rows):
    """Give a file to the storage under a name made of its content; return what is told of it."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        stored = f"{FOLDER}/{digest[:32]}-{name}"
        if not default_storage.exists(stored):
            file.seek(0)
            stored = default_storage.save(stored, File(file))
    return {
        "name": name, "stored": stored, "bytes": path.stat().st_size, "sha256": digest, "rows": rows,
    }  # fmt: skip


def names_stored() -> set[str]:
    """Return the names of all stored bulk files, asked for in one go."""
    try:
        return {f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]}
    except FileNotFoundError:  # a folder before its first file
        return set()


def sweep():
    """Delete stored files that nothing tells of any longer; return how many."""
    told = {file["stored"] for made in BulkBuild.objects.all() for file in made.files}
    swept = 0
    for stored in names_stored() - told:
        try:
            is_old = default_storage.get_modified_time(stored) < timezone.now() - KEPT_FOR
        except FileNotFoundError:  # swept by another process
            continue
        if is_old:
            default_storage.delete(stored)
            swept += 1
    return swept
