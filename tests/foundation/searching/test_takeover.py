"""What the library modelsearch held of the search index is found in the portal's own after `migrate`."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from foundation.searching.entries import FTS, SearchEntry, entries_of
from foundation.searching.matching import candidates
from news.articles.models import Article
from tests.earlier import migrate_to
from tests.factories.news import ArticleFactory

pytestmark = pytest.mark.audit

BEFORE, AFTER = ("foundation", "0002_counted_events"), ("foundation", "0003_search_index")
TABLE = "modelsearch_indexentry"
THEIRS = {
    "postgresql": [
        f"""CREATE TABLE {TABLE} (id serial PRIMARY KEY, object_id varchar(50) NOT NULL, title_norm double precision NOT NULL,
            content_type_id integer NOT NULL REFERENCES django_content_type DEFERRABLE INITIALLY DEFERRED,
            autocomplete tsvector NOT NULL, title tsvector NOT NULL, body tsvector NOT NULL,
            title_text text NOT NULL, body_text text NOT NULL, UNIQUE (content_type_id, object_id))""",
        f"CREATE INDEX ON {TABLE} USING gin (body)",
    ],
    "sqlite": [
        f"""CREATE TABLE {TABLE} (id integer PRIMARY KEY AUTOINCREMENT, object_id varchar(50) NOT NULL,
            title_norm real NOT NULL, content_type_id integer NOT NULL REFERENCES django_content_type (id) DEFERRABLE
            INITIALLY DEFERRED, autocomplete text, title text NOT NULL, body text, UNIQUE (content_type_id, object_id))""",
        f"CREATE VIRTUAL TABLE {TABLE}_fts USING fts5(autocomplete, body, title)",
        f"""CREATE TRIGGER insert_{TABLE}_fts AFTER INSERT ON {TABLE} BEGIN INSERT INTO {TABLE}_fts(title, body,
            autocomplete, rowid) VALUES (NEW.title, NEW.body, NEW.autocomplete, NEW.id); END""",
        f"""CREATE TRIGGER delete_{TABLE}_fts AFTER DELETE ON {TABLE} BEGIN
            DELETE FROM {TABLE}_fts WHERE rowid=OLD.id; END""",
    ],
}
WRITE = {
    "postgresql": f"""INSERT INTO {TABLE} (content_type_id, object_id, title_norm, autocomplete, title, body, title_text,
        body_text) VALUES (%s, %s, 1, '', to_tsvector('simple', %s), setweight(to_tsvector('simple', %s), 'D'), '', '')""",
    "sqlite": f"INSERT INTO {TABLE} (content_type_id, object_id, title_norm, title, body) VALUES (%s, %s, 1, %s, %s)",
}


def terms(entry):
    return [{term.strip("'") for term in text.split()} for text in (entry.title, entry.body)]


@pytest.fixture
def theirs(transactional_db):
    """The database as it was before the index was the portal's own, with entries of two articles."""
    articles = ArticleFactory.create_batch(2, title_en="Linen prices", body_en="<p>104.68 of 007</p>")
    held = {entry.object_id: (entry.title, entry.body) for entry in entries_of(Article)}
    if connection.vendor == "postgresql":
        held = {pk: [" ".join(text.replace("'", "").split()) for text in texts] for pk, texts in held.items()}
    migrate_to(BEFORE)
    kind = ContentType.objects.get_for_model(Article)
    with connection.cursor() as cursor:
        for statement in THEIRS[connection.vendor]:
            cursor.execute(statement)
        for pk, texts in held.items():
            cursor.execute(WRITE[connection.vendor], [kind.pk, str(pk), *texts])
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('modelsearch', '0001_initial', CURRENT_TIMESTAMP)"
        )
    its_own = ContentType.objects.create(app_label="modelsearch", model="indexentry")
    Permission.objects.create(content_type=its_own, codename="view_indexentry", name="Can view index entry")
    yield articles
    call_command("migrate", verbosity=0)  # to the newest: other tests of this process need it
    ContentType.objects.clear_cache()


def test_entries_are_taken_over(theirs):
    migrate_to(AFTER)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'modelsearch'")
        assert cursor.fetchone() == (0,)
    assert not [table for table in tables if table.startswith("modelsearch")]
    assert not ContentType.objects.filter(app_label="modelsearch").exists()
    call_command("migrate", verbosity=0)  # what is asked from here on knows the newest tables
    taken = [terms(entry) for entry in entries_of(Article).order_by("object_id")]
    for column in ("title", "body"):
        found = Article.objects.filter(pk__in=candidates(("zzkindnews", "linen"), column, 10))
        assert set(found) == set(theirs)
    assert {"104p68", "007"} <= taken[0][1]
    for article in theirs:
        article.save()
    assert taken == [terms(entry) for entry in entries_of(Article).order_by("object_id")]
    assert SearchEntry.objects.count() == SearchEntry.objects.values("model", "object_id").distinct().count()


def test_a_new_database_has_nothing_to_take_over(transactional_db):
    migrate_to(BEFORE)
    call_command("migrate", verbosity=0)
    article = ArticleFactory(title_en="Linen")
    assert list(Article.objects.filter(pk__in=candidates(("linen",), "title", 10))) == [article]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert FTS in connection.introspection.table_names(cursor)
