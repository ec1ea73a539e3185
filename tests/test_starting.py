"""Starting: each command, each process of a server and each worker pays for what is loaded before it does anything."""

import os
import subprocess
import sys

from tests.server import BASE

#: Libraries that few processes need and that take a tenth of a second or more to load; each is loaded where it is used.
HEAVY = {
    "boto3", "numpy", "openpyxl", "prometheus_client", "pyarrow", "pypinyin", "rjieba", "sentry_sdk", "webauthn", "xlsxwriter",
}  # fmt: skip
START = """
import sys
import django
django.setup()
import portal.urls
print(*sys.modules)
"""


def loaded(code, folder):
    """Return the modules that a process has loaded which ran some code."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", "VAR_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=BASE, env=env, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_nothing_heavy_is_loaded_before_it_is_needed(tmp_path):
    assert not HEAVY & loaded(START, tmp_path)


def test_a_server_has_loaded_what_its_first_visitor_needs(tmp_path):
    """All views, and the dictionary that cuts Chinese titles; nothing of it is looked through for unused memory again."""
    code = "import gc, sys, portal.wsgi\nprint(*sys.modules, f'frozen={gc.get_freeze_count() > 100_000}')"
    found = loaded(code, tmp_path)
    assert HEAVY & found == {"rjieba"}
    assert {"portal.urls", "news.urls", "indexdata.urls", "frozen=True"} <= found
