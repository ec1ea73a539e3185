"""Admin pages of index data."""

from . import classification, draft_vintages, events, observations, release_checks, releases, samples, sources

__all__ = [
    "classification",
    "draft_vintages",
    "events",
    "observations",
    "release_checks",
    "releases",
    "samples",
    "sources",
]
