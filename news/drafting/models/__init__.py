from .drafted import Drafted, pointer_to
from .questions import DraftedQuerySet
from .reviewing import NoteOnPassage, NoteToAuthor, NoteToAuthorQuerySet, ShownToOthers
from .revision import RevisionOf, RevisionQuerySet
from .working import CLOSED_AFTER, OpenForm, TypedText

__all__ = [
    "CLOSED_AFTER",
    "Drafted",
    "DraftedQuerySet",
    "NoteOnPassage",
    "NoteToAuthor",
    "NoteToAuthorQuerySet",
    "OpenForm",
    "RevisionOf",
    "RevisionQuerySet",
    "ShownToOthers",
    "TypedText",
    "pointer_to",
]
