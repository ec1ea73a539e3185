"""The face for Django: every model of the foundation."""

from foundation.background.models import ChoreRecord, Effect, Mishap, WorkerRecord
from foundation.tally import Tally

__all__ = ["ChoreRecord", "Effect", "Mishap", "Tally", "WorkerRecord"]
