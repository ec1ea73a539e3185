"""The changes that a workbook asks for: every cell weighed three ways, every error with its place, nothing written yet."""

from dataclasses import dataclass, field

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from foundation.languages import in_any_language, names_of
from news.articles.models import Article
from news.drafting.contents import text_field
from news.editing.content import snapshot
from news.editing.own_values import holder_of

from .columns import EXPORTED, READ, TITLES, is_left_out, retold, says_as_exported, settled
from .exporting import newest_of
from .words import Words


@dataclass
class CellChange:
    """A cell that says something else than its article: what the article says (`here`), what the cell says (`there`), what
    that puts into the content. In a conflict the article was changed too, since the workbook was exported; `empties` is the
    language that the article would lose. Such cells are written only where their `key` is ticked."""

    column: str
    here: str
    there: str
    value: dict
    is_conflict: bool = False
    key: str = ""
    empties: str = ""

    @property
    def is_asked(self):
        """Tell whether the cell is written only if somebody says so."""
        return self.is_conflict or bool(self.empties)


@dataclass
class RowPlan:
    """The changes that one row asks for: the article (None: a new one), its cells, errors and hints by column."""

    number: int
    article: Article | None = None
    cells: list[CellChange] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    hints: list[tuple[str, str]] = field(default_factory=list)
    empty: dict = field(default_factory=dict)

    @property
    def changed(self):
        return [change.column for change in self.cells]

    @property
    def conflicts(self):
        return [change for change in self.cells if change.is_conflict]

    @property
    def emptied(self):
        """Return {key of the question: name} of the languages in which the article would be gone."""
        return {change.key: names_of([change.empties]) for change in self.cells if change.empties}

    @property
    def title(self):
        """Return what a new article will be called."""
        return next((change.there for change in self.cells if change.column in TITLES), "")

    def content_to_write(self, taken=frozenset()):
        """Return the values that are written: all of a new article, else those of the cells; of what is asked the `taken` ones."""
        content = dict(self.empty)
        for change in self.cells:
            if not change.is_asked or change.key in taken:
                content |= change.value
        return content


@dataclass
class Plan:
    """The changes that a workbook asks for. `problem` is why it could not be read at all."""

    rows: list[RowPlan] = field(default_factory=list)
    problem: str = ""
    sheet: str = ""
    letters: dict[str, str] = field(default_factory=dict)
    #: Tells whether rows say what they held when they were exported: without it every difference counts as a change.
    knows_export: bool = True

    @property
    def errors(self):
        return [(row.number, column, sentence) for row in self.rows for column, sentence in row.errors]

    @property
    def hints(self):
        return [(row.number, column, sentence) for row in self.rows for column, sentence in row.hints]

    @property
    def changes(self):
        return [row for row in self.rows if row.cells]

    @property
    def conflicts(self):
        return [(row, change) for row in self.rows for change in row.conflicts]

    @property
    def emptied(self):
        """Return (row, key of the question, name of the language) of every language that an article would lose."""
        return [(row, key, name) for row in self.rows for key, name in row.emptied.items()]

    def letter_of(self, column):
        """Return the letter under which the sheet shows a column; "" where it has none."""
        return self.letters.get(column, "")


def read(file):
    """Return the `Plan` of an uploaded workbook; nothing is written."""
    from .cells import UnreadableWorkbookError, read_sheet  # heavy: for those who edit in workbooks

    try:
        sheet = read_sheet(file)
    except UnreadableWorkbookError as refusal:
        return Plan(problem=str(refusal))
    plan = Plan(sheet=sheet.title, letters=sheet.letters)
    planner = _Planner(sheet.rows)
    plan.rows = [planner.planned(row) for row in sheet.rows]
    known = [row for row in sheet.rows if row.texts.get("id")]
    plan.knows_export = all(row.texts.get(EXPORTED) for row in known)
    return plan


