"""Definitions of an article's stored columns, as SQL that both databases read, and of the rows that counts count.

`{row}` stands for the row (`NEW`, or the table), `{greatest}` for the function that returns the greater of two moments.
`Article.is_public` says the same in Python; a test by property holds the two together.
"""

from foundation.languages import LANGUAGE_CODES, field_suffix, in_languages
from news.enums import PUBLIC, VISIBLE

#: The languages as the columns name them.
CODES = tuple(field_suffix(code) for code in LANGUAGE_CODES)


def _one_of(values):
    return ", ".join(f"'{value}'" for value in sorted(values))


_PUBLIC = f"{{row}}.status IN ({_one_of(PUBLIC)})"
_RELEASED = "(SELECT public_at FROM indexdata_release WHERE id = {row}.release_id)"


def _written(code):
    return f"coalesce({{row}}.title_{code}, '') <> '' AND coalesce({{row}}.body_{code}, '') <> ''"


#: Each stored column of an article: commentary waits for its release, whatever its own moment; while nobody knows when that
#: is public (no date, or no approval), it is not visible from any moment.
DERIVED = {
    "section_kind": "(SELECT kind FROM news_section WHERE id = {row}.section_id)",
    "visible_from": f"CASE WHEN {_PUBLIC} THEN "
    f"CASE WHEN {{row}}.release_id IS NULL THEN {{row}}.published_at "
    f"WHEN {_RELEASED} IS NOT NULL THEN {{greatest}}({{row}}.published_at, {_RELEASED}) END END",
    "visible_until": f"CASE WHEN {_PUBLIC} THEN {{row}}.expires_at END",
    **{f"in_{code}": f"({_written(code)})" for code in CODES},
    "half_translated": f"(NOT ({' AND '.join(f'({_written(code)})' for code in CODES)}))",
    "newest_stage": "CASE WHEN {row}.draft_status <> '' THEN {row}.draft_status ELSE {row}.status END",
}
#: What the columns follow from.
SOURCES = (
    "section_id",
    "status",
    "draft_status",
    "published_at",
    "expires_at",
    "release_id",
    *in_languages("title", "body"),
)
_ARTICLES = "(SELECT id FROM django_content_type WHERE app_label = 'news' AND model = 'article')"
IS_ARTICLE = f"{{row}}.content_type_id = {_ARTICLES}"
#: What a tag on an article knows of it, so that the articles of a tag lie in order; nothing for fabrics.
TAGGED = {
    name: f"(SELECT a.{name} FROM news_article a WHERE a.id = {{row}}.object_id AND {IS_ARTICLE})"
    for name in ("published_at", "visible_from", "visible_until")
}
#: Articles that are counted for their month: those that stay once they have appeared. The others come and go; they are few
#: and asked for at the moment (`news.articles.listing`).
LASTING = "({row}.visible_from IS NOT NULL AND {row}.visible_until IS NULL)"
APPROVED = f"({{row}}.status IN ({_one_of(VISIBLE)}))"
THREAD = "({row}.parent_id IS NULL AND {row}.on_page)"
#: Months of the archive are those of China Standard Time all the year round, so that both databases draw the same line.
HOURS_AHEAD = 8


def derived(row, greatest):
    """Return {column: SQL} for a row."""
    return {name: sql.format(row=row, greatest=greatest) for name, sql in DERIVED.items()}


def tagged(row):
    """Return {column: SQL} for a row of the tags on things."""
    return {name: sql.format(row=row) for name, sql in TAGGED.items()}
