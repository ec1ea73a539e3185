"""Articles in the API, to be read only: news and commentary that visitors see, newest first."""

from functools import partial
from typing import Annotated
from urllib.parse import urljoin

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import override
from ninja import Field, Path, Query, Router, Schema
from ninja.errors import HttpError

from foundation.languages import LANGUAGE_CODES, in_languages, language_tag
from indexdata.api.asked import EMPTY_IS_NONE, FromAsked, Language, LanguageAsked, ToAsked
from indexdata.api.finding import asked_thing, thing_of
from indexdata.api.lists import CursorAsked, Envelope, envelope, in_span, parameters_of, texts
from indexdata.api.schemas import Names, answers
from indexdata.enums import Family
from indexdata.exports.rows import moment
from news.enums import SectionKind
from news.library.markup import picture_url
from news.rendering.stored_text import Texts
from news.tags.models import Tag, TaggedItem
from news.text.elements import with_values
from news.visibility.questions import seen_at_in_any_order

from .models import Article, Section

router = Router(tags=["texts"], by_alias=True)
MOST_ARTICLES = 100
ORDER, OF_TAG = ("-published_at", "-pk"), ("-published_at", "-object_id")
KindAsked = Annotated[
    SectionKind | None,
    EMPTY_IS_NONE,
    Query(None, description="News or index commentary; both when left out."),
]
LimitOfTexts = Annotated[int, Query(20, ge=1, le=MOST_ARTICLES, description="The most items in one answer.")]


class AboutRelease(Schema):
    family: Family
    issue: str
    demonstration: bool = Field(description="True where the figures it writes about were invented.")


class ArticleItem(Schema):
    id: int
    kind: SectionKind
    section: str = Field(description="Slug of its section.")
    languages: list[Language] = Field(description="The languages it is really written in.")
    title: Names
    summary: Names
    published_at: str
    changed_at: str | None = Field(
        description="When what readers read was last changed; null where it never was."
    )
    release: AboutRelease | None = Field(description="The release that a commentary is about.")
    source: str | None = Field(description="Who wrote it first, where it is not the index office.")
    source_url: str | None
    cover: str | None = Field(description="Address of a picture.")
    tags: list[str] = Field(description="Slugs of its tags.")
    url: str


class ArticleList(Envelope):
    items: list[ArticleItem]


class ArticleWithText(ArticleItem):
    text: Names = Field(description="HTML; charts are tables in it, addresses are absolute.")


@router.get("", response=answers(ArticleList), summary="News and commentary")
def list_articles(
    request,
    kind: KindAsked = None,
    section: str = Query("", description="Slug of a section.", max_length=100),
    tag: str = Query("", description="Slug of a tag.", max_length=100),
    language: LanguageAsked = None,
    from_: FromAsked = "",
    to: ToAsked = "",
    limit: LimitOfTexts = 20,
    cursor: CursorAsked = "",
):
    """Articles newest first, without their texts; `from` and `to` are days of publishing."""
    parameters = parameters_of({"from": from_, "to": to})
    found = Article.objects.all()
    begins_late = bool(cursor or parameters.last)  # not at the newest
    if kind:
        found = found.of_kind(kind)
    if section:
        in_section = thing_of(Section.objects.all(), section)
        found = found.in_section(asked_thing("section", in_section, "There is no section of this name."))
    if language:
        found = found.written_in(language.value)
    if tag:
        carried = thing_of(Tag.objects.all(), tag)
        carried = asked_thing("tag", carried, "There is no tag of this name.")
        rows = TaggedItem.objects.on_articles(carried)
        rows = rows.filter(*seen_at_in_any_order(timezone.now())) if begins_late else rows.seen()
        if kind or section or language:
            rows = rows.filter(Exists(found.filter(pk=OuterRef("object_id"))))
        order = OF_TAG
    else:
        rows, order = found.on_site() if begins_late else found.published(), ORDER
    rows = in_span(rows, "published_at", parameters, entered=bool(cursor))

    def items(rows):
        keys = [row.object_id if tag else row.pk for row in rows]
        articles = {article.pk: article for article in _whole().filter(pk__in=keys)}
        return [_item(articles[key], request) for key in keys if key in articles]

    return envelope(
        request,
        rows,
        order,
        items,
        limit=limit,
        cursor=cursor,
        whole=rows.model.objects.only("pk", *_names(order)),
    )


@router.get("/{article}", response=answers(ArticleWithText), summary="One article with its text")
def get_article(request, article: Annotated[int, Path(ge=1, le=2**62, description="The id in its address.")]):
    """An article in every language it is written in."""
    found = _whole().published().filter(pk=article).first()
    if found is None:
        raise HttpError(404, "There is no article of this number.")
    return {**_item(found, request), "text": _texts(found, request)}


def _names(order):
    return [name.lstrip("-") for name in order if name.lstrip("-") != "pk"]


def _whole():
    return Article.objects.select_related("section", "cover", "release").prefetch_related("tags")  # type: ignore[misc]  # the stubs do not know taggit


def _item(article, request):
    release = article.release
    cover = picture_url(article.cover, "cover")
    return {
        "id": article.pk,
        "kind": article.section.kind,
        "section": article.section.slug,
        "languages": article.languages,
        "title": texts(article, "title"),
        "summary": texts(article, "summary"),
        "published_at": moment(article.published_at),
        "changed_at": moment(article.changed_at) if article.was_changed else None,
        "release": release
        and {"family": release.family, "issue": release.code, "demonstration": release.demonstration},
        "source": article.source_name or None,
        "source_url": article.source_url or None,
        "cover": request.build_absolute_uri(cover) if cover else None,
        "tags": [tag.slug for tag in article.tags.all()],
        "url": request.build_absolute_uri(article.get_absolute_url()),
    }


def _texts(article, request):
    bodies = dict(zip(LANGUAGE_CODES, (getattr(article, name) for name in in_languages("body")), strict=True))
    stored = Texts(list(bodies.values()))
    found = {}
    for code, body in bodies.items():
        with override(code):
            base = request.build_absolute_uri(article.get_absolute_url())
            html = stored.render(body, plain=True, language=code)
        found[language_tag(code)] = with_values(html, ("href", "src"), partial(urljoin, base)) or None
    return found
