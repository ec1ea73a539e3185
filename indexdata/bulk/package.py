"""Descriptions of the bulk files: a data package for programs, a README for people, checksums for both."""

from django.utils.translation import gettext

from indexdata.exports.json import SOURCE, TERMS
from indexdata.exports.meanings import meaning_of, statuses
from indexdata.exports.rows import moment

from .files import KINDS
from .rows import COLUMNS

TYPES = {
    "period": "string", "demonstration": "boolean", "vintage": "integer", "published_at": "datetime", "revised_at": "datetime",
}  # fmt: skip
ENDINGS_OF_NUMBERS = ("value", "_pct")


def data_package(files, request, *, invented) -> dict:
    """Return the files as a Frictionless data package; `files` is what `files_now` says."""
    query = "?demonstration=include" if invented else ""
    return {
        "profile": "data-package",
        "name": "keqiao-textile-index",
        "title": SOURCE,
        "description": gettext("All published figures of the index, one observation a row."),
        "homepage": request.build_absolute_uri("/data/"),
        "version": moment(max((file.at for file in files.values()), default=None)),
        "licenses": [
            {
                "name": "other",
                "title": gettext("Terms of data use"),
                "path": request.build_absolute_uri(TERMS),
            }
        ],
        "sources": [{"title": SOURCE, "path": request.build_absolute_uri("/")}],
        "resources": [_resource(file, query) for file in files.values()],
    }


def _resource(file, query):
    said = {
        "name": f"{file.stem}-{file.kind}",
        "path": f"{file.name}{query}",
        "format": file.kind,
        "mediatype": KINDS[file.kind].partition(";")[0],
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "vintage": moment(file.at),
        "rows": file.rows,
    }
    if file.kind != "csv":
        return said
    return said | {
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {"name": name, "type": _type_of(name), "description": meaning_of(name)} for name in COLUMNS
            ],
            "missingValues": [""],
            "primaryKey": ["code", "period"],
        },
    }


def _type_of(name):
    return TYPES.get(name) or ("number" if name.endswith(ENDINGS_OF_NUMBERS) else "string")


def readme(request, *, invented) -> str:
    """Return the README in the language that is active: the files, their columns, the statuses, the terms."""
    lines = [
        "# " + gettext("China · Keqiao Textile Index"),
        "",
        gettext(
            "One row is one observation, in its newest public vintage. Periods without an issue have no row."
        ),
        gettext("Invented demonstration figures are in: demonstration = true.")
        if invented
        else gettext("Published figures alone."),
        gettext(
            "In Parquet, period is a date (a month is its first day), numbers are floats and moments have a time zone. The Excel file"
            " of a family has a row for each period and a column for each index. JSON holds columns and rows."
        ),
        gettext("Terms of data use") + f": {request.build_absolute_uri(TERMS)}",
        "",
        "## " + gettext("Columns"),
        "",
        *(f"- `{name}`: {meaning_of(name)}" for name in COLUMNS),
        "",
        "## " + gettext("Statuses of observations (SDMX CL_OBS_STATUS)"),
        "",
        *(f"- `{code}`: {meaning}" for code, meaning in statuses()),
    ]
    return "\n".join(lines) + "\n"


def checksums(files) -> str:
    """Return the checksums as `sha256sum --check` reads them."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in files.values())
