"""The nouns of the newsroom."""

from .article import Article
from .comment import Comment, ModerationEntry
from .fabric import Fabric, FabricUse
from .page import Page
from .picture import Picture
from .section import Section
from .tag import Tag, TaggedItem

__all__ = [
    "Article",
    "Comment",
    "Fabric",
    "FabricUse",
    "ModerationEntry",
    "Page",
    "Picture",
    "Section",
    "Tag",
    "TaggedItem",
]
