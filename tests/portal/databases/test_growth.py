"""Each table says what ends its growth; what a chore takes away it takes in short steps, and no kept page goes with it."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.background.chores import CHORES
from foundation.background.models import Effect
from foundation.batches import delete_in_batches, update_in_batches
from foundation.tally import Tally, forget_tallies
from news.comments import forgetting
from news.comments.models import Comment
from news.enums import CommentStatus
from portal.databases.growth import FEW, FORGOTTEN, KEPT, table_of_growth
from portal.freshness.stamp import stamp
from tests.factories.news import CommentFactory


def test_each_table_says_what_ends_its_growth():
    """A new model: name in `portal/databases/growth.py` the chore that forgets its rows, or why they stay."""
    said = [*FORGOTTEN, *KEPT, *FEW]
    assert len(said) == len(set(said))
    assert set(said) == {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert {chore for chore, _when in FORGOTTEN.values()} <= CHORES.keys()


def test_the_documentation_holds_the_table():
    printed = StringIO()
    call_command("list_tables", stdout=printed)
    assert printed.getvalue().strip() == table_of_growth()
    assert table_of_growth() in Path(settings.BASE_DIR, "docs", "operating.md").read_text()


@pytest.mark.django_db
def test_the_sizes_of_all_tables_are_told():
    printed = StringIO()
    call_command("list_tables", "--sizes", stdout=printed)
    told = {line.split()[0] for line in printed.getvalue().splitlines()}
    assert told == {model._meta.label for model in apps.get_models(include_auto_created=True)}


@pytest.mark.django_db
def test_rows_go_in_short_steps_and_what_is_broken_off_is_gone_on_with():
    now = timezone.now()
    Tally.objects.bulk_create(
        [Tally(key=str(number), ends_at=now + timedelta(seconds=number - 4)) for number in range(7)]
    )
    old = Tally.objects.filter(ends_at__lte=now)
    with CaptureQueriesContext(connection) as asked:
        assert delete_in_batches(old, at_once=2) == 5
    deleted = [one["sql"] for one in asked if one["sql"].startswith("DELETE")]
    assert len(deleted) == 3
    assert sorted(Tally.objects.values_list("key", flat=True)) == ["5", "6"]
    assert forget_tallies(now + timedelta(seconds=2)) == 2


@pytest.mark.django_db
def test_what_is_taken_up_again_meanwhile_stays():
    now = timezone.now()
    Effect.objects.bulk_create(
        Effect(key=str(number), begun_at=now - timedelta(days=100)) for number in range(3)
    )
    rows = Effect.objects.filter(begun_at__lt=now)

    class Touched(type(rows)):
        def filter(self, **conditions):
            if "pk__in" in conditions:
                Effect.objects.filter(key="1").update(begun_at=now + timedelta(days=1))
            return super().filter(**conditions)

    rows.__class__ = Touched
    assert delete_in_batches(rows) == 2
    assert Effect.objects.get().key == "1"


@pytest.mark.django_db(transaction=True)
def test_forgetting_readers_touches_no_kept_page(monkeypatch, page_cache):
    """Networks and addresses go each night, of many comments: none of it is shown anywhere."""
    long_ago = timezone.now() - timedelta(days=100)
    shown = CommentFactory(status=CommentStatus.APPROVED, network="n", browser="b")
    unwanted = CommentFactory(status=CommentStatus.REJECTED, email="li@example.org", network="n")
    spam = [CommentFactory(status=CommentStatus.SPAM, network="n") for _number in range(3)]
    Comment.objects.update(created_at=long_ago)
    announced = []
    monkeypatch.setattr(stamp, "announce", announced.append)
    assert forgetting.forget()["spam"] == len(spam)
    assert announced == []
    assert set(Comment.objects.values_list("pk", "network", "email")) == {
        (shown.pk, "", shown.email),
        (unwanted.pk, "", ""),
    }


@pytest.mark.django_db
def test_rows_are_changed_in_short_steps():
    comments = [CommentFactory(network="n") for _number in range(5)]
    assert update_in_batches(Comment.objects.exclude(network=""), at_once=2, network="") == len(comments)
