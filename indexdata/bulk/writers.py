"""Writers of bulk files: each takes rows one by one and holds no more than a batch of them."""

import csv
import json
import shutil
from pathlib import Path
from typing import Protocol

from .rows import COLUMNS, BulkRow

BATCH = 20_000
ZONE = "Asia/Shanghai"


class BulkWriter(Protocol):
    """A writer of one file at a path."""

    def __init__(self, path: Path) -> None:
        """Begin the file."""

    def add(self, row: BulkRow, line: tuple):
        """Write one row, `line` in the order of `COLUMNS`."""

    def close(self):
        """End the file."""

    @classmethod
    def join(cls, paths: list[Path], path: Path):
        """Write the rows of several files into one."""


class CsvWriter:
    """Comma-separated values in UTF-8."""

    def __init__(self, path):
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(COLUMNS)

    def add(self, row: BulkRow, line: tuple):
        """Write one row, `line` in the order of `COLUMNS`."""
        self._writer.writerow(line)

    def close(self):
        """End the file."""
        self._file.close()

    @classmethod
    def join(cls, paths, path):
        """Write the rows of several files into one."""
        cls(path).close()
        with path.open("ab") as whole:
            for part in paths:
                with part.open("rb") as file:
                    file.readline()
                    shutil.copyfileobj(file, whole)


class JsonWriter:
    """One object with the names of the columns and the rows as lists, numbers as numbers; a row stands on a line."""

    BEGINNING = f'{{"columns": {json.dumps(COLUMNS)}, "rows": [\n'
    BETWEEN, END = ",\n", "\n]}\n"

    def __init__(self, path):
        self._file = path.open("w", encoding="utf-8")
        self._file.write(self.BEGINNING)
        self._between = ""
        self._encoded = _Encoded()

    def add(self, row: BulkRow, line: tuple):
        """Write one row, `line` in the order of `COLUMNS`.

        Almost all of it was written before: of its index, its period and its moments each is put into JSON once.
        """
        encoded = self._encoded
        value, previous, year_start, year_ago = [
            "null" if number is None else repr(number) for number in row.numbers
        ]
        self._file.write(
            f"{self._between}[{encoded[row.series]}, {encoded[row.period.code]}, {value}, {previous}, {year_start}, {year_ago}, "
            f"{encoded[row.status]}, {'true' if row.demonstration else 'false'}, {row.vintage}, "
            f"{encoded[row.published.text]}, {encoded[row.revised.text]}]"
        )
        self._between = self.BETWEEN

    def close(self):
        """End the file."""
        self._file.write(self.END)
        self._file.close()

    @classmethod
    def join(cls, paths, path):
        """Write the rows of several files into one."""
        between = ""
        with path.open("w", encoding="utf-8") as whole:
            whole.write(cls.BEGINNING)
            for part in paths:
                with part.open(encoding="utf-8") as file:
                    file.readline()
                    for line in file:
                        if line.startswith("["):
                            whole.write(between + line.rstrip(cls.BETWEEN))
                            between = cls.BETWEEN
            whole.write(cls.END)


class _Encoded(dict):
    """Texts in JSON; of several texts their list without its brackets."""

    def __missing__(self, text):
        encoded = json.dumps(text)
        self[text] = found = encoded[1:-1] if isinstance(text, tuple) else encoded
        return found


class ParquetWriter:
    """Parquet: periods as dates (a month is its first day), numbers as floats, moments with their time zone."""

    def __init__(self, path):
        import pyarrow  # heavy: only the bulk files need it
        import pyarrow.parquet  # heavy: only the bulk files need it

        text, number = pyarrow.string(), pyarrow.float64()
        moment = pyarrow.timestamp("ms", tz=ZONE)
        types = {
            "period": pyarrow.date32(), "value": number, "demonstration": pyarrow.bool_(), "vintage": pyarrow.int32(),
            "published_at": moment, "revised_at": moment,
            **{name: number for name in COLUMNS if name.startswith("stated_")},
        }  # fmt: skip
        self._schema = pyarrow.schema([(name, types.get(name, text)) for name in COLUMNS])
        self._made = pyarrow.RecordBatch.from_arrays, pyarrow.array
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[tuple] = []

    @classmethod
    def join(cls, paths, path):
        """Write the rows of several files into one."""
        import pyarrow.parquet  # heavy: only the bulk files need it

        whole = cls(path)
        for part in paths:
            for batch in pyarrow.parquet.ParquetFile(part).iter_batches(BATCH):
                whole._writer.write_batch(batch)
        whole.close()

    def add(self, row: BulkRow, line: tuple):
        """Take one row; a batch of them is written at once."""
        self._rows.append(
            (
                *row.series, row.period.at, *row.numbers, row.status, row.demonstration, row.vintage, row.published.at,
                row.revised.at,
            )
        )  # fmt: skip
        if len(self._rows) >= BATCH:
            self._write()

    def close(self):
        """End the file."""
        self._write()
        self._writer.close()

    def _write(self):
        if not self._rows:
            return
        from_arrays, array = self._made
        columns = zip(*self._rows, strict=True)
        arrays = [array(column, kind.type) for column, kind in zip(columns, self._schema, strict=True)]
        self._writer.write_batch(from_arrays(arrays, schema=self._schema))
        self._rows.clear()


WRITERS: dict[str, type[BulkWriter]] = {"csv": CsvWriter, "parquet": ParquetWriter, "json": JsonWriter}


def plain(row: BulkRow) -> tuple:
    """Return a row in the order of `COLUMNS` as text formats write it: periods as their codes, moments as ISO 8601."""
    return (
        *row.series, row.period.code, *[None if number is None else f"{number:.2f}" for number in row.numbers], row.status,
        "true" if row.demonstration else "false", row.vintage, row.published.text, row.revised.text,
    )  # fmt: skip
