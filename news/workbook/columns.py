"""The columns of a workbook of articles, and when two cells say the same."""

import hashlib
import re

from django.db.models import CharField

from foundation.characters import storable
from foundation.languages import in_languages
from news.articles.models import Article

TEXTS = tuple(Article.described.text_fields())
MOMENTS = Article.described.moments
FLAGS = ("featured", "comments_open")
TITLES = in_languages("title")
#: What each row said when it was exported, in a hidden column: the number of the article, and a digest of each cell.
EXPORTED = "as_exported"
#: Columns that are told and never read.
TOLD = ("id", "status", EXPORTED)
COLUMNS = (
    "id", "section", "slug", "status", *TEXTS, "source_url", "tags", "release", *MOMENTS, *FLAGS, "legacy_id", EXPORTED,
)  # fmt: skip
READ = tuple(name for name in COLUMNS if name not in TOLD)
#: Texts of one line: a break in them is a blank.
LINES = frozenset(name for name in TEXTS if isinstance(Article._meta.get_field(name), CharField))
LONGEST: dict[str, int] = {
    name: longest
    for name in (*TEXTS, "slug", "source_url")
    if (longest := getattr(Article._meta.get_field(name), "max_length", None))
}
MOST_ROWS = 10_000
#: So many bytes are read again; what is exported stays below.
LARGEST = 5 * 1024 * 1024
#: A cell holds so many units of UTF-16.
LONGEST_CELL = 32_767
TOO_LONG = "#! {number} characters are too many for a cell: change this text in the admin"
_TOO_LONG = re.compile(r"#! \d+ characters are too many for a cell")
_DIGEST = 4


def settled(text):
    """Return a text as two cells are compared: spreadsheets lose some signs, change the ends of lines and what stands around."""
    text = storable(text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", ""))
    return "\n".join(line.strip() for line in text.strip().split("\n"))


def is_left_out(text):
    """Tell whether a cell says that its text was too long to be exported."""
    return bool(_TOO_LONG.match(text))


def told(key, words):
    """Return what the hidden column says of a row: {column: text} of the article with this number."""
    marks = [f"{name}:{_digest(words.get(name, ''))}" for name in READ]
    return f"id:{key} {' '.join(marks)}"


def retold(text):
    """Return (number of the article as text, {column: digest}) of what a hidden cell says; ("", {}) of anything else."""
    marks = dict(mark.split(":", 1) for mark in text.split() if ":" in mark)
    return marks.pop("id", ""), marks


def says_as_exported(text, digest):
    """Tell whether a text is the one that a digest was made of."""
    return _digest(text) == digest


def _digest(text):
    return hashlib.blake2b(settled(text).encode("utf-8", "replace"), digest_size=_DIGEST).hexdigest()
