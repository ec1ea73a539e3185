"""The audit trail: what is told, who may read it, and that nobody changes it."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from foundation.audit import Event, record
from portal.audit.models import AppendOnlyError
from portal.audit.wording import NAMES, in_words
from portal.models import SecurityEvent
from portal.signing_in.watching import ADDED, REMOVED
from tests.factories.users import PASSWORD, administrator, chief_editor, editor

pytestmark = pytest.mark.django_db
LIST = "/admin/portal/securityevent/"


def told(**wanted):
    return list(SecurityEvent.objects.filter(**wanted).values_list("event", flat=True))


@pytest.fixture
def line():
    record(Event.SIGNED_OUT, about=editor())
    return SecurityEvent.objects.order_by("-pk").first()


def test_who_when_from_where_and_what(client):
    user = editor(first_name="Wei", last_name="Chen")
    client.post(
        "/admin/login/",
        {"username": user.username, "password": PASSWORD},
        REMOTE_ADDR="203.0.113.9",
        HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    )
    line = SecurityEvent.objects.get(event=Event.SIGNED_IN)
    assert (line.by, line.by_name) == (user, f"Wei Chen ({user.username})")
    assert (line.address, line.network, line.browser) == (
        "203.0.113.9",
        "203.0.113.0/24",
        "Firefox 140, Linux",
    )
    assert timezone.now() - line.at < timedelta(minutes=1)
    client.post("/admin/logout/")
    assert SecurityEvent.objects.first().event == Event.SIGNED_OUT


def test_nothing_is_changed_or_deleted_through_the_model(line):
    for change in (
        line.save,
        line.delete,
        SecurityEvent.objects.all().delete,
        lambda: SecurityEvent.objects.update(by_name="x"),
        lambda: SecurityEvent.objects.filter(pk=line.pk).update(by_name="x"),
    ):
        with pytest.raises(AppendOnlyError):
            change()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM portal_securityevent",
        "UPDATE portal_securityevent SET by_name = 'x'",
        "UPDATE portal_securityevent SET at = '2001-01-01'",
    ],
)
def test_nothing_is_changed_or_deleted_through_the_database(line, statement):
    with (
        pytest.raises(DatabaseError, match="audit trail"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert SecurityEvent.objects.filter(pk=line.pk).exists()


def test_the_table_is_not_emptied_at_once(line):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL knows TRUNCATE")
    with (
        pytest.raises(DatabaseError, match="audit trail"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE portal_securityevent")


def test_an_account_that_is_deleted_leaves_its_lines(line):
    person = line.about
    person.delete()
    assert SecurityEvent.objects.get(pk=line.pk).about_name == person.username
    assert Event.ACCOUNT_DELETED in told()


def test_lines_are_forgotten_after_their_days(settings, line, capsys):  # B11
    now = timezone.now()
    old = SecurityEvent.objects.create(at=now - timedelta(days=181), event=Event.SIGNED_IN)
    kept = SecurityEvent.objects.create(at=now - timedelta(days=179), event=Event.SIGNED_IN)
    call_command("forget_sign_ins")
    assert "1 security events" in capsys.readouterr().out
    assert set(SecurityEvent.objects.values_list("pk", flat=True)) >= {kept.pk, line.pk}
    assert not SecurityEvent.objects.filter(pk=old.pk).exists()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_securityevent WHERE id = %s", [kept.pk])


def test_accounts_groups_and_permissions_are_told(client):
    boss, person = administrator(), editor()
    client.force_login(boss)
    right = Permission.objects.get(codename="moderate_comment")
    person.email = "wei@example.org"
    person.save()
    person.groups.add(Group.objects.get(name="Chief editors"))
    person.user_permissions.add(right)
    person.user_permissions.clear()
    Group.objects.get(name="Editors").permissions.add(right)
    person.is_active = False
    person.save()
    lines = SecurityEvent.objects.filter(event__in=(Event.ACCOUNT_CHANGED, Event.RIGHTS_CHANGED)).order_by(
        "pk"
    )
    details = [line.detail for line in lines]
    for wanted in (
        {"fields": ["email"]},
        {"added": ["Chief editors"]},
        {"added": ["news.moderate_comment"]},
        {"removed": "*"},
        {"added": ["news.moderate_comment"], "group": "Editors"},
        {"fields": ["is_active"]},
    ):
        assert wanted in details


def test_who_did_it_is_told_from_far_away_in_the_code(client):
    boss, person = administrator(), editor()
    client.force_login(boss)
    client.post(f"/admin/auth/user/{person.pk}/password/", {
        "usable_password": "true", "password1": "warp-and-weft-77", "password2": "warp-and-weft-77",
    })  # fmt: skip
    line = SecurityEvent.objects.get(event=Event.PASSWORD_CHANGED)
    assert (line.by, line.about, line.address) == (boss, person, "127.0.0.1")


def test_only_those_who_may_do_everything_read_it(client):
    for person, status in ((administrator(), 200), (chief_editor(), 403), (editor(), 403)):
        client.force_login(person)
        assert client.get(LIST).status_code == status


def test_nobody_adds_changes_or_deletes_in_the_admin(client, line):
    client.force_login(administrator())
    address = f"{LIST}{line.pk}/"
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{address}change/", {"by_name": "x"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [line.pk], "post": "yes"})
    assert SecurityEvent.objects.filter(pk=line.pk).exists()


def test_the_list_filters_and_costs_the_same_for_many_lines(client):
    boss, person = administrator(), editor()
    client.force_login(boss)
    client.get(LIST)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    def fail(times):
        SecurityEvent.objects.bulk_create(
            SecurityEvent(
                at=timezone.now(), event=Event.SIGN_IN_FAILED, about=person, about_name="the-person"
            )
            for _n in range(times)
        )

    fail(60)

    few = queries()
    fail(120)
    assert queries() == few <= 12
    assert "the-person" in client.get(f"{LIST}?event=sign-in-failed&person={person.pk}").text
    assert 'class="truncate">the-person' not in client.get(f"{LIST}?event=signed-out").text
    assert client.get(f"{LIST}?p=3").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["?person=x", "?person=99999999999999999999", "?event=nothing", "?p=99999999", "?at_from=x", "?o=1.2.3", "?q=%27",
     "?by__password__startswith=p"],
)  # fmt: skip
def test_hostile_filters_get_an_answer(client, query):
    client.force_login(administrator())
    assert client.get(LIST + query).status_code in (200, 302, 400)


def test_every_detail_has_a_name_in_both_languages():
    told = set()
    for file in (one for package in ("foundation", "news", "portal") for one in Path(package).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                told |= {word.arg for word in node.keywords if word.arg} - {"by", "about", "about_name"}
    assert told
    assert told | {ADDED, REMOVED, "group", "permission"} == set(NAMES)
    with override("zh-hans"):
        assert all(str(name) != key.replace("_", " ") for key, name in NAMES.items())


def test_details_are_said_in_the_readers_language():
    detail = {"superuser": True, "added": ["Editors", "Moderators"], "unknown_name": ""}
    assert in_words(detail) == "superuser: yes; added: Editors, Moderators"
    with override("zh-hans"):
        assert in_words(detail) == "超级用户：是；新增：Editors, Moderators"
