"""What stands at the head of every page: the newest headline figures, and whether demonstration figures are loaded."""

from dataclasses import dataclass

from indexdata.latest import Latest, headline
from indexdata.models import Observation
from portal.pagecache import remember


@dataclass(frozen=True)
class Masthead:
    """The headline figures and whether any demonstration figure is public."""

    figures: list[Latest]
    demonstration: bool


def masthead() -> Masthead:
    """Return the masthead, computed once per process as long as nothing public changes."""
    return remember("masthead", _compute)


def _compute():
    return Masthead(headline(), Observation.objects.public().filter(demonstration=True).exists())
