"""The API of the whole portal: the figures' routes, the newsroom's beside them, and the answer to all other addresses."""

from indexdata.api.routes import api
from indexdata.api.unknown import router as unknown
from news.articles.api import router as articles
from news.comments.api import router as reader_comments
from news.fabrics.api import router as fabrics

api.add_router("/fabrics", fabrics)
api.add_router("/articles", articles)
api.add_router("/reader-comments", reader_comments)
api.add_router("", unknown)

__all__ = ["api"]
