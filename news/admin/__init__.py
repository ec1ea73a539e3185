"""Admin pages of the newsroom."""

from . import articles, comments, fabrics, pages, pictures, sections, tags

__all__ = ["articles", "comments", "fabrics", "pages", "pictures", "sections", "tags"]
