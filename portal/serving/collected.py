"""Static files, collected again only when one of them changed: compressing them takes a while."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MARK = ".collected"


def collect_if_changed() -> bool:
    """Collect static files into STATIC_ROOT unless they are there already; tell whether they were collected.

    Without the mark the last collecting was not finished: a file that was half copied then looks newer than its source and
    would stay as it is, so everything is collected anew.
    """
    mark = Path(settings.STATIC_ROOT) / MARK
    present = fingerprint()
    if mark.exists() and mark.read_text() == present:
        return False
    unfinished = not mark.exists()
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=unfinished)
    mark.write_text(present)
    return True


def fingerprint() -> str:
    """Return what tells one set of static files from another: the storage, and each file's name, size and time."""
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]["BACKEND"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
