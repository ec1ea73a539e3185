"""The search backend: modelsearch's own tables on SQLite FTS5 and PostgreSQL, filled with our terms.

`title` holds the terms of the title, `body` those of title and text, so that each question asks one full text index.
modelsearch's title norms are left out: they read the whole table at every save, and the order of results here is
title before text, newest first.
"""

from django.db import connection
from modelsearch.index import SearchField

from .documents import document_of


class Ready(SearchField):
    """A search field whose text is ready."""

    def __init__(self, field_name, text):
        super().__init__(field_name)
        self.text = text

    def get_value(self, obj):
        """Return the text, whatever the object."""
        return self.text


class Entry:
    """An object as modelsearch's indexers want it: with its two texts made once."""

    def __init__(self, obj):
        document = document_of(obj)
        self.pk = obj.pk
        self._fields = [Ready("title", document.title_terms()), Ready("body", document.all_terms())]

    def get_search_fields(self):
        """Return the fields with their texts."""
        return self._fields


class WithoutNorms:
    """An index that takes our documents and leaves title norms alone."""

    def add_items(self, model, objs):
        """Write the entries of objects of one model."""
        super().add_items(model, [Entry(obj) for obj in objs])  # type: ignore[misc]  # the index has it

    def _refresh_title_norms(self, full=False):
        pass


def SearchBackend(params):
    """Return the search backend of the database in use; modelsearch asks for this name."""
    if connection.vendor == "postgresql":
        from modelsearch.backends.database.postgres import postgres as library  # one database

        backend, index = library.PostgresSearchBackend, library.PostgresIndex
    else:
        from modelsearch.backends.database.sqlite import sqlite as library  # one database

        backend, index = library.SQLiteSearchBackend, library.SQLiteIndex
    made = type(
        "PortalSearchBackend", (backend,), {"index_class": type("PortalIndex", (WithoutNorms, index), {})}
    )
    return made(params)
