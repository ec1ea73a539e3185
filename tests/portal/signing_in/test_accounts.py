"""Accounts: invited by letter, a forgotten password, second factors reset, closed when somebody leaves."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from news.articles.models import Article
from news.editing.models import WorkingCopy
from portal.models import SecurityEvent, StaffSession
from tests.factories.news import ArticleFactory
from tests.factories.users import PASSWORD, administrator, chief_editor, editor

pytestmark = pytest.mark.django_db
FORGOTTEN = "/admin/password-reset/"
CHOSEN = "selvedge-and-weft-31"


def link(letter):
    return re.search(r"http://testserver(/admin/password-reset/\S+)", letter.body)[1]


def choose(client, address, password=CHOSEN):
    form = client.get(address, follow=True)
    target = form.redirect_chain[-1][0] if form.redirect_chain else address
    return client.post(target, {"new_password1": password, "new_password2": password})


def sign_in(client, user, password=PASSWORD, **more):
    return client.post("/admin/login/", {"username": user.username, "password": password}, **more)


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def boss(client):
    client.force_login(administrator())
    return client


def test_an_account_is_made_by_invitation(boss, commits, mailoutbox, new_client):  # B6
    group = Group.objects.get(name="Editors")
    fields = {
        "username": "wei",
        "first_name": "Wei",
        "last_name": "Chen",
        "email": "wei@example.org",
        "groups": [group.pk],
    }
    with commits():
        answer = boss.post("/admin/auth/user/add/", fields)
    assert answer.status_code == 302, answer.context["errors"]
    user = User.objects.get(username="wei")
    assert user.is_staff
    assert not user.has_usable_password()
    assert list(user.groups.all()) == [group]
    assert mailoutbox[0].to == ["wei@example.org"]
    here = new_client()
    assert choose(here, link(mailoutbox[0])).url == "/admin/login/"
    assert sign_in(here, user, CHOSEN).status_code == 302
    assert "has been used" in new_client().get(link(mailoutbox[0])).text
    for event in ("account-made", "invited", "password-chosen"):
        assert SecurityEvent.objects.filter(event=event).exists(), event


@pytest.mark.parametrize("group", ["Editors", "Moderators", "Index officers"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_one_page_makes_a_member_of_the_staff(boss, commits, mailoutbox, group, language):
    """D11: groups, address and language of letters on one page; the invitation comes in that language."""
    page = boss.get("/admin/auth/user/add/").text
    for name in ("email", "language", "groups"):
        assert f'name="{name}"' in page
    fields = {"username": "wei", "groups": [Group.objects.get(name=group).pk], "language": language}
    refused = boss.post("/admin/auth/user/add/", {**fields, "email": ""})
    assert "email" in refused.context["adminform"].form.errors
    with commits():
        boss.post("/admin/auth/user/add/", {**fields, "email": "wei@example.org"})
    user = User.objects.get(username="wei")
    assert (user.is_staff, user.letter_choices.language) == (True, language)
    is_chinese = bool(re.search("[一-龥]{6}", mailoutbox[0].body))
    assert is_chinese is (language == "zh-hans")


def test_an_account_that_was_none_of_the_staff_becomes_one_by_its_group(boss):
    """D11: a group is enough; the address is asked for and the language of letters is kept."""
    user = User.objects.create_user("wei", password=PASSWORD)
    group = Group.objects.get(name="Moderators").pk
    assert "email" in change_account(boss, user, groups=[group]).context["adminform"].form.errors
    answer = change_account(boss, user, groups=[group], email="wei@example.org", language="en")
    assert answer.status_code == 302
    user = User.objects.get(username="wei")
    assert (user.is_staff, user.letter_choices.language) == (True, "en")


def change_account(client, user, **changes):
    address = f"/admin/auth/user/{user.pk}/change/"
    sent = {
        "username": user.username, "first_name": "", "last_name": "", "email": "", "is_active": "on",
        "date_joined_0": "2026-01-01", "date_joined_1": "08:00:00", "last_login_0": "", "last_login_1": "", **changes,
    }  # fmt: skip
    return client.post(address, sent)


def test_a_person_is_made_an_editor_on_one_page(boss):  # D11
    """An account without rights, as a command or an old version made it: choosing the group is all there is to do."""
    user, group = User.objects.create(username="wei"), Group.objects.get(name="Editors")
    refused = change_account(boss, user, groups=[group.pk])
    assert "email" in refused.context["adminform"].form.errors
    assert not User.objects.get(pk=user.pk).is_staff
    assert change_account(boss, user, groups=[group.pk], email="wei@example.org").status_code == 302
    user = User.objects.get(pk=user.pk)
    assert user.is_staff
    assert user.has_perm("news.change_article")


def test_an_address_belongs_to_one_account(boss):  # D11
    editor(email="Wei@example.org")
    other = editor(email="li@example.org")
    for address in ("wei@example.org", "WEI@EXAMPLE.ORG"):
        taken = change_account(boss, other, email=address, is_staff="on")
        assert "has this address already" in str(taken.context["adminform"].form.errors["email"])
        new = boss.post("/admin/auth/user/add/", {"username": "new", "email": address})
        assert "email" in new.context["adminform"].form.errors


def test_an_account_that_is_closed_needs_no_address(boss):  # D11
    user = editor()
    assert change_account(boss, user, is_active="").status_code == 302


def test_the_desk_asks_for_addresses(client, new_client):  # D11
    client.force_login(editor())
    assert "No letter reaches you" in client.get("/admin/").text
    here = new_client()
    here.force_login(administrator(email="boss@example.org"))
    page = here.get("/admin/").text
    assert "No letter reaches you" not in page
    assert "1 colleague has no e-mail address" in page
    assert "missing" in here.get("/admin/auth/user/?address=none").text
    client.force_login(editor(email="li@example.org"))
    assert "e-mail address" not in client.get("/admin/").text


def test_a_forgotten_password_is_chosen_anew_once(client, commits, mailoutbox, new_client):  # B6
    user, elsewhere = editor(email="wei@example.org"), new_client()
    sign_in(elsewhere, user)
    with commits():
        text = client.post(FORGOTTEN, {"name": "Wei@example.org"}).text
    assert "letter is on its way" in text
    assert choose(client, link(mailoutbox[0])).status_code == 302
    assert elsewhere.get("/admin/").status_code == 302
    for n in range(6):
        sign_in(new_client(), user, "wrong", REMOTE_ADDR=f"203.0.{n}.9")
    assert sign_in(new_client(), user, CHOSEN, REMOTE_ADDR="203.0.113.9").status_code == 429
    assert sign_in(client, user, CHOSEN).status_code == 302
    assert "has been used" in new_client().get(link(mailoutbox[0])).text


def test_known_and_unknown_names_get_the_same_answer_for_the_same_work(client, mailoutbox):  # B9
    known = editor(email="wei@example.org")
    answers, queries = [], []
    for n, name in enumerate((known.username, "nobody")):
        with CaptureQueriesContext(connection) as captured:
            response = client.post(FORGOTTEN, {"name": name}, REMOTE_ADDR=f"203.0.{n}.9")
        answers.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text))
        queries.append([query["sql"].split()[0] for query in captured])
    assert answers[0] == answers[1]
    assert queries[0] == queries[1]


def test_letters_have_a_limit(client, commits, mailoutbox):
    user = editor(email="wei@example.org")
    with commits():
        for n in range(9):
            assert (
                client.post(FORGOTTEN, {"name": user.username}, REMOTE_ADDR=f"203.0.{n}.9").status_code == 200
            )
    assert len(mailoutbox) == 5
    answers = [client.post(FORGOTTEN, {"name": f"n{n}"}).status_code for n in range(12)]
    assert answers == [200] * 10 + [429] * 2


@pytest.mark.parametrize("name", ["", "\0", "x" * 20_000, "' OR 1", "名@例"])
def test_hostile_names_get_an_answer(client, name):
    assert client.post(FORGOTTEN, {"name": name}).status_code in (200, 400)


@pytest.mark.parametrize(
    "end", ["MQ/x-y/", "!!/set/", "99999999999999999999/a-b/", "MQ/set/", "AAAA/%F0%9F/"]
)
def test_hostile_links_get_an_answer(client, end):
    assert client.get(FORGOTTEN + end).status_code in (200, 404)


def test_second_factors_are_reset_and_the_person_is_told(boss, commits, mailoutbox):  # B6
    person = editor(email="wei@example.org")
    TOTPDevice.objects.create(user=person)
    address = f"/admin/auth/user/{person.pk}/step/reset-factors/"
    assert boss.get(address).status_code == 200
    assert TOTPDevice.objects.exists()
    with commits():
        boss.post(address)
    assert not TOTPDevice.objects.exists()
    assert "second factors" in mailoutbox[0].body
    assert SecurityEvent.objects.get(event="factors-reset").about == person


def test_a_leavers_drafts_are_handed_on(boss, new_client):  # B6
    leaver, heir, there = editor(), editor(), new_client()
    draft, live = ArticleFactory(author=leaver, status="draft"), ArticleFactory(author=leaver)
    WorkingCopy.objects.create(thing=draft, editor=leaver, data={})
    sign_in(there, leaver)
    answer = boss.post(f"/admin/auth/user/{leaver.pk}/step/close/", {"heir": heir.pk}, follow=True)
    assert "1 articles, 1 texts" in answer.text
    leaver.refresh_from_db()
    assert not leaver.is_active
    assert not StaffSession.objects.filter(user=leaver).exists()
    assert there.get("/admin/").status_code == 302
    assert Article.objects.get(pk=draft.pk).author == heir
    assert Article.objects.get(pk=live.pk).author == leaver
    assert WorkingCopy.objects.get().editor == heir
    assert SecurityEvent.objects.get(event="account-closed").detail["handed_to"] == heir.username


def test_only_those_who_may_change_accounts_take_the_steps(client):
    person = editor()
    client.force_login(chief_editor())
    for step in ("invite", "reset-factors", "close"):
        assert client.post(f"/admin/auth/user/{person.pk}/step/{step}/").status_code == 403
