"""The face for Django: every model of the foundation."""

from foundation.background.models import ChoreRecord, Effect, Mishap, WorkerRecord
from foundation.former_slugs.models import FormerSlug
from foundation.readership.models import MostRead, PageReads
from foundation.searching.entries import SearchEntry, WrittenForm
from foundation.sent_once import SentForm
from foundation.tally import Tally
from foundation.versions.models import Version

__all__ = [
    "ChoreRecord",
    "Effect",
    "FormerSlug",
    "Mishap",
    "MostRead",
    "PageReads",
    "SearchEntry",
    "SentForm",
    "Tally",
    "Version",
    "WorkerRecord",
    "WrittenForm",
]
