"""A8: whatever an address of the admin holds, staff never see a failure of ours."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User

pytestmark = [pytest.mark.walk, pytest.mark.long]

HUGE = "99999999999999999999"
LISTS = sorted(f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry)
QUERIES = (
    f"?id={HUGE}",
    f"?id__in={HUGE}",
    "?id__in=1,x",
    "?p=x",
    f"?p={HUGE}",
    "?o=x.-99",
    "?q=%00",
    "?a__b=1",
)
IDS = (HUGE, "x", "-1", "a%00b")


@pytest.fixture
def chief(db, client):
    """A superuser; a failure of ours is an answer, not an exception."""
    client.force_login(User.objects.create_superuser("walker"))
    client.raise_request_exception = False
    return client


def assert_never_fails(chief, addresses):
    """Ask for addresses and name every one that ends in a failure of ours."""
    failed = []
    for at in addresses:
        response = chief.get(at)
        if response.status_code >= 500:
            error = getattr(response, "exc_info", None)
            failed.append(f"{at[:140]}: {response.status_code} {error and error[1]!r}"[:300])
    assert not failed, "\n".join(failed)


def test_bad_pages_of_the_search(chief):
    assert_never_fails(chief, [f"/admin/search/?s=a&page={bad}" for bad in ("x", "0", "-1", HUGE, "%00")])


def test_bad_numbers_and_queries(chief, some):
    ends = [f"{bad}/{page}/" for bad in IDS for page in ("change", "history", "delete")]
    assert_never_fails(chief, [at + end for at in LISTS for end in some([*ends, *QUERIES], at)])
