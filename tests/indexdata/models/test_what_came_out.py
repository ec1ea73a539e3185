"""What came out before releases had states counts as approved; what is still to come waits."""

import importlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from indexdata.models import Release
from tests.factories.indexdata import ReleaseFactory
from tests.indexdata.world import last_monday

DAY = timedelta(days=1)


@pytest.mark.django_db
def test_a_running_sites_releases_stay_as_public_as_they_were():
    now = timezone.now()
    kinds = {
        "out": (-DAY, {}),
        "to come": (DAY, {}),
        "invented": (DAY, {"demonstration": True}),
        "gap": (DAY, {"no_issue": True}),
    }
    made = {
        name: ReleaseFactory(
            period=last_monday() - timedelta(weeks=week),
            content_state="draft",
            released_at=now + away,
            **facts,
        ).pk
        for week, (name, (away, facts)) in enumerate(kinds.items())
    }
    Release.objects.filter(no_issue=True).update(public_at=None)  # as the columns are when they are new
    module = importlib.import_module("indexdata.migrations.0008_what_came_out_is_approved")
    module.approve(apps, SimpleNamespace(connection=connection))
    stored = Release.objects.in_bulk(made.values())
    found = {name: (stored[pk].content_state, stored[pk].public_at) for name, pk in made.items()}
    moments = {name: stored[pk].released_at for name, pk in made.items()}
    assert found == {
        "out": ("approved", moments["out"]),
        "to come": ("draft", None),
        "invented": ("approved", moments["invented"]),
        "gap": ("draft", moments["gap"]),
    }
