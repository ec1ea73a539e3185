"""Indexes that are added while the site is in use: a start that was killed in the middle does not refuse the next one."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState

from foundation.adding_indexes import AddIndexBeside

MIGRATIONS = {
    "foundation": "foundation.migrations.0010_index_of_old_search_entries",
    "news": "news.migrations.0020_waiting_in_order",
    "indexdata": "indexdata.migrations.0018_invented_observations",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("label", MIGRATIONS)
def test_one_that_was_made_and_not_noted_is_made_anew(label):
    operations = import_module(MIGRATIONS[label]).Migration.operations
    (operation,) = [one for one in operations if isinstance(one, AddIndexBeside)]
    state = ProjectState.from_apps(apps)
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards(
            label, editor, state, state
        )  # it stands in the database of the tests already
    table = state.apps.get_model(label, operation.model_name)._meta.db_table
    with connection.cursor() as cursor:
        assert operation.index.name in connection.introspection.get_constraints(cursor, table)
