"""The things that an article uses: what visitors read of it, and its draft."""

from foundation.languages import in_languages
from news.articles.models import Article
from news.enums import ArticleStatus
from news.linking.uses import in_html

from .content import snapshot
from .revisions import latest_content


def used_in_article(article):
    """Return (live, draft) of what an article uses as its row and its newest content stand (`foundation.kinds`)."""
    row = Article.objects.select_related("latest_revision").get(pk=article.pk)
    held = in_content(snapshot(row))
    if row.status != ArticleStatus.PUBLISHED:
        return {}, held
    return held, in_content(latest_content(row)) if row.has_draft else None


def in_content(content):
    """Return {place: {(kind, key)}} of an article's content (`news.editing.content`)."""
    used = {name: in_html(content.get(name)) for name in in_languages("body")}
    for name, kind in (("cover", "picture"), ("release", "release")):
        if key := content.get(f"{name}_id"):
            used[name] = {(kind, key)}
    used["tags"] = {("tag", key) for key in content.get("tags", ())}
    return used
