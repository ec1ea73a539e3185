"""Staff accounts for trying the portal out: one for each role, with random passwords that are written down once."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from indexdata.permissions import INDEX_OFFICERS
from news.permissions import CHIEF_EDITORS, EDITORS, MODERATORS
from portal.secrets import replace_private

from .record import Record


@dataclass(frozen=True)
class Role:
    """A user name and the group it belongs to; without a group it may do everything."""

    username: str
    group: str | None


ROLES = (
    Role("administrator", None),
    Role("editor", EDITORS),
    Role("chief-editor", CHIEF_EDITORS),
    Role("moderator", MODERATORS),
    Role("officer", INDEX_OFFICERS),
)
HEADING = "# Staff accounts of this installation: user name, password. Change the passwords before others can reach it.\n"


@transaction.atomic
def create_staff(file: Path, address: str = "") -> dict[str, str]:
    """Create the accounts not created yet, write their passwords to `file`, and return {user name: password}.

    With an `address` each gets one of its own that leads there: office+editor@example.org. An account that somebody
    deleted or made by hand is left alone.
    """
    record, users = Record("staff"), get_user_model().objects
    taken = set(
        users.filter(username__in=[role.username for role in ROLES]).values_list("username", flat=True)
    )
    made = {}
    for role in ROLES:
        if role.username in record or role.username in taken:
            continue
        password = secrets.token_urlsafe(12)
        is_administrator = role.group is None
        user = users.create_user(
            role.username,
            email=_own_address(role, address),
            password=password,
            is_staff=True,
            is_superuser=is_administrator,
        )
        if role.group:
            user.groups.add(Group.objects.get(name=role.group))
        record.remember([(role.username, user.pk)])
        made[role.username] = password
    if made:
        _write_down(file, made)
    return made


def _own_address(role, address):
    box, _at, host = address.rpartition("@")
    return f"{box}+{role.username}@{host}" if address else ""


def _write_down(file, made):
    """Add the new passwords to those in the file; lines about accounts of the same name are out of date."""
    try:
        lines = [line for line in file.read_text().splitlines(keepends=True) if not line.startswith("#")]
    except FileNotFoundError:
        lines = []
    lines = [line for line in lines if line.split(maxsplit=1)[:1] and line.split()[0] not in made]
    lines += [f"{username:<16}{password}\n" for username, password in made.items()]
    replace_private(file, HEADING + "".join(lines))
