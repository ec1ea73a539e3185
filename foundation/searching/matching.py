"""Objects that match a question, as SQL over the index tables.

A score for every match would read them all, which takes seconds with a hundred thousand. These expressions let the caller
choose: `candidates` starts from the full text index (right for rare words), `is_match` asks row by row while the caller
walks its rows in the order it wants (right for common ones).
"""

# ruff: noqa: S608, S611 - the SQL is made of constants of this module; what visitors type is always a parameter
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from .entries import FTS, SearchEntry, label

ENTRY = SearchEntry._meta.db_table
COLUMNS = ("title", "body")


@dataclass(frozen=True)
class Prefix:
    """A word that may be unfinished: it stands for all terms that begin with it, and for its own stem."""

    word: str
    stem: str

    def isalnum(self):
        """Tell whether the word can stand in a question; as with terms, which are plain texts."""
        return self.word.isalnum() and self.stem.isalnum()


def candidates(terms, column, limit):
    """Return a subquery of the keys of at most `limit` objects whose `column` holds all terms.

    One of the terms must be a kind facet, or keys of different models are mixed.
    """
    predicate, params = _matches(terms, column)
    if connection.vendor == "postgresql":
        sql = f"SELECT e.object_id FROM {ENTRY} e WHERE {predicate} LIMIT %s"
    else:
        sql = (
            f"SELECT e.object_id FROM {FTS} CROSS JOIN {ENTRY} e ON e.id = {FTS}.rowid "
            f"WHERE {predicate} LIMIT %s"
        )
    return RawSQL(sql, [*params, limit])


def counting(terms, column, limit):
    """Return (SQL, parameters) that count the entries with all terms in `column`, up to `limit`."""
    predicate, params = _matches(terms, column)
    table = f"{ENTRY} e" if connection.vendor == "postgresql" else FTS
    return f"SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE {predicate} LIMIT %s) counted", [
        *params,
        limit,
    ]


def is_match(model, terms, column):
    """Return an expression over rows of `model`: does the object's entry hold all terms in `column`?

    SQLite reads the entry itself: asking its full text index about one row takes milliseconds.
    """
    predicate, params = _matches(terms, column)
    key = f'"{model._meta.db_table}"."{model._meta.pk.column}"'
    entry = f"FROM {ENTRY} e WHERE e.model = %s AND e.object_id = {key}"
    if connection.vendor == "postgresql":
        sql = f"COALESCE((SELECT {predicate} {entry}), FALSE)"
        return RawSQL(sql, [*params, label(model)], output_field=BooleanField())
    held = " AND ".join(f"instr(' ' || e.{column} || ' ', %s) > 0" for _term in terms)
    words = (f" {term} " for term in terms)
    return RawSQL(f"EXISTS(SELECT 1 {entry} AND {held})", [label(model), *words], output_field=BooleanField())


@contextmanager
def index_plans():
    """Keep PostgreSQL to its indexes: reading entries in sequence unpacks every text, which its planner does not foresee."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)")
        yield


def _matches(terms, column):
    if column not in COLUMNS:
        raise ValueError(column)
    if not all(term.isalnum() for term in terms):
        raise ValueError(terms)
    if connection.vendor == "postgresql":
        return f"e.{column} @@ CAST(%s AS tsquery)", [" & ".join(_postgresql(term) for term in terms)]
    wanted = " AND ".join(_sqlite(term) for term in terms)
    return f"{FTS} MATCH %s", [f"{column} : ({wanted})"]


def _postgresql(term):
    return f"('{term.word}':* | '{term.stem}')" if isinstance(term, Prefix) else f"'{term}'"


def _sqlite(term):
    return f'("{term.word}"* OR "{term.stem}")' if isinstance(term, Prefix) else f'"{term}"'
