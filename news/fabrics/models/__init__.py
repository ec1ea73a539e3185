from .beside import FabricLink, FabricRevision, FabricSentBack, NoteOnFabric, OpenFabric, TypedFabric
from .fabric import Fabric, FabricUse

__all__ = [
    "Fabric",
    "FabricLink",
    "FabricRevision",
    "FabricSentBack",
    "FabricUse",
    "NoteOnFabric",
    "OpenFabric",
    "TypedFabric",
]
