"""Queries of pages about articles, composed once in each process (`foundation.composed`)."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from foundation.composed import Composed
from news.tags.models import Tag

from .models import Article


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


def lead_and_newest(kind, number):
    """Return so many visible articles of a kind as lists show them: the newest featured one, then the newest by date."""
    at = timezone.now()
    lead = list(_featured_keys(kind, at=at))
    keys = dict.fromkeys([*lead, *_newest_keys(kind, number, at=at)])
    return listed(list(keys)[:number], at)


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
def _featured_keys(kind, at):
    found = Article.objects.published(at).of_kind(kind).filter(featured=True)
    return found.newest_first().values_list("pk", flat=True)[:1]


@Composed
def _newest_keys(kind, number, at):
    found = Article.objects.published(at).of_kind(kind)
    return found.newest_first().values_list("pk", flat=True)[:number]
