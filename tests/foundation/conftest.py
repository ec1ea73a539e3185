"""A queue in the test's transaction, and a clock that is set."""

from datetime import UTC, datetime

import pytest

from foundation.background import chores, clock, mishaps, once, trying, upkeep, worker

START = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)


@pytest.fixture
def queued(settings, monkeypatch, tmp_path):
    """Work waits in the queue."""
    settings.TASKS = {name: {"BACKEND": settings.TASKS[name]["BACKEND"]} for name in ("default", "queue")}
    monkeypatch.setenv("TRIAL_FILE", str(tmp_path / "trial"))


@pytest.fixture
def now(monkeypatch):
    """The set clock: now.at is what every node takes for the time."""

    class Clock:
        at = START

    for module in (clock, trying, mishaps, worker, chores, once, upkeep):
        monkeypatch.setattr(module, "database_time", lambda: Clock.at)
    return Clock
