"""kill -9 in the middle of what writes: run again, it ends as an unbroken run. `make audit` does it twenty times each."""

import subprocess
import sys

import pytest

from tests.server import BASE

pytestmark = pytest.mark.long


#: Tried once in each run: one of the newsroom and one of figures. The others wait for the audit.
TRIED = {"publish", "import_coming"}
OPERATIONS = (
    "publish",
    "decide",
    "workbook",
    "old_site",
    "import_published",
    "import_coming",
    "approve",
    "correct",
)


@pytest.mark.parametrize(
    "operation",
    [pytest.param(one, marks=() if one in TRIED else pytest.mark.audit) for one in OPERATIONS],
)
def test_what_was_killed_ends_as_an_unbroken_run(operation, request):
    kills = "20" if request.config.getoption("--audit") else "1"
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kill", "--kills", kills, "--seed", "ci", "--only", operation],
        cwd=BASE,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-4000:]
