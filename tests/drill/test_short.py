"""The short form of the drill, where this machine can hold it: it takes minutes, so `make audit` runs it."""

import subprocess
import sys

import pytest

from tests.drill.needs import lacks
from tests.server import BASE

pytestmark = [pytest.mark.audit, pytest.mark.skipif(bool(lacks()), reason=lacks() or "the drill runs here")]


def test_some_faults_under_load_keep_all_budgets(capsys):
    done = subprocess.run(
        [sys.executable, "-m", "tests.drill", "--short"],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=False,
    )
    with capsys.disabled():
        print(f"\n{done.stdout}")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
