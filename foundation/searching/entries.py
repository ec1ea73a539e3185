"""The search index: one entry for each thing that is found, with its terms as the database's full text index wants them.

`title` holds the terms of the title, `body` those of title and text, so that each question asks one column. PostgreSQL keeps
them as lexemes under two GIN indexes, SQLite as text with an FTS5 table beside it (`FTS`) that triggers keep. Both are made
by the migration that made the table.

Each entry tells in which form it is written, because versions of the portal write beside each other while a new one is rolled
out. One that knows of no forms changes the terms and leaves `form` as it is: a trigger of the database takes that for 0. So who
knows of forms changes it with each writing: from twice the form to one more, and back.
"""

# ruff: noqa: S608 - the SQL is made of constants of this module; what is written is always a parameter
from django.db import connection, models

#: Goes up when the terms of entries change their meaning, with a migration that makes the index of what is written in a form of
#: before: these entries are then written anew (`rebuilding`). 2: spellings of the trade and pinyin.
FORM = 2
#: SQLite's full text index over the entries; its row ids are theirs.
FTS = "foundation_searchentry_fts"


class TermsField(models.TextField):
    """Search terms: text with a space between them on SQLite, on PostgreSQL a tsvector of just these terms."""

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)


class SearchEntry(models.Model):
    """The index entry of one thing: its model ("news.article"), its id there, and its terms."""

    shown_in = ("search",)

    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    title = TermsField()
    body = TermsField()
    form = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["model", "object_id"], name="one_search_entry_a_thing")
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(form__lt=2 * FORM), name="search_of_before")
        ]

    def __str__(self):
        return f"{self.model} {self.object_id}"


class WrittenForm(models.Model):
    """The form in which the entries of a model are written, and the last id that has it while `whole` is not true yet.

    A portal of before goes on from there until all its entries hold the terms that questions ask for today.
    """

    model = models.CharField(max_length=100, unique=True)
    form = models.PositiveSmallIntegerField()
    last = models.BigIntegerField(default=0)
    whole = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.model}: form {self.form}, {'whole' if self.whole else self.last}"


def write_entries(model, documents):
    """Write the entries of things of a model, new ones and known ones, from {id: `Document`}; one statement.

    An entry that says the same as before, in today's form, is left alone: writing it again would cost each of its terms a
    place in the index. No parser of a database takes terms apart.
    """
    terms = "array_to_tsvector(string_to_array(%s, ' '))" if connection.vendor == "postgresql" else "%s"
    rows = ", ".join([f"(%s, %s, {terms}, {terms}, {2 * FORM})"] * len(documents))
    values = [
        value
        for pk, document in documents.items()
        for value in (label(model), pk, document.title_terms(), document.all_terms())
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SearchEntry._meta.db_table} AS held (model, object_id, title, body, form) VALUES {rows} "
            "ON CONFLICT (model, object_id) DO UPDATE SET title = excluded.title, body = excluded.body, "
            f"form = CASE WHEN held.form = {2 * FORM} THEN {2 * FORM + 1} ELSE {2 * FORM} END "
            f"WHERE held.title <> excluded.title OR held.body <> excluded.body OR held.form < {2 * FORM}",
            values,
        )


def entries_of_before(behind, at_once):
    """Return [(id, label of the model, id of the thing)] of the next entries behind an id that are in a form of before."""
    with (
        connection.cursor() as cursor
    ):  # the form as a number in the statement: so SQLite finds the index of it
        cursor.execute(
            f"SELECT id, model, object_id FROM {SearchEntry._meta.db_table} WHERE form < {2 * FORM} AND id > %s "
            "ORDER BY id LIMIT %s",
            [behind, at_once],
        )
        return cursor.fetchall()


def entries_of(model):
    """Return the entries of all things of a model."""
    return SearchEntry.objects.filter(model=label(model))


def label(model):
    """Return the name under which the index knows a model."""
    return model._meta.label_lower
