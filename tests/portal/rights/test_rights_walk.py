"""Every address of the admin as each role: what docs/rights.md keeps from a role is on no page and in no answer to a question."""

from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db.models.constants import LOOKUP_SEP
from django.urls import reverse

from tests.portal.rights.planted import ROLES, SECRETS, admin_addresses, plant, table, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.long]
#: What an administrator sees only by making it: nobody browses these.
NOWHERE_LISTED = {"reader who wants letters about replies"}


@pytest.fixture
def world():
    return plant()


@pytest.mark.parametrize("role", ROLES)
def test_no_page_tells_a_role_more_than_the_table_says(client, world, role):  # B1 to B4
    person = ROLES[role](username="somebody", email="somebody@example.org")
    seen, pages = set(), 0
    client.force_login(person)
    client.raise_request_exception = True
    for address in admin_addresses(world):
        answer = client.get(address)
        assert answer.status_code < 500, address
        pages += answer.status_code == 200
        text = text_of(answer).replace("zq&amp;", "").replace("=zq", "")
        for secret, words in SECRETS.items():
            if any(word in text for word in words):
                assert table()[secret][role], (role, secret, address)
                seen.add(secret)
    expected = {secret for secret, roles in table().items() if roles[role]} - NOWHERE_LISTED
    assert expected <= seen
    assert pages > 3


def every_path(model, depth=2):
    """Return the lookups over every field of a model, relations up to `depth` steps away followed in both directions."""
    paths = []
    for field in model._meta.get_fields():
        name = field.name
        paths.append(name)
        if field.is_relation and depth and field.related_model:
            paths += [name + LOOKUP_SEP + tail for tail in every_path(field.related_model, depth - 1)]
    return paths


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("other staff",)])
def test_no_field_can_be_asked_about(client, world, role):  # B1
    client.force_login(ROLES[role]())
    asked = 0
    for model, model_admin in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        plain = client.get(address + ("?status=all" if model._meta.model_name == "comment" else ""))
        if plain.status_code != 200 or "cl" not in (plain.context or {}):
            continue
        declared = {
            str(one[0] if isinstance(one, tuple) else getattr(one, "parameter_name", one))
            for one in model_admin.list_filter
        } | {model_admin.date_hierarchy}
        paths = [path for path in every_path(model) if path not in declared]
        lookups = [path + tail for path in paths for tail in ("", "__startswith")] + [
            f"{name}__{tail}" for name in declared if name for tail in ("startswith", "password", "regex")
        ]
        lookups = [one for one in lookups if one not in declared and one != "status"]
        for start in range(0, len(lookups), 900):
            asked += len(lookups[start : start + 900])
            rows = []
            for value in ("zq", "True"):
                query = [(one, value) for one in lookups[start : start + 900]]
                if model._meta.model_name == "comment":
                    query.append(("status", "all"))
                answer = client.get(f"{address}?{urlencode(query)}")
                assert answer.status_code == 200, (address, answer.status_code)
                rows.append([row.pk for row in answer.context["cl"].result_list])
            everything = [row.pk for row in plain.context["cl"].result_list]
            assert rows == [everything, everything], (role, address)
    assert asked > 800


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("other staff", "administrators")])
def test_search_answers_no_question_about_a_hidden_word(client, world, role):  # B1
    client.force_login(ROLES[role]())
    hidden = [word for secret, words in SECRETS.items() if not table()[secret][role] for word in words]
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for word in hidden:
            answer = client.get(address, {"q": word, **({"status": "all"} if "comment/" in address else {})})
            if answer.status_code != 200 or "cl" not in (answer.context or {}):
                break
            if answer.context["cl"].search_fields:
                assert list(answer.context["cl"].result_list) == [], (role, address, word)


def test_every_secret_of_the_table_is_planted():
    assert set(table()) == set(SECRETS)
    assert all(set(roles) == set(ROLES) for roles in table().values())
