"""The things that an article uses: what visitors read of it, its draft, and its revisions, which can be restored."""

from news.articles.models import Article
from news.enums import ArticleStatus
from news.linking.uses import REVISIONS, keep

from .content import snapshot
from .content_uses import in_content
from .revisions import content_of, latest_content


def used_in_article(article):
    """Return (live, draft) of what an article uses as its row and its newest content stand (`foundation.kinds`)."""
    row = Article.objects.select_related("latest_revision").get(pk=article.pk)
    held = _beside_row(row, snapshot(row))
    if row.status != ArticleStatus.PUBLISHED:
        return {}, held
    return held, _beside_row(row, latest_content(row)) if row.has_draft else None


def _beside_row(row, content):
    """Return what a content uses without the section that the row itself keeps: a note of it would be one for every article."""
    used = in_content(content)
    if used.get("section") == {("section", row.section_id)}:
        del used["section"]
    return used


def note_revisions(article):
    """Note what every revision of an article uses; each is noted when it is kept, this is for those from before."""
    for revision in article.revisions.iterator(chunk_size=20):
        keep(article, REVISIONS, in_content(content_of(revision)))
