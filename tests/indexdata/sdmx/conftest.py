"""A portal with the published figures of the starter content on the production server, for stock clients."""

import csv
import shutil
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal

import pytest

from indexdata.sdmx.periods import time_period
from tests.server import BASE, environment, portal_server


@pytest.fixture(scope="session")
def served(installation, tmp_path_factory):
    """The address of the portal."""
    folder = shutil.copytree(installation, tmp_path_factory.mktemp("sdmx"), dirs_exist_ok=True)
    env = environment(folder)
    command = [sys.executable, "manage.py", "load_starter_content", "--without-pictures"]
    subprocess.run(command, cwd=BASE, env=env, check=True, stdout=subprocess.DEVNULL)
    with portal_server(folder, 1, FILES_PER_MINUTE="0", API_ANSWERS_PER_MINUTE="0") as server:
        yield server.address


@pytest.fixture(scope="session")
def published():
    """{(code, time): value} of the published figures, read from the starter files."""
    folder = BASE / "portal" / "starter_content"
    with (folder / "classification.csv").open() as file:
        codes = {row["path"]: row["code"] for row in csv.DictReader(file)}
    found = {}
    with (folder / "published_values.csv").open() as file:
        for row in csv.DictReader(file):
            found[codes[row["level_path"]], _time(row["period"])] = Decimal(row["value"])
    assert len(found) == 179
    return found


def _time(period):
    """A week is named by its issue's Monday, or by its last day, a Sunday, and belongs to the Monday after it."""
    if len(period) == 7:
        return period
    day = date.fromisoformat(period)
    return time_period(day + timedelta(days=-day.weekday() % 7), "weekly")
