from .fabric import Fabric, FabricUse

__all__ = ["Fabric", "FabricUse"]
