"""Reader comments in the API, to be read only: approved ones under public articles, newest first."""

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from indexdata.api.asked import Language, LanguageAsked
from indexdata.api.schemas import Problem

from .models import Comment

MOST_ITEMS = 200
#: Whoever wants more asks article by article, or reads the feed.
LAST_OFFSET = 10_000

router = Router()


class CommentItem(Schema):
    id: int
    article: int = Field(description="Id of the article it is about.")
    parent: int | None = Field(
        description="Id of the comment that began the thread; null for that one itself."
    )
    name: str = Field(description="As the reader typed it; nobody checked it.")
    text: str = Field(description="Plain text with line feeds.")
    language: Language = Field(description="Language of the page it was written on.")
    written: str = Field(description="Moment with offset.")
    office: bool = Field(description="True for words of the index office.")
    demonstration: bool = Field(description="True for invented comments that show how the site works.")
    url: str


class CommentList(Schema):
    count: int = Field(description="Items in this answer.")
    more: bool = Field(description="True when further ones follow at offset + limit.")
    limit: int
    offset: int
    items: list[CommentItem]


@router.get(
    "",
    response={200: CommentList, 400: Problem},
    summary="Approved reader comments",
    operation_id="news_api_reader_comments",  # a contract: clients are generated from it
)
def reader_comments(
    request,
    article: int = Query(0, ge=0, le=2**62, description="id of an article; all of them when left out"),
    language: LanguageAsked = None,
    limit: int = Query(50, ge=1, le=MOST_ITEMS),
    offset: int = Query(0, ge=0, le=LAST_OFFSET),
):
    """What readers wrote and moderators approved, newest first. E-mail addresses are never told."""
    found = Comment.objects.visible()
    if article:
        found = found.filter(article=article)
    if language:
        found = found.filter(language=language.value)
    rows = found.newest(limit + 1, after=offset)
    items = [_item(comment, request) for comment in rows[:limit]]
    return {"count": len(items), "more": len(rows) > limit, "limit": limit, "offset": offset, "items": items}


def _item(comment, request):
    return {
        "id": comment.pk,
        "article": comment.article_id,
        "parent": comment.parent_id,
        "name": comment.name,
        "text": comment.body,
        "language": comment.language,
        "written": timezone.localtime(comment.created_at).isoformat(timespec="seconds"),
        "office": comment.from_office,
        "demonstration": comment.demonstration,
        "url": request.build_absolute_uri(comment.get_absolute_url()),
    }
