"""Admin pages of the newsroom."""

from . import articles, attachments, comments, fabrics, indices, pages, pictures, redirects, sections, tags

__all__ = [
    "articles",
    "attachments",
    "comments",
    "fabrics",
    "indices",
    "pages",
    "pictures",
    "redirects",
    "sections",
    "tags",
]
