"""Articles as a workbook and back: their newest content in rows, changes read again as drafts.

What is exported and read again unchanged changes nothing. Reading names every error with its row and column and writes
nothing itself (`Plan`); `carry_out` writes all rows or none, through `news.editing.drafts`, so that no live page changes.
"""

from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from foundation.characters import storable
from foundation.languages import in_languages
from indexdata.models import Release
from news.articles.models import Article, Section
from news.enums import ArticleStatus
from news.library.attachments import kind_of
from news.tags.models import Tag
from news.text.sanitising import clean_html

from .content import MOMENTS, snapshot, text_fields, written_moment
from .drafts import save_content
from .old_ids import holder_of_old_id
from .revisions import latest_content

LONGEST_CELL = 32_767
MOST_ROWS = 10_000
TOO_LONG = "#!"
TEXTS = tuple(text_fields())
FLAGS = ("featured", "comments_open")
COLUMNS = (
    "id", "section", "slug", "status", *TEXTS, "source_url", "tags", "release", *MOMENTS, *FLAGS, "legacy_id",
)  # fmt: skip
TITLES = in_languages("title")
LONGEST = {
    **dict.fromkeys(TITLES, 200),
    **dict.fromkeys(in_languages("summary"), 500),
    **dict.fromkeys(in_languages("source_name"), 160),
    "slug": 120,
    "source_url": 500,
}


@dataclass
class RowPlan:
    """The changes that one row asks for: the article (None: a new one), its new content, the columns that change, errors by column."""

    number: int
    article: Article | None = None
    content: dict = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Plan:
    """The changes that a workbook asks for. `problem` is why it could not be read at all."""

    rows: list[RowPlan] = field(default_factory=list)
    problem: str = ""

    @property
    def errors(self):
        return [(row.number, column, sentence) for row in self.rows for column, sentence in row.errors]

    @property
    def changes(self):
        return [row for row in self.rows if row.changed]


