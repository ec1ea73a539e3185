"""What each role sends to every address of the admin: no answer tells more than docs/rights.md, nothing changes without the right.

Each role sends a third of it, another than the next role, and all of it by `make audit`.
"""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.urls import reverse

from indexdata.models import Release
from news.articles.models import Article, Revision
from news.comments.models import Comment, CommentReport, ModerationEntry
from news.editing.models import PassageNote, PreviewLink, WorkingCopy
from news.letters.models import LetterChoices
from portal.models import SecurityEvent
from tests.factories.users import administrator
from tests.portal.rights.form_fields import fields_of
from tests.portal.rights.planted import ROLES, SECRETS, admin_addresses, plant, table, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.long]
#: Written beside what is done, by whoever does it; their lines are changed and deleted by nobody.
JOURNALS = (LogEntry, SecurityEvent)
#: Whose things belong to one person alone, and the column that says to whom.
OWN = {LetterChoices: "user_id", WorkingCopy: "editor_id"}
#: What belongs to a thing of another model: whoever may change that, or deletes it, changes them.
PARTS = {
    Revision: Article, PassageNote: Article, PreviewLink: Article, CommentReport: Comment, ModerationEntry: Comment,
}  # fmt: skip
#: The database keeps since when commentary is visible, which follows from its release: it goes with that.
FOLLOWS = ("visible_from",)
#: What must have succeeded at least, so that the walk is known to get somewhere.
EXPECTED = {
    "administrators": {"add", "change", "delete"},
    "Chief editors": {"add", "change", "delete"},
    "other staff": set(),
}
#: Actions and verbs of addresses that take no form of their own.
VERBS = {
    "post": "yes", "action": "delete_selected", "status": "approved", "verb": "approve", "do": "approve", "note": "sent",
    "reason": "sent", "text": "sent", "_typed": "1", "title_en": "sent", "body_en": "<p>sent</p>", "days": "3",
}  # fmt: skip


def rows():
    """Return every row of what the admin keeps, and of its accounts' rights: (model, key) → values."""
    models = [*admin.site._registry, *PARTS, WorkingCopy]
    models += [through.remote_field.through for model in models for through in model._meta.many_to_many]
    return {
        (model, row["id"] if "id" in row else row[model._meta.pk.attname]): row
        for model in models
        for row in model._base_manager.values()
    }


def allowed(user, model, verb):
    """Tell whether somebody may add, change or delete rows of a model; a relation goes with either of its ends."""
    if model in JOURNALS:
        return verb == "add"
    if model in PARTS:
        return any(allowed(user, PARTS[model], one) for one in ("change", "delete"))
    if model is WorkingCopy:  # it goes with its article
        return verb == "delete" and allowed(user, Article, "delete")
    if model._meta.auto_created or model._meta.label == "news.TaggedItem":
        ends = {field.related_model for field in model._meta.fields if field.related_model}
        return any(allowed(user, end, "change") or allowed(user, end, "add") for end in ends)
    name = model._meta.model_name
    return user.has_perm(f"{model._meta.app_label}.{verb}_{name}")


def changes(before, after, person):
    """Return what was done to which model between two states, one's own things apart: (model, verb, names of the fields)."""
    found = []
    for place in before.keys() | after.keys():
        old, new = before.get(place), after.get(place)
        if (
            place == (type(person), person.pk)
            or {**(old or {}), **(new or {})}.get(OWN.get(place[0])) == person.pk
        ):
            continue
        if old is None or new is None:
            found.append((place[0], "add" if old is None else "delete", ()))
        elif old != new:
            found.append((place[0], "change", tuple(name for name in old if old[name] != new[name])))
    return found


@pytest.fixture
def letters(world, client):
    """Address → what an administrator's browser would send there, of every address that has a form."""
    client.force_login(administrator(username="somebody-else"))
    addresses = [address for address in admin_addresses(world) if "?" not in address]
    sent = {address: fields_of(client, address) for address in addresses}
    client.logout()
    return sent


@pytest.fixture
def world():
    return plant()


def sendings(world, letters):
    """Return (address, fields) of everything that is sent: forms, deletions, each action of each list, verbs without a form."""
    for address, form in letters.items():
        yield address, {**form, "_save": "Save"}
        yield address, {**form, **VERBS}
    for model, model_admin in admin.site._registry.items():
        keys = [thing.pk for thing in world.things.get(model, [])]
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        actions = {name for _function, name, _title in model_admin._get_base_actions()} | {"delete_selected"}
        for action in sorted(actions):
            yield (
                address,
                {**VERBS, "action": action, "_selected_action": keys, "select_across": "1", "index": "0"},
            )


class Writes:
    """Notices whether a statement changed a table; the answer to a request that wrote nothing needs no second look."""

    def __init__(self):
        self.any = False

    def __call__(self, execute, sql, params, many, context):
        self.any |= sql.startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, params, many, context)


def send(client, address, fields):
    """Return the answer to a POST, and the rows after it (None: it wrote nothing); all of it is undone."""
    writes = Writes()
    with transaction.atomic():
        with connection.execute_wrapper(writes):
            answer = client.post(address, fields)
            text = text_of(answer)
        after = rows() if writes.any else None
        transaction.set_rollback(True)
    assert answer.status_code < 500, (address, answer.status_code)
    return text, after


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_seen_or_changed_without_right(client, world, letters, role, some):  # B1, B5
    person = ROLES[role](username="somebody", email="somebody@example.org")
    client.force_login(person)
    cookies, before, done = client.cookies.copy(), rows(), set()
    for address, fields in some(sendings(world, letters), role, one_in=3):
        client.cookies = cookies.copy()
        text, after = send(client, address, fields)
        for secret, words in SECRETS.items():
            told = [word for word in words if word in text and word not in str(fields)]
            assert not told or table()[secret][role], (role, secret, address)
        for model, verb, names in changes(before, after or before, person):
            if (model, names) == (Article, FOLLOWS):
                model = Release
            assert allowed(person, model, verb), (role, address, model._meta.label, verb, names)
            done.add(verb)
    assert done >= EXPECTED.get(role, {"add", "change"})
