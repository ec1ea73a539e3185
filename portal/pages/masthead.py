"""The head of every page: the newest headline figures, and whether demonstration figures are shown."""

from indexdata.series.newest import Headline, headline
from portal.freshness.parts import remember


def masthead() -> Headline:
    """Return the headline, asked for once per process as long as nothing public changes."""
    return remember("masthead", headline)
