"""The moment a person last proved in a session who they are; sensitive steps ask again when that is too long ago."""

import time

from django.conf import settings

PROVED_AT, FACTOR = "_proved_at", "_second_factor"


def note(session):
    """Note that the person has just proved who they are."""
    session[PROVED_AT] = int(time.time())


def is_recent(session, now=None):
    """Tell whether the last proof is recent enough for a sensitive step."""
    age = (now or time.time()) - session.get(PROVED_AT, 0)
    return age + 5 >= 0 and age <= settings.ASK_AGAIN_MINUTES * 60
