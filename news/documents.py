"""Search documents of the newsroom: articles and commentary with their tags, pages, fabrics, tags, and pictures for staff."""

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import override

from foundation.searching.documents import Document, facet, in_all_languages
from foundation.searching.text import plain_text

from .enums import SectionKind


def article_document(article):
    """Return what is searched of an article, with the names of its tags; one without a section yet is found among the news."""
    tags = list(article.tags.all())
    facets = [
        facet("kind", article.section.kind if article.section else SectionKind.NEWS),
        *([facet("section", article.section_id)] if article.section_id else ()),
        *(facet("tag", tag.pk) for tag in tags),
        *(facet("lang", code) for code in article.languages),
    ]
    if article.published_at:
        facets.append(facet("year", localtime(article.published_at).year))
    return Document(
        title=in_all_languages(article, "title"),
        body=(
            *in_all_languages(article, "summary"),
            *(plain_text(body) for body in in_all_languages(article, "body")),
            *(name for tag in tags for name in in_all_languages(tag, "name")),
        ),
        facets=tuple(facets),
    )


def page_document(page):
    """Return what is searched of an information page."""
    return Document(
        title=in_all_languages(page, "title"),
        body=tuple(plain_text(body) for body in in_all_languages(page, "body")),
        facets=(facet("kind", "page"),),
    )


def fabric_document(fabric):
    """Return what is searched of a fabric, with its tags and uses in words."""
    named = [*fabric.tags.all(), *fabric.uses.all()]
    return Document(
        title=in_all_languages(fabric, "name"),
        body=(
            *in_all_languages(fabric, "composition"),
            *in_all_languages(fabric, "yarn"),
            *in_all_languages(fabric, "finish"),
            *(plain_text(text) for text in in_all_languages(fabric, "description")),
            *_in_every_tongue(fabric.get_weave_display),
            *_in_every_tongue(fabric.get_season_display),
            *(name for thing in named for name in in_all_languages(thing, "name")),
        ),
        facets=(facet("kind", "fabric"), *(facet("tag", tag.pk) for tag in fabric.tags.all())),
        names=in_all_languages(fabric, "name"),
    )


def _in_every_tongue(label):
    """Return a label of the interface in every language of the site."""
    texts = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            texts.append(str(label()))
    return texts


def tag_document(tag):
    """Return what is searched of a tag."""
    names = in_all_languages(tag, "name")
    return Document(title=names, facets=(facet("kind", "tag"),), names=names)


def picture_document(picture):
    """Return what staff search of a picture: visitors find none."""
    return Document(
        title=in_all_languages(picture, "title"),
        body=(*in_all_languages(picture, "alt"), picture.credit),
        facets=(facet("kind", "picture"),),
    )
