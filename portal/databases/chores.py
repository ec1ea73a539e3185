"""Chores of the database."""

from django.utils.translation import gettext_lazy as _

from foundation.background.chores import daily, register_chore
from portal.databases.statistics import refresh_statistics


def register():
    """Register the chore; called once when the applications are ready."""
    register_chore(
        "statistics", _("Telling the database how large its tables are"), daily("04:20"), refresh_statistics
    )
