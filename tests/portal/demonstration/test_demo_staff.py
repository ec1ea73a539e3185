"""Staff accounts to try the portal with: made once, written down once, for their owner's eyes only."""

import stat

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db
USERS = {"administrator", "editor", "chief-editor", "moderator", "officer"}


@pytest.fixture
def accounts(settings, tmp_path):
    """Where the passwords are written down."""
    settings.VAR_DIR = tmp_path
    return tmp_path / "staff-accounts.txt"


@pytest.fixture
def create(capsys):
    """Run the command and return what it says."""

    def run():
        call_command("create_demo_staff")
        return capsys.readouterr().out

    return run


def written(file):
    return dict(line.split() for line in file.read_text().splitlines() if not line.startswith("#"))


def test_each_role_has_an_account_whose_password_is_shown_and_kept(accounts, create, rf):
    said = create()
    passwords = written(accounts)
    assert passwords.keys() == USERS
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    for username, password in passwords.items():
        assert password in said
        assert authenticate(rf.get("/"), username=username, password=password).is_staff
    groups = get_user_model().objects.exclude(groups=None).values_list("username", "groups__name")
    assert dict(groups) == {
        "editor": "Editors",
        "chief-editor": "Chief editors",
        "moderator": "Moderators",
        "officer": "Index officers",
    }
    assert list(get_user_model().objects.filter(is_superuser=True).values_list("username", flat=True)) == [
        "administrator"
    ]


def test_running_again_changes_nothing_and_shows_no_password(accounts, create):
    create()
    passwords, hashes = written(accounts), list(get_user_model().objects.values_list("username", "password"))
    said = create()
    assert written(accounts) == passwords
    assert list(get_user_model().objects.values_list("username", "password")) == hashes
    assert not any(password in said for password in passwords.values())
    assert str(accounts) in said


def test_a_deleted_account_stays_deleted(accounts, create):
    create()
    get_user_model().objects.get(username="editor").delete()
    create()
    assert not get_user_model().objects.filter(username="editor").exists()


def test_an_account_made_by_hand_is_left_alone(accounts, create):
    get_user_model().objects.create_user("editor", password="chosen by hand")
    create()
    assert written(accounts).keys() == USERS - {"editor"}
    assert get_user_model().objects.get(username="editor").check_password("chosen by hand")


def test_a_lost_file_is_explained(accounts, create):
    create()
    accounts.unlink()
    said = create()
    assert "changepassword" in said
    assert not accounts.exists()


def test_passwords_of_a_former_database_are_replaced(accounts, create):
    accounts.write_text("# old\neditor          former\nsomebody        kept\n")
    create()
    assert written(accounts).keys() == USERS | {"somebody"}
    assert written(accounts)["editor"] != "former"


def test_without_groups_the_command_says_what_to_do(accounts, create):
    Group.objects.all().delete()
    with pytest.raises(CommandError, match="migrate"):
        create()
    assert not get_user_model().objects.exists()
    assert not accounts.exists()
