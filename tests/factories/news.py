"""The smallest valid objects of the newsroom; articles and comments are public unless told otherwise."""

from datetime import datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from news.articles.models import Article, Section
from news.comments.models import Comment
from news.enums import ArticleStatus, CommentStatus, SectionKind, Weave
from news.fabrics.models import Fabric
from news.pages.models import Page
from news.tags.models import Tag

CHINA = ZoneInfo("Asia/Shanghai")
PUBLISHED_AT = datetime(2023, 6, 14, 10, tzinfo=CHINA)


class SectionFactory(DjangoModelFactory):
    """A section of News; `kind=SectionKind.COMMENTARY` makes a part of Comments."""

    class Meta:
        model = Section
        django_get_or_create = ("slug",)

    slug = "textile-city-news"
    kind = SectionKind.NEWS
    name_en = factory.LazyAttribute(lambda section: section.slug.replace("-", " ").title())
    name_zh_hans = factory.LazyAttribute(lambda section: f"栏目 {section.slug}")


class ArticleFactory(DjangoModelFactory):
    """A published article in both languages."""

    class Meta:
        model = Article

    section = factory.SubFactory(SectionFactory)
    title_en = factory.Sequence(lambda n: f"Article {n}")
    title_zh_hans = factory.Sequence(lambda n: f"文章{n}")
    summary_en = "What it is about."
    summary_zh_hans = "内容提要。"
    body_en = "<p>Text.</p>"
    body_zh_hans = "<p>正文。</p>"
    status = ArticleStatus.PUBLISHED
    published_at = PUBLISHED_AT


class CommentFactory(DjangoModelFactory):
    """An approved reader comment."""

    class Meta:
        model = Comment

    article = factory.SubFactory(ArticleFactory)
    name = "Reader"
    body = "A remark."
    language = "en"
    status = CommentStatus.APPROVED
    created_at = PUBLISHED_AT


class TagFactory(DjangoModelFactory):
    class Meta:
        model = Tag
        django_get_or_create = ("slug",)

    slug = "price-index"
    name_en = factory.LazyAttribute(lambda tag: tag.slug.replace("-", " "))
    name_zh_hans = factory.LazyAttribute(lambda tag: f"标签 {tag.slug}")


class FabricFactory(DjangoModelFactory):
    class Meta:
        model = Fabric

    slug = factory.Sequence(lambda n: f"fabric-{n}")
    name_en = factory.Sequence(lambda n: f"Fabric {n}")
    name_zh_hans = factory.Sequence(lambda n: f"面料{n}")
    description_en = "A fabric."
    description_zh_hans = "一种面料。"
    weave = Weave.PLAIN
    status = ArticleStatus.PUBLISHED
    published_at = PUBLISHED_AT


class PageFactory(DjangoModelFactory):
    """An information page in both languages."""

    class Meta:
        model = Page
        django_get_or_create = ("slug",)

    slug = "about-the-index"
    title_en = "About the index"
    title_zh_hans = "关于指数"
    body_en = "<p>Text.</p>"
    body_zh_hans = "<p>正文。</p>"
    status = ArticleStatus.PUBLISHED
    published_at = PUBLISHED_AT
