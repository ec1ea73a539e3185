"""The progress of bringing in a file, for whom it takes long."""

from collections.abc import Callable
from typing import TypeAlias

#: Gets what is being done ("reading", "comparing", "writing"), how much of it is done, and of how much.
Progress: TypeAlias = Callable[[str, int, int], None]


def unseen(_step: str, _done: int, _of: int) -> None:
    """Tell nobody."""
