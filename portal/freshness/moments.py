"""The moments at which public pages change by themselves: figures, articles, pages, fabrics, notices, and comments that close by age."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from indexdata.releases.releasing import next_change as next_figures
from news.comments.rules import next_closing
from news.editing.due import next_change as next_articles
from news.editing.due import take_due
from news.fabrics.models import Fabric
from news.notices.showing import next_change as next_notices
from news.pages.models import Page


@dataclass(frozen=True)
class Source:
    """Something that changes by itself: how to ask for its next moment, which groups say it, and which then change."""

    name: str
    ask: Callable[[datetime], datetime | None]
    said_in: tuple[str, ...]
    changes: tuple[str, ...]


SOURCES = (
    Source(
        "figures",
        lambda after: next_figures(after),
        said_in=("figures", "releases"),
        changes=("figures", "releases", "articles", "tags"),
    ),
    Source(
        "articles", lambda after: next_articles(after), said_in=("articles",), changes=("articles", "tags")
    ),
    Source("pages", lambda after: next_articles(after, Page), said_in=("pages",), changes=("pages",)),
    Source("fabrics", lambda after: next_articles(after, Fabric), said_in=("fabrics",), changes=("fabrics",)),
    Source(
        "comments",
        lambda after: next_closing(after),
        said_in=("articles", "comment-rules"),
        changes=("comment-rules",),
    ),
    Source("notices", lambda after: next_notices(after), said_in=("notices",), changes=("notices",)),
)


def let_due_changes_happen():
    """Put live what was scheduled and is due; whoever notices first does it."""
    take_due()


def next_public_change(after=None):
    """Return the earliest moment after `after` (now by default) at which something appears or goes, or None."""
    after = after or timezone.now()
    moments = [moment for moment in (source.ask(after) for source in SOURCES) if moment]
    return min(moments, default=None)
