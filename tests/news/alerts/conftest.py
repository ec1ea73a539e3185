"""Letters go in this process unless a test wants the queue."""

import pytest


@pytest.fixture(autouse=True)
def letters_at_once(settings):
    settings.TASKS = {
        "default": {**settings.TASKS["default"], "OPTIONS": {"at_once": True, "waits_for_commit": False}},
        "queue": settings.TASKS["queue"],
    }
