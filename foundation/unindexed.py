"""Conditions that no index is looked up for: which index answers a list is said by the question, not by statistics."""

from django.db.models import Func


class Unindexed(Func):
    """A column in a condition that rows met on the way are held against.

    SQLite guesses what share of a table a condition leaves. Where a column holds mostly the same value it guesses far
    too little, looks those rows up and sorts them; a plus sign before the column tells it not to. PostgreSQL knows the
    shares and is asked for the plain column.
    """

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler, connection, **context):
        """Return the SQL for SQLite."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)
