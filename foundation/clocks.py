"""Clocks that differ and clocks that are set back."""

from datetime import timedelta

#: So much the clocks of two machines may differ. A moment further ahead that was noted as past, or as the present, says that
#: the clock has been set back since.
CLOCKS_DIFFER = timedelta(minutes=1)
