"""The nouns of the newsroom."""

from news.addresses.models import LinkCheck, Redirect
from news.alerts.models import Alert, TellingRound
from news.articles.models import Article, ArticleSeries, Revision, Section, SectionMonth
from news.comments.models import (
    Ban,
    Comment,
    CommentReport,
    CommentRules,
    CommentTotal,
    LearnedWord,
    ListedWord,
    ModerationEntry,
    NetworkKey,
    Reader,
    ReasonTemplate,
    Subscription,
)
from news.editing.models import PassageNote, Presence, PreviewLink, SentBack, WorkingCopy
from news.fabrics.models import (
    Fabric,
    FabricLink,
    FabricRevision,
    FabricSentBack,
    FabricUse,
    NoteOnFabric,
    OpenFabric,
    TypedFabric,
)
from news.letters.models import LetterChoices
from news.library.models import Attachment, Picture
from news.linking.models import Reference
from news.notices.models import Notice
from news.old_site.models import BroughtIn
from news.pages.models import NoteOnPage, OpenPage, Page, PageLink, PageRevision, PageSentBack, TypedPage
from news.tags.models import MergedTag, Tag, TaggedItem, TagMonth

__all__ = [
    "Alert",
    "Article",
    "ArticleSeries",
    "Attachment",
    "Ban",
    "BroughtIn",
    "Comment",
    "CommentReport",
    "CommentRules",
    "CommentTotal",
    "Fabric",
    "FabricLink",
    "FabricRevision",
    "FabricSentBack",
    "FabricUse",
    "LearnedWord",
    "LetterChoices",
    "LinkCheck",
    "ListedWord",
    "MergedTag",
    "ModerationEntry",
    "NetworkKey",
    "NoteOnFabric",
    "NoteOnPage",
    "Notice",
    "OpenFabric",
    "OpenPage",
    "Page",
    "PageLink",
    "PageRevision",
    "PageSentBack",
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
    "SentBack",
    "Subscription",
    "Tag",
    "TagMonth",
    "TaggedItem",
    "TellingRound",
    "TypedFabric",
    "TypedPage",
    "WorkingCopy",
]
