"""Every public address with content behind it, collected from the routes themselves.

A new route must say here what it needs (`SAMPLES`), so that the tests that walk through all addresses reach it.
"""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone
from django.utils.translation import override

from indexdata.bulk.building import build
from news.alerts import subscribing
from news.alerts.models import Alert
from news.comments import digest, erasing, following
from news.comments.models import Comment, Reader, Subscription
from news.editing.models import PreviewLink
from news.editing.preview import token_of
from news.enums import CommentStatus, SectionKind
from tests.factories import indexdata as figures
from tests.factories import news

#: Routes that are not pages for visitors.
STAFF = ("admin", "set_language", "table-data", "media", "static", "nothing_here", "api-root")
ARTICLE, COMMENTARY, LINK, REMARK = 4101, 4102, 4103, 4104
SAMPLES = {
    "sitemap": {"section": "pages"},
    "indexdata:index": {"path": "price"},
    "indexdata:index-revisions": {"path": "price"},
    "indexdata:index-code": {"code": "PRICE"},
    "indexdata:index-csv": {"path": "price"},
    "indexdata:index-xlsx": {"path": "price"},
    "indexdata:index-json": {"path": "price"},
    "indexdata:index-chart": {"path": "price"},
    "indexdata:index-picture": {"path": "price"},
    "indexdata:index-embed": {"path": "price"},
    "indexdata:feed-index": {"path": "price"},
    "indexdata:release-poster": {"family": "price", "code": "2023-06-12"},
    "indexdata:data-file": {"name": "price.csv"},
    "indexdata:release-csv": {"family": "price", "code": "2023-06-12"},
    "indexdata:release-xlsx": {"family": "price", "code": "2023-06-12"},
    "indexdata:release-json": {"family": "price", "code": "2023-06-12"},
    "indexdata:release": {"family": "price", "code": "2023-06-12"},
    "indexdata:source": {"slug": "east-market"},
    "indexdata:sample": {"slug": "sample-unit-seven"},
    "sdmx:data-21": {"path": "PRICE"},
    "sdmx:available-21": {"path": "PRICE"},
    "sdmx:structures-30": {"path": "dataflow/KQ/PRICE/1.0"},
    "sdmx:schema-30": {"path": "dataflow/KQ/PRICE/1.0"},
    "sdmx:data-30": {"path": "dataflow/KQ/PRICE/1.0"},
    "sdmx:available-30": {"path": "dataflow/KQ/PRICE/1.0"},
    "sdmx:structures-21": {"path": "dataflow/KQ/PRICE/latest"},
    "api:index": {"path": "price"},
    "api:get_series": {"code": "PRICE"},
    "api:list_observations": {"code": "PRICE"},
    "api:list_vintages": {"code": "PRICE"},
    "api:get_release": {"family": "price", "issue": "2023-06-12"},
    "api:get_source": {"slug": "east-market"},
    "api:get_sample_unit": {"slug": "sample-unit-seven"},
    "api:get_fabric": {"slug": "linen-twill"},
    "api:get_article": {"article": ARTICLE},
    "api:observations": {"path": "price"},
    "news:archive-year": {"year": 2023},
    "news:archive-month": {"year": 2023, "month": 6},
    "news:section": {"section": "city-news"},
    "news:article": {"section": "city-news", "pk": ARTICLE, "slug": "a-title"},
    "news:card": {"section": "city-news", "pk": ARTICLE, "slug": "a-title"},
    "news:commentary-part": {"section": "trend"},
    "news:commentary-detail": {"section": "trend", "pk": COMMENTARY, "slug": "a-title"},
    "news:shared-draft": {"token": token_of(PreviewLink(pk=LINK))},
    "news:comment-form": {"article": ARTICLE},
    "news:comment": {"pk": REMARK},
    "news:report-comment": {"pk": REMARK},
    "news:report-figure": {"path": "price", "code": "2023-06-12"},
    "news:confirm-reader": {"token": following._CONFIRM.sign(str(REMARK))},
    "news:unfollow": {"token": following._END.sign(str(REMARK))},
    "news:follow-confirm": {"token": subscribing.confirm_token(Alert(pk=REMARK))},
    "news:follow-letters": {"token": subscribing.letters_token(REMARK)},
    "news:my-data-of": {"token": erasing._token("reader@example.org", {f"r{REMARK}"})},
    "news:decide-comment": {
        "token": digest._token(Comment(pk=REMARK), CommentStatus.SPAM, User(pk=REMARK), 0)
    },
    "news:feed-article-comments": {"article": ARTICLE},
    "news:tag": {"slug": "cotton"},
    "news:fabric": {"slug": "linen-twill"},
    "news:page": {"slug": "method"},
    "news:feed-section": {"section": "city-news"},
    "news:feed-commentary-part": {"section": "trend"},
    "news:feed-tag": {"slug": "cotton"},
}


def fill():
    """Make the content that the sample addresses name."""
    index = figures.IndexFactory(path="price")
    figures.ObservationFactory(index=index, period=date(2023, 6, 5), value="105.97")
    figure = figures.ObservationFactory(index=index, period=date(2023, 6, 12), value="106.30")
    source = figures.CollectingSourceFactory(slug="east-market")
    figures.SampleUnitFactory(slug="sample-unit-seven", source=source)
    city = news.SectionFactory(slug="city-news")
    trend = news.SectionFactory(slug="trend", kind=SectionKind.COMMENTARY)
    article = news.ArticleFactory(pk=ARTICLE, section=city, slug="a-title")
    news.ArticleFactory(pk=COMMENTARY, section=trend, slug="a-title", release=figure.release)
    remark = news.CommentFactory(pk=REMARK, article=article)
    reader = Reader.objects.create(pk=REMARK, email="reader@example.org")
    Subscription.objects.create(
        pk=REMARK, reader=reader, thread=remark, language="en", site="https://testserver/"
    )
    Alert.objects.create(
        pk=REMARK, reader=reader, family="price", index=index, language="en", site="https://testserver/",
        created_at=timezone.now(),
    )  # fmt: skip
    chief = User.objects.create(pk=REMARK, username="decides", is_staff=True, is_superuser=True)
    assert chief.is_active
    PreviewLink.objects.create(pk=LINK, thing=article, until=timezone.now() + timedelta(days=1))
    fabric = news.FabricFactory(slug="linen-twill")
    tag = news.TagFactory(slug="cotton")
    article.tags.add(tag)
    fabric.tags.add(tag)
    news.PageFactory(slug="method")
    build()


def public_routes():
    """Return the names of all public routes, with whether they are pages in both languages: `{name: bool}`."""
    return dict(_routes(get_resolver().url_patterns, "", False))


def address(name):
    """Return the English address of a route, filled with its sample."""
    try:
        with override("en"):
            return reverse(name, kwargs=SAMPLES.get(name))
    except NoReverseMatch as error:
        raise AssertionError(f"tests/portal/addresses.py needs a sample for the route {name}") from error


def _routes(patterns, namespace, translated):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if inner.split(":")[0] not in STAFF:
                both = translated or isinstance(pattern.pattern, LocalePrefixPattern)
                yield from _routes(pattern.url_patterns, inner, both)
        elif pattern.name and pattern.name not in STAFF:
            yield f"{namespace}{pattern.name}", translated
