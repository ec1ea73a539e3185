"""The nouns of the index: classification, figures, releases, where figures come from."""

from .bulk_build import BulkBuild
from .check_acknowledgement import CheckAcknowledgement
from .classification import FormerPath, Index, IndexAlias
from .draft_vintage import DraftVintage
from .embargo_read import EmbargoRead
from .event import Event
from .jump_tolerance import JumpTolerance
from .observation import Observation, Provenance
from .release import Release
from .release_change import ReleaseChange, with_date_changes
from .revision import Revision
from .sample import SampleUnit
from .source import CollectingSource, SourceFact

__all__ = [
    "BulkBuild",
    "CheckAcknowledgement",
    "CollectingSource",
    "DraftVintage",
    "EmbargoRead",
    "Event",
    "FormerPath",
    "Index",
    "IndexAlias",
    "JumpTolerance",
    "Observation",
    "Provenance",
    "Release",
    "ReleaseChange",
    "Revision",
    "SampleUnit",
    "SourceFact",
    "with_date_changes",
]
