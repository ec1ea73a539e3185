"""Growth: what SQLite's planner is told of the tables, and how lines of the audit trail about a person are found."""

import pytest
from django.db import connection

from foundation.audit import Event
from portal.audit.models import SecurityEvent
from portal.databases.statistics import refresh_statistics
from tests.factories.news import ArticleFactory
from tests.factories.users import administrator

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps statistics of every table.")
def test_statistics_are_kept_of_figures_alone():
    ArticleFactory(release=None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        refresh_statistics()
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        tables = {name for (name,) in cursor.fetchall()}
    assert all(name.startswith("indexdata_") for name in tables)


@pytest.mark.parametrize("few", [0, 2000])
def test_lines_about_a_person_are_the_same_whichever_way_they_are_found(monkeypatch, few):
    monkeypatch.setattr("portal.audit.models.FEW_OF_A_PERSON", few)
    one, other = administrator(), administrator(username="other")
    SecurityEvent.objects.bulk_create(
        SecurityEvent(at=one.date_joined, event=Event.SIGNED_IN, by=by, about=about)
        for by, about in ((one, None), (None, one), (one, other), (other, None), (None, None), (one, one))
    )
    for person in (one, one.pk):
        found = SecurityEvent.objects.filter(event=Event.SIGNED_IN).of_person(person)
        assert {(row.by_id, row.about_id) for row in found} == {
            (one.pk, None), (None, one.pk), (one.pk, other.pk), (one.pk, one.pk),
        }  # fmt: skip