def export(articles):
    """Return the bytes of a workbook with the newest content of articles; queries do not grow with their number."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("articles")
    sheet.freeze_panes = "B2"
    sheet.append([_text_cell(sheet, name, bold=True) for name in COLUMNS])
    names = _Names()
    rows = (
        articles.select_related("latest_revision")
        .prefetch_related("tags", "related")
        .iterator(chunk_size=500)
    )
    for article in rows:
        tags = {"tags": sorted(tag.pk for tag in article.tags.all()), "related": []}
        content = latest_content(article) if article.has_draft else snapshot(article, tags)
        values = {"id": str(article.pk), "status": article.get_status_display(), **names.in_words(content)}
        sheet.append([_text_cell(sheet, values.get(name, "")) for name in COLUMNS])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(file):
    """Return the `Plan` of an uploaded workbook; nothing is written."""
    try:
        if kind_of(file) != "xlsx":
            return Plan(problem=_("Only Excel workbooks (.xlsx) without macros are accepted."))
        book = load_workbook(file, read_only=True, data_only=True)
        lines = book.worksheets[0].iter_rows(values_only=True)
        headings = [str(name or "").strip() for name in next(lines, ())]
        rows = [line for _number, line in zip(range(MOST_ROWS + 1), lines, strict=False)]
    except ValidationError as refusal:
        return Plan(problem=" ".join(refusal.messages))
    except Exception:  # openpyxl raises whatever a damaged part makes it stumble over
        return Plan(problem=_("The workbook cannot be read."))
    if "id" not in headings:
        return Plan(problem=_("The first row must name the columns; “id” is missing."))
    if unknown := [name for name in headings if name and name not in COLUMNS]:
        return Plan(problem=_("Unknown columns: %(names)s.") % {"names": ", ".join(unknown)})
    if len(rows) > MOST_ROWS:
        return Plan(problem=_("The workbook has more than %(number)s rows.") % {"number": MOST_ROWS})
    cells = [
        {name: _written(value) for name, value in zip(headings, line, strict=False) if name} for line in rows
    ]
    return _planned(cells)


@transaction.atomic
def carry_out(plan, by):
    """Write all changes of a plan without errors, as drafts where articles are published; return how many articles."""
    if plan.errors or plan.problem:
        raise ValueError("A plan with errors is not carried out.")
    for row in plan.changes:
        article = row.article
        if article is None:
            article = Article(section_id=row.content["section_id"], author=by, status=ArticleStatus.DRAFT)
            for name in TITLES:
                setattr(article, name, row.content[name])
            article.save()
            row.content["slug"] = row.content["slug"] or article.slug
        save_content(article, {**latest_content(article), **row.content}, by, _("From a workbook."))
    return len(plan.changes)


def _planned(cells):
    names, plan, seen = _Names(), Plan(), set()
    keys = {
        int(row["id"])
        for row in cells
        if row.get("id", "").isascii() and row.get("id", "").isdigit() and len(row["id"]) < 19
    }
    stored = Article.objects.select_related("latest_revision")
    articles = stored.prefetch_related("tags", "related").in_bulk(keys)  # type: ignore[misc]  # tags are taggit's
    for number, row in enumerate(cells, 2):
        if not any(row.values()):
            continue
        one = RowPlan(number)
        plan.rows.append(one)
        key = row.get("id", "")
        if key:
            one.article = (
                articles.get(int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None
            )
            if one.article is None:
                one.errors.append(("id", _("There is no article with this number.")))
                continue
            if key in seen:
                one.errors.append(("id", _("The article stands in another row already.")))
                continue
            seen.add(key)
        _read_row(one, row, names)
    return plan


def _read_row(one, row, names):
    if one.article is None:
        base = snapshot(Article(comments_open=True))
    else:
        tags = {"tags": sorted(tag.pk for tag in one.article.tags.all()), "related": []}
        base = latest_content(one.article) if one.article.has_draft else snapshot(one.article, tags)
    before = names.in_words(base)
    for name in COLUMNS:
        if (
            name in ("id", "status")
            or name not in row
            or row[name] == before.get(name, "")
            or row[name].startswith(TOO_LONG)
        ):
            continue
        try:
            one.content |= names.from_words(name, row[name])
        except ValueError as error:
            one.errors.append((name, str(error)))
            continue
        one.changed.append(name)
    if one.article is None:
        one.content = {**base, **one.content}
        if not one.content["section_id"] and not any(column == "section" for column, _s in one.errors):
            one.errors.append(("section", _("A new article needs a section.")))
    content = {**base, **one.content}
    if not any(content[name] for name in TITLES):
        one.errors.append((TITLES[0], _("The article needs a title in at least one language.")))
    published, gone = (parse_datetime(content[name] or "") for name in ("published_at", "expires_at"))
    if published and gone and gone <= published:
        one.errors.append(("expires_at", _("An article is taken down after it was published, not before.")))
    number = content["legacy_id"] if "legacy_id" in one.changed else None
    if number and holder_of_old_id(number, besides=one.article and one.article.pk):
        one.errors.append(("legacy_id", _("Another article has this number on the old site.")))


class _Names:
    """Ids as people know them and back: sections and tags by slug, releases as "price 2025-06-16"."""

    def __init__(self):
        self.sections = dict(Section.objects.values_list("slug", "pk"))
        self.tags = dict(Tag.objects.values_list("slug", "pk"))
        self.releases = {f"{one.family} {one.code}": one.pk for one in Release.objects.filter(no_issue=False)}
        self._slugs = {pk: slug for slug, pk in self.sections.items()}
        self._tag_slugs = {pk: slug for slug, pk in self.tags.items()}
        self._codes = {pk: code for code, pk in self.releases.items()}

    def in_words(self, content):
        """Return {column: text} of a content; a text that no cell can hold is replaced by a remark."""
        words = {name: content.get(name) or "" for name in (*TEXTS, "slug", "source_url")}
        words |= {name: "yes" if content.get(name) else "no" for name in FLAGS}
        words |= {name: _moment_in_words(content.get(name)) for name in MOMENTS}
        words["section"] = self._slugs.get(content.get("section_id"), "")
        words["release"] = self._codes.get(content.get("release_id"), "")
        words["tags"] = ", ".join(
            sorted(self._tag_slugs[key] for key in content.get("tags", ()) if key in self._tag_slugs)
        )
        words["legacy_id"] = str(content.get("legacy_id") or "")
        for name, text in words.items():
            if len(text) > LONGEST_CELL:
                words[name] = (
                    f"{TOO_LONG} {len(text)} characters are too many for a cell: change this text in the admin"
                )
        return words

    def from_words(self, name, text):
        """Return what a changed cell puts into the content; raise ValueError with a sentence."""
        if name in TEXTS:
            longest = LONGEST.get(name)
            if longest and len(text) > longest:
                raise ValueError(_("At most %(number)s characters.") % {"number": longest})
            return {name: clean_html(text) if name.startswith("body") else text}
        if name in FLAGS:
            if text.lower() not in ("yes", "no", "true", "false", "1", "0"):
                raise ValueError(_("Write yes or no."))
            return {name: text.lower() in ("yes", "true", "1")}
        if name in MOMENTS:
            return {name: _moment_from_words(text)}
        return getattr(self, f"_{name}")(text)

    def _section(self, text):
        if text not in self.sections:
            raise ValueError(_("There is no section “%(name)s”.") % {"name": text})
        return {"section_id": self.sections[text]}

    def _release(self, text):
        if text and text not in self.releases:
            raise ValueError(
                _("There is no release “%(name)s”; write it as price 2025-06-16.") % {"name": text}
            )
        return {"release_id": self.releases.get(text)}

    def _tags(self, text):
        slugs = [slug.strip() for slug in text.split(",") if slug.strip()]
        if unknown := [slug for slug in slugs if slug not in self.tags]:
            raise ValueError(_("There is no tag “%(name)s”.") % {"name": ", ".join(unknown)})
        return {"tags": sorted({self.tags[slug] for slug in slugs})}

    def _legacy_id(self, text):
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValueError(_("Write a whole number."))
        return {"legacy_id": int(text) if text else None}

    def _slug(self, text):
        if len(text) > LONGEST["slug"] or any(not (sign.isalnum() or sign in "-_") for sign in text):
            raise ValueError(_("Use letters, digits and hyphens only."))
        return {"slug": text}

    def _source_url(self, text):
        if text and (
            len(text) > LONGEST["source_url"] or not text.startswith(("https://", "http://")) or " " in text
        ):
            raise ValueError(_("This is not a web address."))
        return {"source_url": text}


def _text_cell(sheet, text, bold=False):
    """Return a cell that holds text whatever it begins with: “=1+1” is shown, not computed."""
    cell = WriteOnlyCell(sheet)
    cell.value = storable(text)
    cell.data_type = "s"
    cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell


def _written(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return storable(str(value).replace("_x000D_", "")).strip()


def _moment_in_words(text):
    return localtime(parse_datetime(text)).strftime("%Y-%m-%d %H:%M") if text else ""


def _moment_from_words(text):
    if not text:
        return ""
    try:
        moment = parse_datetime(text if ":" in text else f"{text} 00:00")
    except ValueError:
        moment = None
    if moment is None:
        raise ValueError(_("Write a moment as 2025-06-16 12:00."))
    return written_moment(timezone.make_aware(moment) if timezone.is_naive(moment) else moment)


def letter_of(column):
    """Return the letter under which a spreadsheet shows a column of the export."""
    return get_column_letter(COLUMNS.index(column) + 1)
