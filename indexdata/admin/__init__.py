"""Admin pages of index data."""

from . import classification, observations, releases, samples, sources

__all__ = ["classification", "observations", "releases", "samples", "sources"]