class _Planner:
    """Plans rows one after the other, and remembers what earlier ones take: articles, old ids, titles of new ones."""

    def __init__(self, rows):
        self.names = Words()
        keys = {int(row.texts["id"]) for row in rows if _is_number(row.texts.get("id", ""))}
        stored = Article.objects.select_related("latest_revision").prefetch_related("tags")  # type: ignore[misc]  # tags are taggit's
        self.articles = stored.in_bulk(keys)
        self.empty = snapshot(Article(comments_open=True))
        self.seen, self.old_ids, self.new_titles = set(), {}, {}
        self.present = self._present_titles(rows)

    def planned(self, row):
        """Return the `RowPlan` of a row."""
        one = RowPlan(row.number, errors=list(row.odd))
        told_id, told = retold(row.texts.get(EXPORTED, ""))
        if not self._finds_article(one, row.texts.get("id", ""), told_id):
            return one
        base = newest_of(one.article) if one.article else self.empty
        odd = {name for name, _sentence in row.odd}
        before = self.names.of_content(base)
        for name in READ:
            if name in row.texts and name not in odd:
                self._weigh(one, name, row.texts[name], before.get(name, ""), base, told.get(name))
        if one.article is None:
            self._check_new(one, told_id)
        else:
            _ask_before_emptying(one, base)
        self._check_whole(one, {**base, **one.content_to_write({change.key for change in one.cells})})
        return one

    def _finds_article(self, one, key, told_id):
        if any(name == "id" for name, _sentence in one.errors):
            return False
        if not key:
            return True
        one.article = self.articles.get(int(key)) if _is_number(key) else None
        if one.article is None:
            one.errors.append(("id", _("There is no article with this number.")))
        elif told_id and told_id != key:
            one.article = None
            one.errors.append(
                (
                    "id",
                    _(
                        "This row was exported as article %(number)s: its number was changed, or the rows were mixed up."
                    )
                    % {"number": told_id[:20]},
                )
            )
        elif key in self.seen:
            one.errors.append(("id", _("The article stands in another row already.")))
        else:
            self.seen.add(key)
            return True
        return False

    def _weigh(self, one, name, text, here, base, digest):
        """Note a cell that asks for a change: it says neither what the article says nor, if that is known, what was exported."""
        if settled(text) == settled(here) or is_left_out(text):
            return
        if one.article is not None and digest and says_as_exported(text, digest):
            return
        try:
            value = self.names.to_content(name, text)
        except ValueError as error:
            one.errors.append((name, str(error)))
            return
        if all(base.get(field) == held for field, held in value.items()):
            return
        both = one.article is not None and bool(digest) and not says_as_exported(here, digest)
        one.cells.append(CellChange(name, here, text, value, both, f"{one.number}-{name}"))

    def _check_new(self, one, told_id):
        one.empty = self.empty
        content = one.content_to_write()
        if told_id:
            one.hints.append(
                (
                    "id",
                    _(
                        "This row was exported as article %(number)s; without the number it becomes a new article."
                    )
                    % {"number": told_id[:20]},
                )
            )
        for name in TITLES:
            title = content[name]
            if not title:
                continue
            if title in self.present:
                one.hints.append(
                    (
                        name,
                        _(
                            "There is an article with this title already (number %(number)s): is it to be there twice?"
                        )
                        % {"number": self.present[title]},
                    )
                )
            elif title in self.new_titles:
                one.hints.append(
                    (name, _("Row %(number)s has the same title.") % {"number": self.new_titles[title]})
                )
            self.new_titles.setdefault(title, one.number)

    def _check_whole(self, one, content):
        if not any(content[name] for name in TITLES):
            one.errors.append((TITLES[0], _("The article needs a title in at least one language.")))
        published, gone = (parse_datetime(content[name] or "") for name in ("published_at", "expires_at"))
        if published and gone and gone <= published:
            one.errors.append(("expires_at", _("It is taken down after it was published, not before.")))
        number = content["legacy_id"] if "legacy_id" in one.changed else None
        if number and number in self.old_ids:
            one.errors.append(
                (
                    "legacy_id",
                    _("Row %(number)s has this number on the old site too.")
                    % {"number": self.old_ids[number]},
                )
            )
        elif number and holder_of(Article, "legacy_id", number, besides=one.article and one.article.pk):
            one.errors.append(("legacy_id", _("Another article has this number on the old site.")))
        if number:
            self.old_ids.setdefault(number, one.number)

    def _present_titles(self, rows):
        """Return {title: number} of articles that are called as new rows are; asked in steps that a statement can hold."""
        titles = list({
            text for row in rows if not row.texts.get("id")
            for name in TITLES if (text := " ".join(row.texts.get(name, "").split())) and len(text) <= 200
        })  # fmt: skip
        found: dict[str, int] = {}
        for start in range(0, len(titles), 200):
            asked = titles[start : start + 200]
            rows_found = Article.objects.filter(in_any_language("title", "in", asked)).order_by("-pk")
            for key, *names in rows_found.values_list("pk", *TITLES)[:1000]:
                found |= dict.fromkeys(names, key)
        return found


def _ask_before_emptying(one, base):
    """Mark the cells that would take a language from an article: one question for each language of a row."""
    after = {**base, **one.content_to_write({change.key for change in one.cells})}
    for code in set(Article.described.written_languages(base)) - set(
        Article.described.written_languages(after)
    ):
        needed = {text_field("title", code), text_field("body", code)}
        for change in one.cells:
            if change.column in needed and not any(change.value.values()):
                change.empties, change.key = code, f"{one.number}-without-{code}"


def _is_number(text):
    return text.isascii() and text.isdigit() and len(text) < 19
