"""The chore that has bulk files made anew when something else is public, within a minute after a release."""

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from foundation.background.chores import every, register_chore
from indexdata.models import BulkBuild, Observation

from .building import build
from .fingerprints import fingerprints


def register():
    """Register the chore; called once when the applications are ready."""
    register_chore("bulk-files", _("Making the bulk files"), every(minutes=1), refresh)


def refresh() -> int | None:
    """Make what is out of date anew; return how many sets of files were made, None for none."""
    made = 0
    for invented in (False, True):
        if invented and not Observation.objects.invented().exists():
            BulkBuild.objects.filter(invented=True).delete()
            continue
        held = BulkBuild.objects.filter(invented=invented).first()
        if held is None or held.prints != fingerprints(invented=invented) or not _are_there(held):
            build(invented=invented)
            made += 1
    return made or None


def _are_there(made) -> bool:
    """Tell whether all files are where they were stored; after a restored backup they may not be."""
    return all(default_storage.exists(file["stored"]) for file in made.files)
