"""The classification with its names, and files made in a test."""

from functools import cache
from io import BytesIO

from openpyxl import Workbook

from indexdata.importing.reading import read
from indexdata.models import Index, IndexAlias
from indexdata.models.classification import folded_name
from portal.starter.reading import read_content


@cache
def rows():
    """Return the rows of the classification file, read once."""
    return read_content().classification


def load():
    """Write down the 96 nodes with their codes and other names, in two statements."""
    nodes = [
        Index(
            path=row.path,
            code=row.code,
            family=row.family,
            name_en=row.name_en,
            name_zh_hans=row.name_zh,
            is_grouping="grouping of ours" in row.note,
            tree_order=number,
        )
        for number, row in enumerate(rows(), 1)
    ]
    made = {index.code: index for index in Index.objects.bulk_create(nodes)}
    IndexAlias.objects.bulk_create(
        IndexAlias(index=made[row.code], language=language, name=name, folded=folded_name(name))
        for row in rows()
        for language, names in (("en", row.aliases_en), ("zh-hans", row.aliases_zh))
        for name in names
    )


def text(*rows, separator=",", encoding="utf-8", name="figures.csv"):
    """Return a text file as it is read: each row is a sequence of cells."""
    return read("\r\n".join(separator.join(row) for row in rows).encode(encoding), name)


def workbook(rows, name="figures.xlsx", change=lambda book: None):
    """Return the bytes of a workbook with these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
