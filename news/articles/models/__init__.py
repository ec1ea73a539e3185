from .article import Article
from .revision import Revision
from .section import Section, SectionMonth
from .series import ArticleSeries

__all__ = ["Article", "ArticleSeries", "Revision", "Section", "SectionMonth"]
