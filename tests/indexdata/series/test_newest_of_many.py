"""Newest figures among a million: what each page asks does not walk through all figures."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indexdata.models import Index, Observation
from indexdata.series.newest import headline
from indexdata.series.rows import stored_with_newest
from tests.factories.indexdata import ObservationFactory
from tests.indexdata.world import weekly
from tests.plans import analyze, forget_statistics

#: How PostgreSQL's plan says that figures are read by no condition: what a question says of figures beside those asked for is named u0.
WITHOUT_CONDITION = r".* on indexdata_observation(?: indexdata_observation_\d+)?  \(.*\n(?!.* Cond:).*"

pytestmark = pytest.mark.django_db


def plan_of(sql):
    """Return the plan of a question as text, on PostgreSQL that of a table too long to be read whole."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            return "\n".join(step for *_place, step in cursor.fetchall())
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")
        return plan


def sql_of(ask, *args, **kwargs):
    """Return the first statement about figures that a call asks, as the database gets it."""
    with CaptureQueriesContext(connection) as asked:
        ask(*args, **kwargs)
    return next(query["sql"] for query in asked if "indexdata_observation" in query["sql"])


@pytest.mark.parametrize("prepare", [analyze, forget_statistics])
def test_whether_anything_is_invented_is_asked_of_invented_figures(prepare):
    if connection.vendor == "postgresql" and prepare is forget_statistics:
        pytest.skip("PostgreSQL keeps its statistics by itself")
    weekly(count=60)
    weekly(path="price/raw-materials", count=20, demonstration=True)
    prepare()
    with CaptureQueriesContext(connection) as asked:
        headline()
    (question,) = [query["sql"] for query in asked if "any_demonstration" in query["sql"]]
    plan = plan_of(question)
    assert "observation_invented" in plan, plan


def test_invented_figures_are_those_among_the_public_ones():
    now = timezone.now()
    figures = [*weekly(count=6), *weekly(path="price/raw-materials", count=14, demonstration=True)]
    for at, figure in enumerate(figures[6:10]):
        release = figure.release
        if at == 0:
            type(release).objects.filter(pk=release.pk).update(no_issue=True)
        elif at == 1:
            Observation.objects.filter(pk=figure.pk).update(published_at=now + timedelta(days=1))
        elif at == 2:
            Observation.objects.filter(pk=figure.pk).update(superseded_at=now - timedelta(days=1))
    ObservationFactory(index=figures[3].index, period=figures[3].period, demonstration=True)
    for at in (None, now - timedelta(days=2), now - timedelta(weeks=4), now + timedelta(days=3)):
        expected = set(Observation.objects.public(at).filter(demonstration=True).values_list("pk", flat=True))
        assert set(Observation.objects.invented(at).values_list("pk", flat=True)) == expected
    assert Observation.objects.invented().count() > 0


@pytest.mark.parametrize("question", ["public", "once_public"])
@pytest.mark.parametrize("prepare", [analyze, forget_statistics])
def test_figures_come_before_releases(question, prepare):
    """Nearly all releases are out: a database that begins with them meets the figures of all, whatever is asked for."""
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL knows what share of the releases is out")
    for at in range(12):
        weekly(path=f"price/class-{at}", count=12)
    prepare()
    asked = getattr(Observation.objects, question)()
    indices = list(Index.objects.filter(path__startswith="price/class-"))
    for figures in (asked.filter(index=indices[3]), asked.filter(index__in=indices[:2])):
        plan = plan_of(sql_of(list, figures.order_by()))
        assert plan.index("indexdata_observation") < plan.index("indexdata_release"), plan


def test_an_index_and_the_newest_below_it_are_looked_up():
    """The page of an index read all figures there are on PostgreSQL: it looked for its own ones or the newest of others."""
    for at in range(12):
        weekly(path=f"price/class-{at}", count=40)
    analyze()
    own, *others = Index.objects.filter(path__startswith="price/class-")
    for bounds in ({}, {"since": timezone.localdate() - timedelta(weeks=5), "lately": timezone.now()}):
        plan = plan_of(sql_of(stored_with_newest, own, others, **bounds))
        read_whole = re.findall(r"SCAN indexdata_observation\b.*|" + WITHOUT_CONDITION, plan)
        assert not read_whole, plan
