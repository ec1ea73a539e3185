"""L6: whatever is sent to any form or endpoint, staff and visitors never see a failure of ours.

The addresses come from the routes, the forms from the pages, the names of parameters from the code. Each run sends some of
all the letters, the same ones each time; `--audit` sends many more, in pieces that several processes share.
"""

from itertools import islice

import pytest
from django.db import transaction

from tests.factories.users import administrator
from tests.portal.fuzz.letters import Share, every_letter
from tests.portal.fuzz.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ALLOWED = {200, 204, 206, 301, 302, 304, 400, 403, 404, 405, 409, 410, 413, 415, 422, 429}
#: A part that takes seconds, and everything.
A_PART, EVERYTHING = Share(one_in=30, values=1), Share(one_in=1, values=2)
PIECES = 12


def pytest_generate_tests(metafunc):
    """Deal the letters of an audit out to pieces."""
    pieces = PIECES if metafunc.config.getoption("--audit") else 1
    metafunc.parametrize(("first", "step"), [(first, pieces) for first in range(pieces)])


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_world()


@pytest.fixture
def sender(client, world):
    """Return what sends letters as an administrator, undoes what they did and keeps what failed."""
    client.force_login(administrator(username="fuzz", email="fuzz@example.org"))
    client.raise_request_exception = False
    return Sender(client)


class Sender:
    """Sends letters one by one to a portal that stays as it was."""

    def __init__(self, client):
        self.client, self.failed, self.answers = client, [], {}
        self.cookies = client.cookies.copy()

    def send(self, letter):
        self.client.cookies = self.cookies.copy()
        start, _mark, query = letter.address.partition("?")
        with transaction.atomic():
            try:
                if letter.method == "GET":
                    query = "&".join(filter(None, (query, letter.query())))
                    answer = self.client.generic("GET", start, QUERY_STRING=query)
                else:
                    kind, body = letter.body()
                    method = "POST" if letter.method == "JSON" else letter.method
                    answer = self.client.generic(method, start, body, content_type=kind, QUERY_STRING=query)
                if answer.streaming:
                    b"".join(answer.streaming_content)
                self.look_at(letter, answer)
            finally:
                transaction.set_rollback(True)

    def look_at(self, letter, answer):
        status = answer.status_code
        self.answers[status] = self.answers.get(status, 0) + 1
        if status not in ALLOWED:
            error = getattr(answer, "exc_info", None)
            why = f"{error[0].__name__}: {str(error[1])[:150]}" if error else ""
            self.failed.append(f"{letter.method} {letter.address[:100]} [{letter.said}] {status} {why}")


def test_nothing_that_is_sent_makes_the_portal_fail(sender, world, first, step):
    share = EVERYTHING if step > 1 else A_PART
    for letter in islice(every_letter(sender.client, world, share), first, None, step):
        sender.send(letter)
    assert not sender.failed, f"{len(sender.failed)} of {sender.answers}\n" + "\n".join(sender.failed)
    # The letters get somewhere: pages are shown again, things are changed, and what is no form is refused.
    assert min(sender.answers.get(status, 0) for status in (200, 302, 400, 405)) > 3, sender.answers
