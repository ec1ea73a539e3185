"""Admin pages of the newsroom."""

from . import (
    articles,
    attachments,
    comment_rules,
    comments,
    fabrics,
    indices,
    letter_choices,
    pages,
    pictures,
    redirects,
    sections,
    tags,
)

__all__ = [
    "articles",
    "attachments",
    "comment_rules",
    "comments",
    "fabrics",
    "indices",
    "letter_choices",
    "pages",
    "pictures",
    "redirects",
    "sections",
    "tags",
]
