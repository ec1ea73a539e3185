"""Counting in a process of the server; where nothing is counted these cost a call and no library is loaded."""

import os

IS_ON = bool(os.environ.get("PROMETHEUS_MULTIPROC_DIR"))


def _nothing(*_values):
    """Count nothing."""


if IS_ON:
    from portal.measuring.counters import count_kept, count_made, count_query, note_stamp_age
else:
    count_kept = count_made = count_query = note_stamp_age = _nothing

__all__ = ["IS_ON", "count_kept", "count_made", "count_query", "note_stamp_age"]
