"""The worker has bulk files made by a process of its own: the drill's hour found that what they took stayed with it."""

import json
import shutil
import subprocess
import sys

import pytest

from indexdata.bulk import chore
from tests.server import BASE, environment

pytestmark = pytest.mark.long
ASKED = """
import django, json, sys
django.setup()
from indexdata.bulk.chore import refresh_apart
from indexdata.bulk.files import files_now
from indexdata.models import BulkBuild
BulkBuild.objects.all().delete()
said = [refresh_apart(), refresh_apart()]
print(json.dumps([said, sorted(files_now()), "pyarrow" in sys.modules]))
"""


def test_what_making_bulk_files_takes_is_given_back(furnished, tmp_path):
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=BASE, capture_output=True, text=True, check=True,
        env=environment(tmp_path, DJANGO_SETTINGS_MODULE="portal.settings"),
    )  # fmt: skip
    said, names, has_pyarrow = json.loads(done.stdout)
    assert said[0].startswith("published figures: ")
    assert said[1] is None
    assert {"all.parquet", "price.csv", "price.xlsx"} <= set(names)
    assert not has_pyarrow


@pytest.mark.django_db
def test_a_process_that_fails_says_why(monkeypatch):
    failing = [sys.executable, "-c", "raise SystemExit('Traceback\\nOSError: no disk')"]
    monkeypatch.setattr(chore, "COMMAND", failing)
    with pytest.raises(RuntimeError, match=r"^OSError: no disk$"):
        chore.refresh_apart()
