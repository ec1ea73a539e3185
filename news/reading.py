"""What stands around an article: its tags, related articles, neighbours, the figures it is about, reader comments."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from indexdata.enums import Family
from indexdata.latest import released_figures
from news.models import Article, TaggedItem
from news.rendering import render_text

RELATED_SHOWN = 3
MOST_PARTS = 50
HEADLINE_PATHS = {
    Family.PRICE: ("price",),
    Family.PROSPERITY: ("prosperity", "prosperity/market-circulation", "prosperity/production"),
    Family.FOREIGN_TRADE: ("foreign-trade/price", "foreign-trade/prosperity"),
}


def article_context(article, tags):
    """Return what the page of an article shows around its title: the text as readers see it, related ones, figures."""
    return {
        "body": render_text(article.body, language=article.field_language("body", get_language())),
        "tags": tags,
        "related": related_to(article, tags),
        "series": series_of(article),
        "figures": figures_of(article),
    }


def related_to(article, tags):
    """Return published articles to read next: those chosen, in their order, then those that share most tags."""
    chosen = Article.related.through.objects.filter(from_article_id=article.pk, to_article_id=OuterRef("pk"))
    articles = Article.objects.published().annotate(chosen=Subquery(chosen.order_by("pk").values("pk")[:1]))
    wanted = Q(chosen__isnull=False)
    if tags:
        shared = TaggedItem.objects.filter(
            content_type=ContentType.objects.get_for_model(Article), object_id=OuterRef("pk"), tag__in=tags
        )
        number = shared.order_by().values("object_id").annotate(number=Count("pk")).values("number")
        articles = articles.annotate(shared=Coalesce(Subquery(number), 0))
        wanted |= Q(shared__gt=0)
    else:
        articles = articles.annotate(shared=Value(0))
    return (
        articles.filter(wanted)
        .exclude(pk=article.pk)
        .for_list()
        .order_by(F("chosen").asc(nulls_last=True), "-shared", "-published_at", "-pk")[:RELATED_SHOWN]
    )


def series_of(article):
    """Return where an article stands in its series: `number`, `count` and the `parts`; None outside a series."""
    if article.series_id is None:
        return None
    parts = list(
        Article.objects.published().filter(series=article.series_id).select_related("section", "series")
        .defer("body", "body_en", "body_zh_hans").order_by("published_at", "pk")[:MOST_PARTS]
    )  # fmt: skip
    number = next((at for at, part in enumerate(parts, 1) if part.pk == article.pk), 0)
    if not parts or (len(parts) == 1 and number):
        return None
    return {"name": parts[0].series.name, "number": number, "count": len(parts), "parts": parts}


def figures_of(article):
    """Return the headline figures of the release a commentary names (`indexdata.latest.Latest`), or an empty list."""
    if article.release is None:
        return []
    return released_figures(article.release, HEADLINE_PATHS.get(article.release.family, ()))
