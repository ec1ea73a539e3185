"""Lists that are narrowed to some days hold those days whole, by the clock of the office."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from portal.audit.models import SecurityEvent
from tests.factories.news import ArticleFactory
from tests.factories.users import administrator

pytestmark = pytest.mark.django_db

#: The day's first and last moment in Shanghai, and those beside it.
BEFORE, FIRST, LAST, AFTER = (
    datetime(2023, 1, 31, 15, 59, 59, tzinfo=UTC),
    datetime(2023, 1, 31, 16, tzinfo=UTC),
    datetime(2023, 2, 1, 15, 59, 59, tzinfo=UTC),
    datetime(2023, 2, 1, 16, tzinfo=UTC),
)
MOMENTS = (BEFORE, FIRST, LAST, AFTER)


def articles():
    return "news_article", "published_at", [ArticleFactory(published_at=moment) for moment in MOMENTS]


def audit_trail():
    made = [SecurityEvent.objects.create(event="signed-in", at=moment) for moment in MOMENTS]
    return "portal_securityevent", "at", made


def history():
    person, kind = administrator(username="writer"), ContentType.objects.get_for_model(SecurityEvent)
    made = [
        LogEntry.objects.create(
            user=person, content_type=kind, object_id="1", action_flag=ADDITION, action_time=moment
        )
        for moment in MOMENTS
    ]
    return "admin_logentry", "action_time", made


@pytest.mark.parametrize("make", [articles, audit_trail, history])
def test_the_last_day_is_in_the_list_as_the_first_is(client, make):
    name, field, (before, first, last, after) = make()
    client.force_login(administrator())

    def listed(**ends):
        answer = client.get(
            reverse(f"admin:{name}_changelist"), {f"{field}_{end}": day for end, day in ends.items()}
        )
        assert answer.status_code == 200
        return {row.pk for row in answer.context["cl"].result_list} & {before.pk, first.pk, last.pk, after.pk}

    day = "2023-02-01"
    assert listed(**{"from": day, "to": day}) == {first.pk, last.pk}
    assert listed(to=day) == {before.pk, first.pk, last.pk}
    assert listed(**{"from": day}) == {first.pk, last.pk, after.pk}
    for nonsense in ("x", "2023-02-30", ""):
        assert listed(**{"from": nonsense, "to": day}) == {before.pk, first.pk, last.pk}
    assert len(listed(**{"from": "0001-01-01", "to": "9999-12-31"})) == 4
    assert not listed(to="0001-01-01")
    assert not listed(**{"from": "9999-12-31"})
