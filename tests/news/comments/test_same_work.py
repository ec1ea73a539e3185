"""Asking for one's data costs the same whether we hold anything of the address or not."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.news import CommentFactory

pytestmark = pytest.mark.django_db
PAGE = "/reader-comments/my-data/"


def statements(client, address, network):
    """Return the statements of one question in their order: how each begins and what it is about."""
    with CaptureQueriesContext(connection) as captured:
        assert client.post(PAGE, {"email": address}, REMOTE_ADDR=f"203.0.{network}.9").status_code == 200
    return [
        (query["sql"].split()[0], *re.findall(r'(?:FROM|INTO|UPDATE) "(\w+)"', query["sql"]))
        for query in captured
    ]


@pytest.mark.parametrize("at_once", [True, False])
def test_known_and_unknown_addresses_cost_the_same_statements(client, settings, at_once):  # B9
    settings.TASKS = {
        **settings.TASKS,
        "default": {
            **settings.TASKS["default"],
            "OPTIONS": {"at_once": at_once, "waits_for_commit": at_once},
        },
    }
    for _n in range(3):
        CommentFactory(email="known@example.org")
    statements(client, "first@example.org", 1)
    known = statements(client, "known@example.org", 2)
    unknown = statements(client, "nobody@example.org", 3)
    assert known == unknown
    assert any("django_tasks" in " ".join(one) for one in known) is not at_once
    statements(client, "first@example.org", 4)
    again = [statements(client, address, 4) for address in ("known@example.org", "nobody@example.org")]
    assert again[0] == again[1]
