"""The look of each index in a plan: what the file says at the end of what is held; what is invented for later is no part of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indexdata.importing.planning import prepared
from indexdata.importing.previews import previews
from indexdata.models import Index
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.indexdata.importing.classification import load, text
from tests.indexdata.world import last_monday

pytestmark = pytest.mark.django_db


def test_the_value_of_the_file_is_the_newest():
    load()
    weeks = [
        ReleaseFactory(
            period=last_monday() + timedelta(weeks=week),
            released_at=timezone.now() + timedelta(days=7 * week - 6),
            demonstration=True,
        )
        for week in (0, 1, 2)
    ]
    total = Index.objects.get(code="PRICE")
    for release in weeks:
        ObservationFactory(
            index=total, release=release, period=release.period, value="103", demonstration=True
        )
    rows = [("期次", "指数名称", "数值"), (f"{weeks[1].period:%Y%m%d}期", "总指数", "107.31")]
    with prepared(text(*rows), family="price") as made:
        [shown] = previews(made)
    assert shown.newest == Decimal("107.31")
    assert shown.new == 1
