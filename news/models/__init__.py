"""The nouns of the newsroom."""

from .article import Article
from .attachment import Attachment
from .comment import Comment, ModerationEntry
from .fabric import Fabric, FabricUse
from .link_check import LinkCheck
from .page import Page
from .picture import Picture
from .redirect import FormerTag, Redirect
from .reference import Reference
from .revision import Revision
from .section import Section
from .series import ArticleSeries
from .tag import Tag, TaggedItem
from .working import PassageNote, Presence, PreviewLink, WorkingCopy

__all__ = [
    "Article",
    "ArticleSeries",
    "Attachment",
    "Comment",
    "Fabric",
    "FabricUse",
    "FormerTag",
    "LinkCheck",
    "ModerationEntry",
    "Page",
    "PassageNote",
    "Picture",
    "Presence",
    "PreviewLink",
    "Redirect",
    "Reference",
    "Revision",
    "Section",
    "Tag",
    "TaggedItem",
    "WorkingCopy",
]
