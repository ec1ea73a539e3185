"""Reader comments in the API, to be read only: approved ones under public articles, newest first."""

from ninja import Field, Query, Router, Schema

from indexdata.api.asked import DemonstrationAsked, Language, LanguageAsked, is_included
from indexdata.api.lists import CursorAsked, Envelope, LimitAsked, envelope
from indexdata.api.schemas import answers
from indexdata.exports.rows import moment

from .models import Comment

router = Router(tags=["texts"])
ORDER = ("-created_at", "-pk")


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


class CommentList(Envelope):
    items: list[CommentItem]


@router.get("", response=answers(CommentList), summary="Approved reader comments")
def list_reader_comments(
    request,
    article: int = Query(0, ge=0, le=2**62, description="Id of an article; all of them when left out."),
    language: LanguageAsked = None,
    demonstration: DemonstrationAsked = None,
    limit: LimitAsked = 100,
    cursor: CursorAsked = "",
):
    """Comments of readers that moderators approved, newest first. E-mail addresses are never told."""
    found = Comment.objects.visible()
    if article:
        found = found.filter(article=article)
    if language:
        found = found.filter(language=language.value)
    if not is_included(demonstration):
        found = found.filter(demonstration=False)

    def items(rows):
        return [_item(comment, request) for comment in rows]

    whole = Comment.objects.select_related("article__section")
    return envelope(request, found, ORDER, items, limit=limit, cursor=cursor, whole=whole)


def _item(comment, request):
    return {
        "id": comment.pk,
        "article": comment.article_id,
        "parent": comment.parent_id,
        "name": comment.name,
        "text": comment.body,
        "language": comment.language,
        "written": moment(comment.created_at),
        "office": comment.from_office,
        "demonstration": comment.demonstration,
        "url": request.build_absolute_uri(comment.get_absolute_url()),
    }
