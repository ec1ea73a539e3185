"""Second factors: apps, recovery codes, what happens without one, and that nothing is done with the password alone."""

import time

import pytest
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.models import RecoveryCode, SecurityEvent, StaffSession
from portal.signing_in import factors
from tests.factories.users import PASSWORD, administrator, editor, officer

pytestmark = pytest.mark.django_db
SIGN_IN, STEP, OWN = "/admin/login/", "/admin/second-factor/", "/admin/my-account/"


def code_for(key, steps=0):
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def password(client, user, address="?next=/admin/news/article/"):
    return client.post(SIGN_IN + address, {"username": user.username, "password": PASSWORD})


def is_in(client):
    return client.get("/admin/").status_code == 200


@pytest.fixture
def with_app():
    user = editor()
    device = TOTPDevice.objects.create(user=user, key=factors.new_app_key(), name="app")
    return user, device.key


def test_the_password_alone_signs_nobody_in_who_has_an_app(client, with_app):  # B6
    user, key = with_app
    assert password(client, user).url == STEP
    assert not is_in(client)
    for address in (OWN, "/admin/news/article/", "/admin/password_change/"):
        assert client.get(address).status_code == 302, address
    assert client.post(STEP, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    answer = client.post(STEP, {"code": code_for(key)})
    assert answer.url == "/admin/news/article/"
    assert is_in(client)
    line = SecurityEvent.objects.get(event="signed-in")
    assert line.detail == {"second_factor": "app"}


def test_a_code_works_once(client, with_app, new_client):
    user, key = with_app
    code = code_for(key)
    password(client, user)
    assert client.post(STEP, {"code": code}).status_code == 302
    other = new_client()
    password(other, user)
    assert other.post(STEP, {"code": code}).status_code == 200
    assert not is_in(other)


def test_codes_are_held_back_after_five_failures(client, with_app):
    user, key = with_app
    password(client, user)
    answers = [client.post(STEP, {"code": f"{n:06d}"}).status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert client.post(STEP, {"code": code_for(key)}).status_code == 429


def test_a_recovery_code_works_once_and_is_kept_as_a_hash(client, with_app, new_client):
    user, _key = with_app
    codes = factors.make_recovery_codes(user)
    assert len(set(codes)) == 10
    assert codes[0].replace("-", "") not in str(list(RecoveryCode.objects.values()))
    password(client, user)
    assert client.post(STEP, {"code": codes[0].lower()}).status_code == 302
    other = new_client()
    password(other, user)
    assert other.post(STEP, {"code": codes[0]}).status_code == 200
    assert SecurityEvent.objects.get(event="recovery-code-used").detail["left"] == 9


def test_whoever_must_have_a_factor_sets_one_up_and_can_do_nothing_else(client, settings):  # B6
    settings.SECOND_FACTOR_REQUIRED = ["Index officers", "superusers"]
    user = officer()
    assert password(client, user).url == OWN
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/indexdata/release/").status_code == 302
    page = client.get(OWN)
    assert page.status_code == 200
    assert "My sessions" not in page.text
    client.get(f"{OWN}app/")
    key = client.session["_app_key"]
    assert "svg" in client.get(f"{OWN}app/").text
    assert client.post(f"{OWN}app/", {"code": "000000"}).status_code == 200
    assert not is_in(client)
    done = client.post(f"{OWN}app/", {"code": code_for(key)})
    assert done.text.count("-") > 30
    assert user.recovery_codes.count() == 10
    assert "/admin/news/article/" in done.text
    assert is_in(client)


@pytest.mark.parametrize(("make", "wanted"), [(officer, True), (administrator, True), (editor, False)])
def test_who_must_have_one(settings, make, wanted):
    user = make()
    assert not factors.must_have_factor(user)
    settings.SECOND_FACTOR_REQUIRED = ["Index officers", "superusers"]
    assert factors.must_have_factor(user) is wanted


def test_who_comes_to_need_one_is_sent_back(client, settings):
    user = officer()
    client.force_login(user)
    assert is_in(client)
    settings.SECOND_FACTOR_REQUIRED = ["Index officers"]
    assert client.get("/admin/").url == OWN
    assert not is_in(client)


def test_the_last_factor_of_somebody_who_must_have_one_stays(client, settings, with_app):
    user, key = with_app
    settings.SECOND_FACTOR_REQUIRED = ["Editors"]
    password(client, user)
    client.post(STEP, {"code": code_for(key)})
    device = TOTPDevice.objects.get(user=user)
    client.post(f"{OWN}app/{device.pk}/remove/")
    assert TOTPDevice.objects.filter(user=user).exists()
    settings.SECOND_FACTOR_REQUIRED = []
    client.post(f"{OWN}app/{device.pk}/remove/")
    assert not TOTPDevice.objects.filter(user=user).exists()


def test_the_factor_of_somebody_else_cannot_be_removed(client, with_app):
    client.force_login(editor())
    device = TOTPDevice.objects.get(user=with_app[0])
    client.post(f"{OWN}app/{device.pk}/remove/")
    assert TOTPDevice.objects.filter(pk=device.pk).exists()


def test_adding_a_factor_ends_the_other_sessions(client, new_client):
    user, other = editor(), new_client()
    for one in (client, other):
        password(one, user)
    client.get(f"{OWN}app/")
    client.post(f"{OWN}app/", {"code": code_for(client.session["_app_key"])})
    assert is_in(client)
    assert not is_in(other)


@pytest.mark.parametrize(
    "code",
    ["", "\0", "1" * 10_000, "\uff11\uff12\uff13\uff14\uff15\uff16", "²²²²²²", "-" * 50, "' OR 1", "名"],
)
def test_hostile_codes_get_an_answer(client, with_app, code):
    user, _key = with_app
    password(client, user)
    assert client.post(STEP, {"code": code}).status_code in (200, 400)
    client.force_login(user)
    client.get(f"{OWN}app/")
    assert client.post(f"{OWN}app/", {"code": code}).status_code in (200, 400)


@pytest.mark.parametrize("answer", ["", "{", "[]", "null", '{"id": 1}',
    '{"id": "\\u0000"}', '{"id":"x","rawId":"!!","response":{}}', "x" * 20_000])  # fmt: skip
def test_hostile_passkeys_get_an_answer(client, with_app, answer):
    user, _key = with_app
    password(client, user)
    assert client.post(STEP, {"passkey": answer}).status_code in (200, 429)
    client.force_login(user)
    client.post(f"{OWN}passkey/options/", SERVER_NAME="localhost")
    assert client.post(f"{OWN}passkey/", {"passkey": answer}, SERVER_NAME="localhost").status_code == 302
    assert not user.passkeys.exists()


def test_without_a_step_begun_there_is_nothing_to_show(client):
    assert client.get(STEP).url == SIGN_IN
    assert client.post("/admin/second-factor/options/").status_code == 403
    assert client.post(f"{OWN}passkey/", {"passkey": "{}"}).status_code == 302
    assert not StaffSession.objects.exists()
