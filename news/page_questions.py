"""What pages made anew ask about articles and comments, composed once in each process (`foundation.composed`)."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField
from django.utils import timezone

from foundation.composed import Composed

from .models import Article, Comment, Tag

#: What stands of a reader comment beside a list: its words, and the title of its article.
VOICE_FIELDS = ("language", "body", "name", "created_at", "demonstration", "article__slug")
VOICE_TITLES = ("article__title_en", "article__title_zh_hans")


def article_of_page(key, at=None):
    """Return the article with this id as its page shows it, with section, cover, release and counts, or None; one query."""
    if key > BigIntegerField.MAX_BIGINT:
        return None
    return next(iter(_page(key=key, at=at or timezone.now())), None)


def tags_of(article):
    """Return the tags of a stored article, in the order in which it got them; one query."""
    kind = ContentType.objects.get_for_model(Article).pk
    return list(_tags(article=article.pk, kind=kind))


def listed(keys, at=None):
    """Return the articles with these ids that are visible, as lists show them, in that order; no query for none."""
    if not keys:
        return []
    found = {article.pk: article for article in _listed(keys=tuple(keys), at=at or timezone.now())}
    return [found[key] for key in keys if key in found]


def newest_of_kind(kind, number):
    """Return the newest visible articles of a kind (`SectionKind`) as lists show them; one query."""
    return list(_newest(kind, number, at=timezone.now()))


def featured_of_kind(kind, number):
    """Return the newest visible articles of a kind as lists show them, featured ones before the others."""
    at = timezone.now()
    keys = list(_newest_keys(kind, True, number, at=at))
    if len(keys) < number:
        keys += _newest_keys(kind, False, number - len(keys), at=at)
    return listed(keys, at)


def newest_reader_comments(number):
    """Return the newest visible reader comments with the titles of their articles; one query."""
    return list(_voices(number, at=timezone.now()))


@Composed
def _page(key, at):
    articles = Article.objects.published(at).select_related("section", "cover", "release")
    return articles.with_comment_count().filter(pk=key).order_by()


@Composed
def _tags(article, kind):
    return Tag.objects.filter(items__object_id=article, items__content_type=kind).order_by("items__pk")


@Composed
def _listed(keys, at):
    return Article.objects.published(at).for_list().order_by().filter(pk__in=keys)


@Composed
def _newest(kind, number, at):
    keys = Article.objects.published(at).of_kind(kind).newest_first().values("pk")[:number]
    return Article.objects.for_list().filter(pk__in=keys)


@Composed
def _newest_keys(kind, featured, number, at):
    found = Article.objects.published(at).of_kind(kind).filter(featured=featured)
    return found.newest_first().values_list("pk", flat=True)[:number]


@Composed
def _voices(number, at):
    newest = Comment.objects.visible(at).newest_rows(number)
    return newest.select_related("article").only(*VOICE_FIELDS, *VOICE_TITLES)
