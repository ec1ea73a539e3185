"""The chore that has bulk files made anew when something else is public, within a minute after a release."""

from datetime import timedelta

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


def register():
    """Register the chore; called once when the applications are ready."""
    TITLES[MISHAP] = _("Making the bulk files")
    register_chore("bulk-files", _("Making the bulk files"), every(minutes=1), refresh)


def refresh() -> int | None:
    """Make what is out of date anew; return how many sets of files were made, None for none.

    While the place of files is away nothing is made and the next turn tries again, a minute later: the files are refused
    meanwhile, and other work that fails waits longer each time.
    """
    try:
        made = _made_anew()
    except StoreAway as error:
        note_mishap(MISHAP, "", error, concerns=MAY_RELEASE, urgent=True, pauses=(timedelta(minutes=1),))
        return None
    settle(MISHAP, "")
    return made or None


def _made_anew():
    made, stored = 0, names_stored()
    for invented in (False, True):
        if invented and not Observation.objects.invented().exists():
            BulkBuild.objects.filter(invented=True).delete()
            continue
        held = BulkBuild.objects.filter(invented=invented).first()
        if held is None or held.prints != fingerprints(invented=invented) or not _are_there(held, stored):
            build(invented=invented)
            made += 1
    return made


def _are_there(made, stored) -> bool:
    """Tell whether all files are where they were stored; after a restored backup they may not be."""
    return all(file["stored"] in stored for file in made.files)
