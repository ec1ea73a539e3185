"""One's own e-mail address: asked for with a proof, in force when the link of a letter to it is used, once."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import SecurityEvent
from portal.serving.masking import masked
from tests.factories.users import editor

pytestmark = pytest.mark.django_db
OWN = "/admin/my-account/"
ADDRESS = f"{OWN}address/"
NEW = "wei@new.example.org"


@pytest.fixture
def wei(client):
    user = editor(email="wei@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def ask(client, commits, mailoutbox):
    """Asks for an address and returns the answer and the letters that went."""

    def asked(address=NEW, by=None):
        mailoutbox.clear()
        with commits():
            answer = (by or client).post(ADDRESS, {"email": address}, follow=True)
        return answer, {letter.to[0]: letter.body for letter in mailoutbox}

    return asked


def link(body):
    return re.search(rf"http://testserver({ADDRESS}\S+)", body)[1]


def now(user):
    return User.objects.get(pk=user.pk).email


def test_it_is_in_force_when_the_link_is_used_and_not_before(client, wei, ask):  # B6
    answer, letters = ask()
    assert "letter is on its way" in answer.text
    assert NEW in client.get(OWN).text
    assert set(letters) == {NEW, "wei@example.org"}
    assert ADDRESS not in letters["wei@example.org"]
    assert NEW in letters["wei@example.org"]
    address = link(letters[NEW])
    assert NEW in client.get(address).text
    assert now(wei) == "wei@example.org"
    assert "is in force" in client.post(address, follow=True).text
    assert now(wei) == NEW
    told = set(SecurityEvent.objects.filter(by=wei).values_list("event", flat=True))
    assert {"address-letter-asked", "address-changed", "account-changed"} <= told


def test_a_link_works_once(client, wei, ask):
    _answer, letters = ask()
    address = link(letters[NEW])
    client.post(address)
    User.objects.filter(pk=wei.pk).update(email="wei@example.org")
    for answer in (client.get(address), client.post(address)):
        assert "good no more" in answer.text
        assert answer.status_code == 410
    assert now(wei) == "wei@example.org"


def test_a_later_wish_ends_the_one_before_and_a_wish_can_be_taken_back(client, wei, ask):
    first = link(ask()[1][NEW])
    second = link(ask("wei@third.example.org")[1]["wei@third.example.org"])
    assert client.post(first).status_code == 410
    client.post(ADDRESS, {"take_back": "1"})
    assert client.post(second).status_code == 410
    assert now(wei) == "wei@example.org"


def test_a_new_password_ends_the_wish(client, wei, ask):
    address = link(ask()[1][NEW])
    wei.set_password("twill-and-sateen-77")
    wei.save()
    client.force_login(wei)
    assert client.post(address).status_code == 410


def test_only_its_owner_uses_a_link(wei, ask, new_client):
    address = link(ask()[1][NEW])
    stranger, other = new_client(), new_client()
    assert stranger.get(address).url.startswith("/admin/login/?next=")
    assert stranger.post(address).status_code == 302
    other.force_login(editor())
    assert other.post(address).status_code == 410
    assert now(wei) == "wei@example.org"


def test_it_asks_again_who_it_is(client, wei, ask):
    session = client.session
    session["_proved_at"] -= 16 * 60
    session.save()
    assert "say again who you are" in client.get(ADDRESS).text
    answer, letters = ask()
    assert "say again who you are" in answer.text
    assert not letters


def test_whoever_has_still_to_set_up_a_factor_asks_for_nothing(client, new_client):
    assert new_client().post(ADDRESS, {"email": NEW}).url.startswith("/admin/login/")


def test_a_taken_address_gets_the_same_answer_for_the_same_work(client, wei, ask):  # B9
    editor(email="Taken@example.org")
    ask("an-earlier@example.org")
    answers, queries = [], []
    for address in ("taken@example.org", "freed@example.org"):
        with CaptureQueriesContext(connection) as captured:
            answer, letters = ask(address)
        text = re.sub(r'value="\w{20,}"|taken@|freed@|nonce="[^"]+"', "", answer.text)
        answers.append((text, sorted(letters)[1:], answer.status_code))
        queries.append([query["sql"].split()[0] for query in captured])
    assert answers[0] == answers[1]
    assert queries[0] == queries[1]


def test_a_taken_address_is_refused_when_the_link_is_used(client, wei, ask):
    editor(email="Taken@example.org")
    answer = client.post(link(ask("taken@example.org")[1]["taken@example.org"]))
    assert "another account" in answer.text
    assert now(wei) == "wei@example.org"


@pytest.mark.parametrize(
    "typed", ["", "\0", "wei", "a@b", "x" * 300 + "@example.org", "a@example.org\nBcc: b@c.d"]
)
def test_what_is_no_address_gets_a_sentence(wei, ask, typed):
    answer, letters = ask(typed)
    assert answer.status_code == 200
    assert not letters
    assert 'role="alert"' in answer.text


def test_the_address_of_now_is_no_wish(wei, ask):
    answer, letters = ask("WEI@example.org")
    assert "is your address already" in answer.text
    assert not letters


def test_letters_have_a_limit(client, wei, ask):
    sent = [ask(f"wei{n}@example.org") for n in range(8)]
    assert [bool(letters) for _answer, letters in sent] == [True] * 5 + [False] * 3
    assert sent[-1][0].status_code == 429


@pytest.mark.parametrize("end", ["x/", "abc-def/", "%00/", "x" * 500 + "/"])
def test_hostile_links_get_an_answer(client, wei, end):
    assert client.get(ADDRESS + end).status_code in (400, 404, 410)


def test_its_key_reaches_no_log():  # B12
    assert "cz1-abcdefgh" not in masked(f"Gone: {ADDRESS}cz1-abcdefgh/")
