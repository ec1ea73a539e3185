"""Things around an article: related articles, its neighbours in a series, the figures it is about."""

from collections import Counter

from django.db.models import BigIntegerField, Exists, OuterRef, Value
from django.utils import timezone

from foundation.composed import Composed
from foundation.languages import in_languages
from indexdata.enums import Family
from indexdata.series.newest import released_figures
from news.tags.models import TaggedItem

from .models import Article
from .page_questions import listed

RELATED_SHOWN = 3
MOST_PARTS = 50
#: So many of the newest articles of each of so many tags are looked at for related ones.
CANDIDATES, TAGS_COMPARED = 50, 8
HEADLINE_PATHS = {
    Family.PRICE: ("price",),
    Family.PROSPERITY: ("prosperity", "prosperity/market-circulation", "prosperity/production"),
    Family.FOREIGN_TRADE: ("foreign-trade/price", "foreign-trade/prosperity"),
}


def related_to(article, tags):
    """Return published articles to read next: those chosen, in their order, then those that share most tags.

    Tags are compared among the newest articles of each: a common tag stands on a large part of the archive. Two queries.
    """
    chosen: dict[int, int] = {}
    shared: Counter[int] = Counter()
    moments = {}
    at, compared = timezone.now(), tuple(tag.pk for tag in tags[:TAGS_COMPARED])
    for key, moment, place in _candidates(article=article.pk or 0, at=at, tags=compared):
        if place:
            chosen[key] = place
        else:
            shared[key] += 1
            moments[key] = moment
    for key in (article.pk, *chosen):
        shared.pop(key, None)
    keys = sorted(chosen, key=lambda key: chosen[key])
    keys += sorted(shared, key=lambda key: (shared[key], moments[key], key), reverse=True)
    return listed(keys[:RELATED_SHOWN], at)


@Composed
def _candidates(article, at, tags):
    """Return (id, moment, place) of what was chosen, and of the newest articles of each tag, whose place is 0.

    They are asked for in one question, each part along an index.
    """
    public = Article.objects.published(at).order_by().filter(pk=OuterRef("to_article"))
    chosen = Article.related.through.objects.filter(Exists(public), from_article=article)
    found = chosen.exclude(to_article=article).values_list("to_article_id", "to_article__published_at", "pk")
    newest = [_newest_with(tag, at) for tag in tags]
    return found.union(*newest, all=True) if newest else found


def _newest_with(tag, at):
    newest = TaggedItem.objects.on_articles(tag).seen(at).newest_first().values("pk")[:CANDIDATES]
    items = TaggedItem.objects.filter(pk__in=newest).annotate(place=Value(0, BigIntegerField()))
    return items.values_list("object_id", "published_at", "place")


def series_of(article):
    """Return where an article stands in its series: `number`, `count` and the `parts`; None outside a series."""
    if article.series_id is None:
        return None
    parts = list(
        Article.objects.published().filter(series=article.series_id).select_related("section", "series")
        .defer("body", *in_languages("body")).order_by("published_at", "pk")[:MOST_PARTS]
    )  # fmt: skip
    number = next((at for at, part in enumerate(parts, 1) if part.pk == article.pk), 0)
    if not parts or (len(parts) == 1 and number):
        return None
    return {"name": parts[0].series.name, "number": number, "count": len(parts), "parts": parts}


def figures_of(article):
    """Return the headline figures of the release a commentary names (`indexdata.series.newest.Latest`), or an empty list."""
    if article.release is None:
        return []
    return released_figures(article.release, HEADLINE_PATHS.get(article.release.family, ()))
