"""The chore that has bulk files made anew when something else is public, within a minute after a release.

They are made in a process of their own: what it takes to write a million rows in four formats would stay with the worker for good.
"""

import os
import subprocess
import sys
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foundation.background.chores import every, register_chore
from foundation.background.mishaps import TITLES, note_mishap, settle
from foundation.stores import StoreAway
from indexdata.models import BulkBuild, Observation

from .building import build, names_stored
from .fingerprints import fingerprints

#: Whoever may release figures is told that their files lag behind.
MAY_RELEASE = "indexdata.release_figures"
MISHAP = "bulk-files"
COMMAND = [sys.executable, str(settings.BASE_DIR / "manage.py"), "make_bulk_files"]


def register():
    """Register the chore; called once when the applications are ready."""
    TITLES[MISHAP] = _("Making the bulk files")
    register_chore("bulk-files", _("Making the bulk files"), every(minutes=1), refresh_apart)


def refresh_apart() -> str | None:
    """Have what is out of date made anew by a process of its own; return what that says, None where there was nothing to do."""
    try:
        if not _stale():
            settle(MISHAP, "")
            return None
    except StoreAway as error:
        _note(error)
        return None
    command = [*COMMAND, "--end-with", str(os.getpid())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words only
    if done.returncode:
        raise RuntimeError(
            done.stderr.strip().rpartition("\n")[2] or f"The process ended with {done.returncode}."
        )
    return done.stdout.strip().replace("\n", "; ")


def refresh() -> int | None:
    """Make what is out of date anew; return how many sets of files were made, None for none.

    While the place of files is away nothing is made and the next turn tries again, a minute later: the files are refused
    meanwhile, and other work that fails waits longer each time.
    """
    try:
        stale = _stale()
        for invented in stale:
            build(invented=invented)
    except StoreAway as error:
        _note(error)
        return None
    settle(MISHAP, "")
    return len(stale) or None


def _note(error):
    note_mishap(MISHAP, "", error, concerns=MAY_RELEASE, urgent=True, pauses=(timedelta(minutes=1),))


def _stale() -> list[bool]:
    """Return which sets of files are to be made, without and with invented figures: there are none, others are public, or they are lost."""
    stale, stored = [], names_stored()
    for invented in (False, True):
        if invented and not Observation.objects.invented().exists():
            BulkBuild.objects.filter(invented=True).delete()
            continue
        held = BulkBuild.objects.filter(invented=invented).first()
        if held is None or held.prints != fingerprints(invented=invented) or not _are_there(held, stored):
            stale.append(invented)
    return stale


def _are_there(made, stored) -> bool:
    """Tell whether all files are where they were stored; after a restored backup they may not be."""
    return all(file["stored"] in stored for file in made.files)
