"""Limits on signing in: by account, address, network and known device, with a clock that the test sets."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import FailureCount, KnownDevice, SecurityEvent
from portal.signing_in import limits
from tests.factories.users import PASSWORD, editor

pytestmark = pytest.mark.django_db
SIGN_IN = "/admin/login/"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
OTHERS = "198.51.100.7"


def post(client, name, password="wrong", address="127.0.0.1", **more):
    return client.post(SIGN_IN, {"username": name, "password": password}, REMOTE_ADDR=address, **more)


def attempt(name, address="192.0.2.1", network="192.0.2.0/24", device=None, after=0):
    """Fail once, `after` seconds from the start; return how long the next one waits."""
    keys = limits.sign_in_keys(name, address, network, device)
    return limits.Attempt(keys, START + timedelta(seconds=after)).next_wait.total_seconds()


def test_one_account_from_eight_addresses_is_slowed(client, settings):  # B6
    victim = editor()
    answers = [post(client, victim.username, address=f"203.0.{n}.9").status_code for n in range(8)]
    assert answers == [200] * 5 + [429] * 3
    assert post(client, victim.username, PASSWORD, address="203.0.113.9").status_code == 429


def test_fifteen_names_from_one_address_are_slowed(client):  # B6
    names = [editor().username for _n in range(8)] + [f"nobody-{n}" for n in range(7)]
    answers = [post(client, name).status_code for name in names]
    assert answers == [200] * 10 + [429] * 5
    assert post(client, names[0], address=OTHERS).status_code == 200


def test_many_addresses_of_one_network_are_slowed(client):  # B6
    answers = [post(client, f"nobody-{n}", address=f"203.0.113.{n}").status_code for n in range(40)]
    assert answers == [200] * 30 + [429] * 10
    assert post(client, "nobody", address="203.0.114.1").status_code == 200


def test_addresses_of_one_ipv6_network_are_one_address(client):
    answers = [post(client, f"nobody-{n}", address=f"2001:db8:1:2::{n + 1}").status_code for n in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_a_device_that_has_signed_in_before_is_not_held_back_by_others(client, new_client):  # B6
    victim = editor()
    assert post(client, victim.username, PASSWORD).status_code == 302
    client.post("/admin/logout/")
    attacker = new_client()
    for n in range(20):
        post(attacker, victim.username, address=f"203.0.{n}.9")
        post(attacker, f"nobody-{n}", address="127.0.0.1")
    assert post(attacker, victim.username, PASSWORD, address=OTHERS).status_code == 429
    assert post(attacker, victim.username, PASSWORD, address="127.0.0.1").status_code == 429
    assert post(client, victim.username, PASSWORD, address="127.0.0.1").status_code == 302
    client.post("/admin/logout/")
    assert post(client, victim.username, PASSWORD, address="203.0.1.9").status_code == 302


def test_a_known_device_is_known_to_its_own_account_only_and_has_a_limit(client):
    mine, other = editor(), editor()
    post(client, mine.username, PASSWORD)
    client.post("/admin/logout/")
    for _n in range(5):
        assert post(client, mine.username).status_code == 200
    assert post(client, mine.username).status_code == 429
    for n in range(5):
        post(client, other.username, address=f"203.0.{n}.9")
    assert post(client, other.username, address="203.0.113.9").status_code == 429


def test_a_changed_or_stale_cookie_counts_as_no_device(client):
    mine = editor()
    post(client, mine.username, PASSWORD)
    client.post("/admin/logout/")
    for n in range(6):
        client.cookies["known-device"] = "x" * n
        answer = post(client, mine.username, address=f"203.0.{n}.9")
    assert answer.status_code == 429


def test_a_new_password_and_the_end_of_a_session_forget_the_device(client):
    mine = editor()
    post(client, mine.username, PASSWORD)
    assert KnownDevice.objects.filter(user=mine).count() == 1
    mine.set_password("another-warp-and-weft-9")
    mine.save()
    assert not KnownDevice.objects.filter(user=mine).exists()


def test_one_person_who_mistypes_does_not_stop_an_office():  # B6
    now = 0
    for _n in range(12):
        now += attempt("mistyper", after=now)
    with pytest.raises(limits.TooManyAttempts) as held:
        attempt("mistyper", after=now - 1)
    assert held.value.kind == limits.ACCOUNT
    assert attempt("colleague", after=now) == 0


def test_signing_in_takes_back_what_was_mistyped(client):
    mine = editor()
    for _n in range(4):
        post(client, mine.username)
    assert post(client, mine.username, PASSWORD).status_code == 302
    assert not FailureCount.objects.filter(failures__gt=0).exists()


def test_waits_grow_and_have_an_end():
    waits = []
    now = 0
    for _n in range(12):
        waits.append(attempt("victim", address="", after=now))
        now += waits[-1]
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_knocking_while_held_back_makes_no_wait_longer():
    for _n in range(5):
        attempt("victim", address="")
    for n in range(29):
        with pytest.raises(limits.TooManyAttempts) as held:
            attempt("victim", address="", after=n)
        assert held.value.seconds == 30 - n
    assert attempt("victim", address="", after=30) == 60


def test_failures_are_forgotten_after_a_quiet_day():
    for _n in range(5):
        attempt("victim", address="")
    assert attempt("victim", address="", after=24 * 3600 + 1) == 0


def test_a_clock_that_is_set_back_locks_nobody_out_for_longer():  # A6
    for _n in range(5):
        attempt("victim", address="", after=7200)
    with pytest.raises(limits.TooManyAttempts) as held:
        attempt("victim", address="")
    assert held.value.seconds == 30


def test_known_and_unknown_names_get_the_same_answer_for_the_same_work(client):
    known = editor().username
    answers, queries, hashed = [], [], []
    for name in (known, "nobody-here"):
        with (
            CaptureQueriesContext(connection) as captured,
            patch.object(
                type(get_hasher()), "encode", autospec=True, side_effect=type(get_hasher()).encode
            ) as encode,
        ):
            response = post(client, name, address="203.0.113.9" if name == known else OTHERS)
        answers.append(response.text.replace(name, "NAME").split('name="csrfmiddlewaretoken"')[1][80:])
        queries.append([query["sql"].split()[0] for query in captured])
        hashed.append(encode.call_count)
    assert answers[0] == answers[1]
    assert queries[0] == queries[1]
    assert hashed[0] == hashed[1] == 1


def test_held_back_says_how_long_and_reads_the_password_no_more(client):
    for _n in range(5):
        post(client, "nobody")
    with patch("portal.signing_in.forms.authenticate") as authenticate:
        response = post(client, "nobody")
    authenticate.assert_not_called()
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 30
    assert response.text.count("<h1") == 1
    assert "1 minute" in response.text
    assert 'value="nobody"' in response.text


def test_what_was_typed_as_a_name_is_kept_nowhere(client):  # B11
    typed = "my-Secret-passw0rd"
    for _n in range(6):
        post(client, typed)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert typed.casefold() not in str(cursor.fetchall()).casefold(), table
    assert SecurityEvent.objects.filter(event="sign-in-failed").count() == 5
    assert SecurityEvent.objects.filter(event="sign-in-blocked").count() == 1


@pytest.mark.parametrize("name", ["\0", "a\0b", "x" * 100_000, "名" * 200, "' OR 1=1 --", "\ud800"])
def test_hostile_names_get_an_answer(client, name):
    data = {"username": name.encode("utf-8", "surrogatepass"), "password": "\0x"}
    assert client.post(SIGN_IN, data).status_code in (200, 400)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_no_way_around():
    """Thirty guesses at the same time: no more than five passwords are looked at."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads cannot share a database in memory")

    def guess(n):
        try:
            attempt("victim", address=f"203.0.{n}.9", network=f"203.0.{n}.0/24")
        except limits.TooManyAttempts:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(30))) == 5
