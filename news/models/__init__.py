"""The nouns of the newsroom."""

from .article import Article
from .attachment import Attachment
from .comment import Comment, CommentTotal, ModerationEntry
from .comment_reader import CommentReport, Reader, Subscription
from .comment_rules import Ban, CommentRules, ListedWord, ReasonTemplate
from .fabric import Fabric, FabricUse
from .learned import LearnedWord
from .letter_choices import LetterChoices
from .link_check import LinkCheck
from .network import NetworkKey
from .page import Page
from .picture import Picture
from .redirect import Redirect
from .reference import Reference
from .revision import Revision
from .section import Section, SectionMonth
from .series import ArticleSeries
from .tag import FormerTag, Tag, TaggedItem, TagMonth
from .working import PassageNote, Presence, PreviewLink, WorkingCopy

__all__ = [
    "Article",
    "ArticleSeries",
    "Attachment",
    "Ban",
    "Comment",
    "CommentReport",
    "CommentRules",
    "CommentTotal",
    "Fabric",
    "FabricUse",
    "FormerTag",
    "LearnedWord",
    "LetterChoices",
    "LinkCheck",
    "ListedWord",
    "ModerationEntry",
    "NetworkKey",
    "Page",
    "PassageNote",
    "Picture",
    "Presence",
    "PreviewLink",
    "Reader",
    "ReasonTemplate",
    "Redirect",
    "Reference",
    "Revision",
    "Section",
    "SectionMonth",
    "Subscription",
    "Tag",
    "TagMonth",
    "TaggedItem",
    "WorkingCopy",
]
