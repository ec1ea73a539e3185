"""Questions that pages ask with other values each time: their SQL is composed once in each process.

Composing a question of several parts costs more than the database needs to answer it.
"""

from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import partial

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import get_language

#: Values that no real question has; they show where the real ones stand in the parameters of the statement.
FIRST_NUMBER = 2_000_000_011
FIRST_MOMENT = datetime(2999, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2999, 1, 1)
#: So many statements of one question are kept.
MOST_STATEMENTS = 200


class Composed:
    """A question whose statement is composed when it is first asked.

    `ask` gets its values by name and returns a queryset. Values are numbers, texts, days, moments and tuples of these, and
    `ask` hands them to the question as they are: what it makes of them by itself would be the same for ever. A tuple of another length
    is another statement. What stands before the values (hashable) tells one statement from another, and `ask` may do with
    it as it likes.
    """

    def __init__(self, ask):
        self._ask = ask
        self._statements = {}

    def __call__(self, *form, **values):
        """Return the queryset for these values. It is to be iterated; what narrows it further changes nothing."""
        connection = connections[DEFAULT_DB_ALIAS]
        lengths = tuple(len(value) if isinstance(value, tuple) else None for value in values.values())
        key = connection.vendor, get_language(), form, *values, *lengths
        statement = self._statements.get(key)
        if statement is None:
            if len(self._statements) >= MOST_STATEMENTS:
                self._statements.clear()
            statement = self._statements[key] = _Statement(partial(self._ask, *form), values, connection)
        return statement.with_values(values, connection)


class _Statement:
    """The statement of a question for values of one form."""

    def __init__(self, ask, values, connection):
        marks = {}
        places: dict[object, tuple[str, int]] = {}
        for name, value in values.items():
            many = value if isinstance(value, tuple) else (value,)
            own = [_mark(one, len(places) + number) for number, one in enumerate(many)]
            places |= {_adapted(mark, connection): (name, at) for at, mark in enumerate(own)}
            marks[name] = tuple(own) if isinstance(value, tuple) else own[0]
        self._queryset = ask(**marks)
        compiler = self._queryset.query.get_compiler(connection=connection)
        try:
            self._sql, self._parameters = compiler.as_sql()
        except EmptyResultSet:  # such as "one of" no ids: there is nothing to ask
            self._sql = None
            return
        compiler.connection = None
        self._compiler = compiler
        self._places = [places.get(parameter) for parameter in self._parameters]
        if missing := set(places.values()) - set(self._places):
            raise ValueError(f"The question does not ask for {sorted(missing)} as given.")

    def with_values(self, values, connection):
        if self._sql is None:
            return self._queryset.none()
        given = {
            (name, at): _adapted(one, connection)
            for name, value in values.items()
            for at, one in enumerate(value if isinstance(value, tuple) else (value,))
        }
        parameters = tuple(
            given[place] if place else parameter
            for place, parameter in zip(self._places, self._parameters, strict=True)
        )
        compiler = copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (self._sql, parameters)
        queryset = self._queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return queryset


def _mark(value, number):
    if isinstance(value, datetime):
        return FIRST_MOMENT.replace(microsecond=number)
    if isinstance(value, date):
        return FIRST_DAY + timedelta(days=number)
    if isinstance(value, str):
        return f"text {FIRST_NUMBER + number}"
    return FIRST_NUMBER + number


def _adapted(value, connection):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
