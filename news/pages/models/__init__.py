from .beside import NoteOnPage, OpenPage, PageLink, PageRevision, PageSentBack, TypedPage
from .page import FRONT_SLUG, Page

__all__ = [
    "FRONT_SLUG",
    "NoteOnPage",
    "OpenPage",
    "Page",
    "PageLink",
    "PageRevision",
    "PageSentBack",
    "TypedPage",
]
