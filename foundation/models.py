"""The face for Django: every model of the foundation."""

from foundation.background.models import ChoreRecord, Effect, Mishap, WorkerRecord
from foundation.searching.entries import SearchEntry
from foundation.sent_once import SentForm
from foundation.tally import Tally
from foundation.versions.models import Version

__all__ = ["ChoreRecord", "Effect", "Mishap", "SearchEntry", "SentForm", "Tally", "Version", "WorkerRecord"]
