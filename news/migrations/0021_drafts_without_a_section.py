"""Drafts may wait for their section; what is published has one. No row is written anew, on either database."""

import django.db.models.deletion
from django.db import migrations, models

NAME = "published_articles_have_a_section"


class WithoutNewTable(migrations.AlterField):
    """Lets a column be empty. SQLite keeps that in the words of its schema alone, where Django would copy the table."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "sqlite":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        _say_otherwise(schema_editor, '"section_id" bigint NOT NULL REFERENCES', '"section_id" bigint NULL REFERENCES')

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "sqlite":
            return super().database_backwards(app_label, schema_editor, from_state, to_state)
        _say_otherwise(schema_editor, '"section_id" bigint NULL REFERENCES', '"section_id" bigint NOT NULL REFERENCES')


class CheckedLater(migrations.AddConstraint):
    """Adds a constraint that all rows keep already: PostgreSQL looks at them without holding the table, SQLite not at all."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor == "sqlite":
            sql = self.constraint.constraint_sql(model, schema_editor)
            return _say_otherwise(schema_editor, ', CONSTRAINT "taken_down_after_published"', f', {sql}, CONSTRAINT "taken_down_after_published"')
        sql = self.constraint.create_sql(model, schema_editor)
        schema_editor.execute(f"{sql} NOT VALID", params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "sqlite":
            return super().database_backwards(app_label, schema_editor, from_state, to_state)
        model = from_state.apps.get_model(app_label, self.model_name)
        _say_otherwise(schema_editor, f", {self.constraint.constraint_sql(model, schema_editor)}", "")


def _say_otherwise(schema_editor, old, new):
    """Change the words of the table of articles in SQLite's schema, as its manual allows where no stored row changes."""
    execute = schema_editor.connection.cursor().execute
    (words,) = execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'news_article'").fetchone()
    if words.count(old) != 1:
        raise RuntimeError(f"The table of articles is not as expected: {old} stands there {words.count(old)} times.")
    (version,) = execute("PRAGMA schema_version").fetchone()
    execute("PRAGMA writable_schema = ON")
    execute("UPDATE sqlite_master SET sql = %s WHERE type = 'table' AND name = 'news_article'", [words.replace(old, new)])
    execute(f"PRAGMA schema_version = {version + 1}")
    execute("PRAGMA writable_schema = RESET")


def validate(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f'ALTER TABLE "news_article" VALIDATE CONSTRAINT "{NAME}"')


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0020_waiting_in_order'),
    ]

    operations = [
        WithoutNewTable(
            model_name='article',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='news.section', verbose_name='section'),
        ),
        CheckedLater(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('section__isnull', False), _connector='OR'), name=NAME),
        ),
        migrations.RunPython(validate, migrations.RunPython.noop, elidable=True),
    ]
