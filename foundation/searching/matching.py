"""Objects that match a question, as SQL over the index tables.

A score for every match would read them all, which takes seconds with a hundred thousand. These expressions let the caller
choose: `candidates` starts from the full text index (right for rare words), `is_match` asks row by row while the caller
walks its rows in the order it wants (right for common ones).
"""

# ruff: noqa: S608, S611 - the SQL is made of constants of this module; what visitors type is always a parameter
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from django.db import connection, transaction
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from .entries import FTS, SearchEntry, label

ENTRY = SearchEntry._meta.db_table
COLUMNS = ("title", "body")
#: Of so many entries, spread over those of a model, so many hold a common word, of the newest fifth so many.
PROBED, COMMON_AMONG_PROBED, COMMON_AMONG_NEWEST = 150, 30, 5
#: From so many entries with a word on, walking the things costs less than looking the word up.
FEWEST_OF_COMMON = 10_000
#: Of a model with fewer entries than this each is asked, where the index has so many of others.
FEW_ENTRIES, LARGE_INDEX = 1_000, 100_000


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


class Way(Enum):
    """A way to things that hold some terms: the full text index, each of the few entries of their model, or a walk in their order."""

    INDEX = 1
    EACH = 2
    WALK = 3


def ways(asked):
    """Return for each (model, terms, column) the `Way` that costs least; one query on PostgreSQL, none on SQLite.

    A full text index of PostgreSQL collects all entries of a word, or of all words with a beginning, before it gives the first:
    with a million of them that takes tenths of a second. So what very many entries hold, old and new ones, is met on the way;
    some entries that are spread over the model's ids tell it in a few milliseconds. Where a model has few entries in a large
    index, each is asked about a beginning. SQLite gives the first entries at once.
    """
    if connection.vendor != "postgresql" or not asked:
        return [Way.INDEX] * len(asked)
    pieces, params = [], []
    for at, (model, terms, column) in enumerate(asked):
        predicate, own = _matches(terms, column)
        pieces.append(
            f"SELECT {at}, MAX(wide.span), COUNT(*) FILTER (WHERE probe.held),"
            f" COUNT(*) FILTER (WHERE probe.held AND probe.n >= {PROBED * 4 // 5}),"
            f" (SELECT MAX(id) - MIN(id) FROM {ENTRY}) FROM ("
            f"SELECT MIN(object_id) AS low, MAX(object_id) - MIN(object_id) AS span FROM {ENTRY} WHERE model = %s) wide"
            f" LEFT JOIN LATERAL (SELECT n, (SELECT {predicate} FROM {ENTRY} e WHERE e.model = %s"
            f" AND e.object_id = wide.low + wide.span * n / {PROBED - 1}) AS held"
            f" FROM generate_series(0, CASE WHEN wide.span >= {FEWEST_OF_COMMON} THEN {PROBED - 1} ELSE -1 END) n) probe"
            " ON TRUE"
        )
        params += [label(model), *own, label(model)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), params)
        found = {at: row for at, *row in cursor.fetchall()}
    return [_way(terms, *found[at]) for at, (_model, terms, _column) in enumerate(asked)]


def _way(terms, span, held, newest, entries):
    if not entries or span is None:
        return Way.INDEX
    if span < FEW_ENTRIES:
        begins = any(isinstance(term, Prefix) for term in terms)
        return Way.EACH if begins and entries >= LARGE_INDEX else Way.INDEX
    often = held >= COMMON_AMONG_PROBED and newest >= COMMON_AMONG_NEWEST
    return Way.WALK if often and span * held / PROBED >= FEWEST_OF_COMMON else Way.INDEX


def found_by(way, model, terms, column, limit):
    """Return the condition on rows of `model` that their entry holds all terms, found in a `Way`; at most `limit` unless walked."""
    if way is Way.WALK:
        return Q(is_match(model, terms, column))
    if way is Way.INDEX:
        return Q(pk__in=candidates(terms, column, limit))
    predicate, params = _matches(terms, column)
    sql = f"SELECT e.object_id FROM {ENTRY} e WHERE e.model = %s AND COALESCE({predicate}, FALSE) LIMIT %s"
    return Q(pk__in=RawSQL(sql, [label(model), *params, limit]))


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
