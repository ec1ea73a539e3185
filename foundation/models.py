"""The face for Django: every model of the foundation."""

from foundation.background.models import ChoreRecord, Effect, Mishap, WorkerRecord

__all__ = ["ChoreRecord", "Effect", "Mishap", "WorkerRecord"]
