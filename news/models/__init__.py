"""The nouns of the newsroom."""

from .article import Article
from .comment import Comment, ModerationEntry
from .fabric import Fabric, FabricUse
from .page import Page
from .picture import Picture
from .revision import Revision
from .section import Section
from .tag import Tag, TaggedItem
from .working import PassageNote, Presence, PreviewLink, WorkingCopy

__all__ = [
    "Article",
    "Comment",
    "Fabric",
    "FabricUse",
    "ModerationEntry",
    "Page",
    "PassageNote",
    "Picture",
    "Presence",
    "PreviewLink",
    "Revision",
    "Section",
    "Tag",
    "TaggedItem",
    "WorkingCopy",
]
