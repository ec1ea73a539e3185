"""Admin pages of the newsroom."""

from . import fabrics, figure_reports, figures, letter_choices, notices, pages, redirects, sections, tags
from .articles import article_admin
from .comments import comment_admin, rules
from .library import attachments, pictures

__all__ = [
    "article_admin",
    "attachments",
    "comment_admin",
    "fabrics",
    "figure_reports",
    "figures",
    "letter_choices",
    "notices",
    "pages",
    "pictures",
    "redirects",
    "rules",
    "sections",
    "tags",
]
