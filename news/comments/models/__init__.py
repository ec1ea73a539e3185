from .comment import Comment, CommentTotal, ModerationEntry
from .figure_report import FigureReport
from .learned import LearnedWord
from .network import NetworkKey
from .reader import CommentReport, Reader, Subscription
from .rules import Ban, CommentRules, ListedWord, ReasonTemplate

__all__ = [
    "Ban",
    "Comment",
    "CommentReport",
    "CommentRules",
    "CommentTotal",
    "FigureReport",
    "LearnedWord",
    "ListedWord",
    "ModerationEntry",
    "NetworkKey",
    "Reader",
    "ReasonTemplate",
    "Subscription",
]
