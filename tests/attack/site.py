"""A portal to attack: data of its own below a folder, with the demonstration figures, one administrator's session."""

import subprocess
import sys

from tests.server import BASE, environment

SIGN_IN = """
import django
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client
people = get_user_model().objects
admin = people.filter(username="attacked").first() or people.create_superuser("attacked", "a@example.org", "long enough 1")
client = Client()
client.force_login(admin)
print(client.cookies["sessionid"].value)
"""


def signed_in(folder, **settings):
    """Return the key of an administrator's session."""
    return _run(folder, {**settings, "DJANGO_SETTINGS_MODULE": "portal.settings"}, "-c", SIGN_IN).split()[-1]


def _run(folder, settings, *command):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=BASE,
        env=environment(folder, **settings),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def large_file(folder):
    """Return the address of the largest static file."""
    root = folder / "static"
    path = max(
        (path for path in root.rglob("*") if path.suffix != ".gz"), key=lambda path: path.stat().st_size
    )
    return f"/static/{path.relative_to(root)}"


def large_upload(folder, megabytes=20):
    """Put a large file where uploads lie and return its address."""
    path = folder / "media" / "attachments" / "large.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.7\n" + b"0" * (megabytes * 1024 * 1024))
    return "/media/attachments/large.pdf"
