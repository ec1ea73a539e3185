"""The nouns of the index: classification, figures, releases, where figures come from."""

from .classification import Index
from .observation import Observation, Provenance
from .release import Release
from .sample import SampleUnit
from .source import CollectingSource, SourceFact

__all__ = ["CollectingSource", "Index", "Observation", "Provenance", "Release", "SampleUnit", "SourceFact"]
