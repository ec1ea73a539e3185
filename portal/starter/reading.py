"""Read the starter files and validate everything in them, before anything is written."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from . import index_rows, newsroom_rows
from .figures import Figure, figures

CONTENT_DIR = Path(__file__).resolve().parent.parent / "starter_content"

#: File → (what a row must look like, how a row is named in messages).
FILES = {
    "sections.json": (newsroom_rows.SectionRow, "slug"),
    "tags.json": (newsroom_rows.NamedRow, "slug"),
    "uses.json": (newsroom_rows.NamedRow, "slug"),
    "articles.json": (newsroom_rows.ArticleRow, "key"),
    "pages.json": (newsroom_rows.PageRow, "slug"),
    "markets.json": (index_rows.MarketRow, "slug"),
    "fabrics.json": (newsroom_rows.FabricRow, "slug"),
    "classification.csv": (index_rows.ClassRow, "path"),
    "published_values.csv": (index_rows.ValueRow, None),
    "gaps.json": (index_rows.GapRow, None),
    "events.json": (index_rows.EventRow, "key"),
}


@dataclass(frozen=True)
class Problem:
    """A mistake in one field of one row (1 is the first row) of one file."""

    file: str
    row: int | None
    name: str
    field: str
    message: str

    def __str__(self):
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}{f' ({self.name})' if self.name else ''}")
        if self.field:
            place.append(self.field)
        return f"{', '.join(place)}: {self.message}"


class StarterContentError(Exception):
    """The files cannot be loaded; `problems` names everything that is wrong, at once."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Content:
    """All rows of all files, valid and fitting together."""

    sections: list[newsroom_rows.SectionRow]
    tags: list[newsroom_rows.NamedRow]
    uses: list[newsroom_rows.NamedRow]
    articles: list[newsroom_rows.ArticleRow]
    pages: list[newsroom_rows.PageRow]
    markets: list[index_rows.MarketRow]
    fabrics: list[newsroom_rows.FabricRow]
    classification: list[index_rows.ClassRow]
    published_values: list[index_rows.ValueRow]
    gaps: list[index_rows.GapRow]
    events: list[index_rows.EventRow]
    figures: list[Figure]


def read_content(folder: Path = CONTENT_DIR) -> Content:
    """Return what the files of `folder` hold, or raise `StarterContentError` with everything that is wrong."""
    problems: list[Problem] = []
    tables = {}
    for file, (model, key) in FILES.items():
        tables[Path(file).stem] = _read_file(folder / file, model, key, problems.append)
    if problems:
        raise StarterContentError(problems)
    found = Content(
        **tables, figures=figures(tables["published_values"], _reporter("published_values.csv", problems))
    )
    for check in (_check_newsroom, _check_index_data):
        check(found, problems)
    if problems:
        raise StarterContentError(problems)
    return found


def _read_file(path: Path, model, key: str | None, report: Callable[[Problem], None]) -> list:
    try:
        raw_rows = _raw_rows(path)
    except (OSError, ValueError) as error:
        report(Problem(path.name, None, "", "", f"cannot be read: {error}"))
        return []
    valid = []
    for number, raw in enumerate(raw_rows, 1):
        name = str(raw.get(key, "")) if key and isinstance(raw, dict) else ""
        try:
            valid.append(model.model_validate(raw))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                field = ".".join(map(str, detail["loc"]))
                report(Problem(path.name, number, name, field, _sentence(detail)))
    if key:
        for name, times in Counter(getattr(row, key) for row in valid).items():
            if times > 1:
                report(Problem(path.name, None, "", key, f"{name!r} occurs {times} times"))
    return valid


def _raw_rows(path: Path) -> list:
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            return list(csv.DictReader(file))
        content = json.load(file)
    if not isinstance(content, list):
        raise ValueError("it does not hold a list of rows")
    return content


def _sentence(detail) -> str:
    shown = repr(detail.get("input"))
    return f"{detail['msg'].removeprefix('Value error, ')} (found {shown if len(shown) < 80 else shown[:77] + '…'})"


def _reporter(file: str, problems: list):
    return lambda name, message: problems.append(Problem(file, None, "", name, message))


def _check_newsroom(content: Content, problems: list) -> None:
    """Articles and fabrics name sections, tags, uses, releases and classes that exist."""
    sections = {row.slug for row in content.sections}
    tags = {row.slug for row in content.tags}
    uses = {row.name_en for row in content.uses}
    paths = {row.path for row in content.classification}
    releases = {(figure.family, figure.period) for figure in content.figures}
    old_ids = defaultdict(list)
    for number, row in enumerate(content.articles, 1):
        report = _row_reporter("articles.json", number, row.key, problems)
        if row.section not in sections:
            report("section", f"{row.section!r} is not in sections.json")
        _check_known(row.tags, tags, "tags", "tags.json", report)
        if row.release and row.release.identity not in releases:
            report("release", f"no published value of {row.release.family} {row.release.period}")
        if row.legacy:
            old_ids[row.legacy.id].append(row.key)
            if len(old_ids[row.legacy.id]) > 1:
                report("legacy.id", f"{row.legacy.id} is also the old id of {old_ids[row.legacy.id][0]}")
    for number, fabric in enumerate(content.fabrics, 1):
        report = _row_reporter("fabrics.json", number, fabric.slug, problems)
        _check_known(fabric.tags, tags, "tags", "tags.json", report)
        _check_known(fabric.uses_en, uses, "uses_en", "uses.json", report)
        _check_known([fabric.classification], paths, "classification", "classification.csv", report)


def _check_index_data(content: Content, problems: list) -> None:
    """Parents stand before their children; values and markets name classes that exist; gaps hold no value."""
    paths = set()
    for number, row in enumerate(content.classification, 1):
        if row.parent and row.parent not in paths:
            _row_reporter("classification.csv", number, row.path, problems)(
                "parent", f"{row.parent!r} does not stand above it in the file"
            )
        paths.add(row.path)
    families = {row.path: row.family for row in content.classification}
    for number, value in enumerate(content.published_values, 1):
        report = _row_reporter("published_values.csv", number, "", problems)
        _check_known([value.level_path], paths, "level_path", "classification.csv", report)
        if value.level_path in families and families[value.level_path] != value.family:
            report("family", f"{value.level_path} belongs to {families[value.level_path]}")
    for number, market in enumerate(content.markets, 1):
        report = _row_reporter("markets.json", number, market.slug, problems)
        _check_known(market.classes, paths, "classes", "classification.csv", report)
    held = {(figure.family, figure.period) for figure in content.figures}
    for number, gap in enumerate(content.gaps, 1):
        if (gap.family, gap.issue) in held:
            _row_reporter("gaps.json", number, gap.period, problems)("period", "has published values")


def _check_known(names: Iterable[str], known: set, field: str, file: str, report) -> None:
    for name in names:
        if name not in known:
            report(field, f"{name!r} is not in {file}")


def _row_reporter(file: str, number: int, name: str, problems: list):
    return lambda field, message: problems.append(Problem(file, number, name, field, message))
