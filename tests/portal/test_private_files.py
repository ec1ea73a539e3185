"""What the portal writes can be read by its own account alone, on real files and in a process of its own."""

import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings

from portal.private_files import close_files

pytestmark = pytest.mark.long


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Return the folder of an installation that an older version had left open to others, after `prepare`."""
    folder = tmp_path_factory.mktemp("installation") / "var"
    for name in ("cache/old", "media/pictures"):
        (folder / name).mkdir(parents=True)
    for name in ("secret_key", "portal.sqlite3", "cache/old/x.djcache", "media/pictures/a.png"):
        (folder / name).write_bytes(b"x" * 60 if name == "secret_key" else b"")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)
    environment = {
        **os.environ, "VAR_DIR": str(folder), "DATABASE_URL": "", "REDIS_URL": "", "ENVIRONMENT": "local",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "prepare"]
    script = 'umask 022; exec "$@"'
    done = subprocess.run(
        ["/bin/sh", "-c", script, "sh", *command], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Four eyes: off (FOUR_EYES)" in done.stdout
    return folder


def test_an_open_installation_is_closed(prepared):  # B10
    assert mode(prepared) == 0o700
    private = [path for path in prepared.rglob("*") if "static" not in path.relative_to(prepared).parts]
    assert {"portal.sqlite3", "secret_key", "a.png"} <= {path.name for path in private}
    assert {str(path): oct(mode(path)) for path in private if mode(path) & 0o077} == {}


def test_what_sqlite_makes_beside_the_database_is_closed(prepared):  # B10
    code = (
        "import os; os.umask(0o022); import django; django.setup(); from django.db import connection as c; from django.conf "
        "import settings; cursor = c.cursor(); cursor.execute('create table t (x)'); cursor.execute('insert into t values (1)');"
        "print({p.name: oct(p.stat().st_mode & 0o777) for p in settings.VAR_DIR.glob('portal.sqlite3*')})"
    )
    environment = {
        **os.environ, "VAR_DIR": str(prepared), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "portal.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    modes = eval(done.stdout)
    assert {"portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm"} <= set(modes)
    assert set(modes.values()) == {"0o600"}


def test_folders_shared_on_purpose_are_left_alone(tmp_path):  # B10
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    close_files(shared)
    assert mode(shared) == 0o1777
    close_files(tmp_path / "nowhere")
