"""Sessions: how they end, what their owner sees of them, and when they ask again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from portal.models import SecurityEvent, StaffSession
from portal.signing_in.sessions import handle
from tests.factories.users import PASSWORD, administrator, editor

pytestmark = pytest.mark.django_db
OWN = "/admin/my-account/"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1"


def sign_in(client, user, **more):
    return client.post("/admin/login/", {"username": user.username, "password": PASSWORD}, **more)


def is_in(client):
    return client.get("/admin/").status_code == 200


def age(client, **moments):
    StaffSession.objects.filter(pk=client.session.session_key).update(**moments)


@pytest.fixture
def two(new_client):
    """One person in two browsers."""
    user, here, there = editor(), new_client(), new_client()
    sign_in(here, user)
    sign_in(there, user, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.9")
    return user, here, there


def test_a_session_ends_when_nobody_uses_it(client, settings):  # B6
    sign_in(client, editor())
    age(client, seen_at=timezone.now() - timedelta(minutes=settings.SESSION_IDLE_MINUTES - 1))
    assert is_in(client)
    assert StaffSession.objects.get().seen_at > timezone.now() - timedelta(minutes=1)
    age(client, seen_at=timezone.now() - timedelta(minutes=settings.SESSION_IDLE_MINUTES + 1))
    answer = client.get("/admin/news/article/?q=silk")
    assert answer.url == "/admin/login/?next=/admin/news/article/%3Fq%3Dsilk"
    assert not StaffSession.objects.exists()


def test_a_session_ends_when_nobody_uses_it_though_the_clock_was_set_back(client, settings):  # A6
    sign_in(client, editor())
    age(client, seen_at=timezone.now() + timedelta(hours=1))
    assert is_in(client)
    assert StaffSession.objects.get().seen_at <= timezone.now()


def test_a_session_ends_after_its_hours_however_it_is_used(client, settings):  # B6
    sign_in(client, editor())
    row = StaffSession.objects.get()
    assert abs(row.expire_date - row.started_at - timedelta(hours=settings.SESSION_HOURS)) < timedelta(
        seconds=5
    )
    age(client, expire_date=timezone.now())
    assert not is_in(client)


def test_saving_a_session_makes_it_no_longer(client):
    sign_in(client, editor())
    before = StaffSession.objects.get().expire_date
    session = client.session
    session["anything"] = 1
    session.save()
    assert abs(StaffSession.objects.get().expire_date - before) < timedelta(seconds=1)


def test_the_heartbeat_of_an_open_form_is_no_sign_of_life(client):
    sign_in(client, editor())
    long_ago = timezone.now() - timedelta(minutes=30)
    age(client, seen_at=long_ago)
    client.post("/admin/news/article/typed/", {"base_revision": ""})
    client.get("/admin/news/article/typed/")
    assert StaffSession.objects.get().seen_at == long_ago
    client.post("/admin/news/article/typed/", {"_typed": "1", "title_en": "x"})
    assert StaffSession.objects.get().seen_at > long_ago


def test_signing_in_gives_a_new_key(client):
    user = editor()
    sign_in(client, user)
    first = client.session.session_key
    sign_in(client, user)
    assert client.session.session_key != first


def test_new_rights_give_a_new_key(client):
    user = editor()
    sign_in(client, user)
    first = client.session.session_key
    user.groups.add(Group.objects.get(name="Moderators"))
    assert is_in(client)
    assert client.cookies["sessionid"].value != first
    assert not StaffSession.objects.filter(pk=first).exists()
    assert is_in(client)


def test_the_page_tells_browser_and_place(two):
    _user, here, _there = two
    text = here.get(OWN).text
    assert "Safari 18, iPhone" in text
    assert "203.0.113.9" in text
    assert text.count("this one") == 1
    for row in StaffSession.objects.all():
        assert row.session_key not in text


def test_another_session_is_ended_at_once(two):
    user, here, there = two
    here.post(f"{OWN}sessions/", {"session": handle(user.staff_sessions.get(address="203.0.113.9"))})
    assert is_in(here)
    assert not is_in(there)
    assert SecurityEvent.objects.get(event="session-ended").by == user
    assert user.known_devices.count() == 1


def test_all_others_are_ended(two):
    _user, here, there = two
    here.post(f"{OWN}sessions/", {"session": "others"})
    assert is_in(here)
    assert not is_in(there)


def test_sessions_of_others_cannot_be_ended(two, client):
    _user, here, _there = two
    client.force_login(editor())
    for row in StaffSession.objects.all():
        client.post(f"{OWN}sessions/", {"session": handle(row)})
    assert is_in(here)


def test_a_new_password_ends_the_other_sessions(two):
    _user, here, there = two
    fields = {
        "old_password": PASSWORD,
        "new_password1": "warp-and-weft-77",
        "new_password2": "warp-and-weft-77",
    }
    assert here.post("/admin/password_change/", fields).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert StaffSession.objects.count() == 1


def test_an_account_that_is_closed_has_no_session(two):
    user, here, _there = two
    user.is_active = False
    user.save()
    assert not StaffSession.objects.exists()
    assert not is_in(here)


class TestAskingAgain:
    @pytest.fixture
    def boss(self, client):
        user = administrator()
        sign_in(client, user)
        session = client.session
        session["_proved_at"] -= 16 * 60
        session.save()
        return client

    def test_pages_about_accounts_and_rights_ask_before_they_open(self, boss):  # B6
        person = editor()
        for address in (
            "/admin/auth/user/add/",
            f"/admin/auth/user/{person.pk}/change/",
            "/admin/auth/group/add/",
        ):
            text = boss.get(address).text
            assert "say again who you are" in text, address
            assert person.username not in text
        assert boss.get("/admin/auth/user/").status_code == 200
        answer = boss.post("/admin/prove/", {"next": "/admin/auth/user/add/", "password": PASSWORD})
        assert answer.url == "/admin/auth/user/add/"
        assert "say again" not in boss.get("/admin/auth/user/add/").text
        assert SecurityEvent.objects.filter(event="proved-again").exists()

    def test_a_wrong_password_opens_nothing_and_is_counted(self, boss):
        answers = [
            boss.post("/admin/prove/", {"next": "/admin/", "password": "x"}).status_code for _n in range(6)
        ]
        assert answers == [200] * 5 + [429]
        assert "say again" in boss.get("/admin/auth/user/add/").text

    def test_a_form_that_was_sent_is_given_back(self, boss):
        group = Group.objects.get(name="Editors")
        fields = {"name": 'Editors "and" <b>', "permissions": ["1", "2"], "new_password": "secret-typed"}
        text = boss.post(f"/admin/auth/group/{group.pk}/change/", fields).text
        group.refresh_from_db()
        assert group.name == "Editors"
        assert 'name="carried-name" value="Editors &quot;and&quot; &lt;b&gt;"' in text
        assert text.count('name="carried-permissions"') == 2
        assert "secret-typed" not in text
        fields = {
            "next": f"/admin/auth/group/{group.pk}/change/",
            "password": PASSWORD,
            "carried-name": "New name",
        }
        text = boss.post("/admin/prove/", fields).text
        assert f'action="/admin/auth/group/{group.pk}/change/"' in text
        assert '<input type="hidden" name="name" value="New name">' in text

    def test_deleting_many_things_asks_again(self, boss):
        fields = {"action": "delete_selected", "_selected_action": ["1"], "post": "yes"}
        assert "say again" in boss.post("/admin/news/tag/", fields).text

    def test_it_leads_to_no_other_site(self, boss):
        for address in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "\0"):
            answer = boss.post("/admin/prove/", {"next": address, "password": PASSWORD})
            assert answer.url == "/admin/", address


def test_what_was_typed_before_a_session_ended_is_found_again(client):
    """The working copy stays with the person, not with the session."""
    user = editor()
    sign_in(client, user)
    client.post("/admin/news/article/typed/", {"_typed": "1", "title_en": "Half a thought", "_window": "w"})
    StaffSession.objects.all().delete()
    fresh = Client()
    sign_in(fresh, user)
    assert "Half a thought" in fresh.get("/admin/news/article/add/").text
    form = fresh.get("/admin/news/article/add/?window=w").context["adminform"].form
    assert form["title_en"].value() == "Half a thought"
