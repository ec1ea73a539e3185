"""The translated fields of newsroom content."""

from modeltranslation.translator import TranslationOptions, register

from .articles.models import Article, ArticleSeries, Section
from .comments.models import ReasonTemplate
from .fabrics.models import Fabric, FabricUse
from .library.models import Attachment, Picture
from .notices.models import Notice
from .pages.models import Page
from .tags.models import Tag


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = ("name", "intro")


@register(Tag)
class TagTranslation(TranslationOptions):
    fields = ("name",)


@register(Picture)
class PictureTranslation(TranslationOptions):
    fields = ("title", "alt")


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "summary", "body", "source_name")


@register(Notice)
class NoticeTranslation(TranslationOptions):
    fields = ("text",)


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body")


@register(FabricUse)
class FabricUseTranslation(TranslationOptions):
    fields = ("name",)


@register(Fabric)
class FabricTranslation(TranslationOptions):
    fields = ("name", "composition", "yarn", "finish", "description")


@register(Attachment)
class AttachmentTranslation(TranslationOptions):
    fields = ("title", "description")


@register(ArticleSeries)
class ArticleSeriesTranslation(TranslationOptions):
    fields = ("name", "intro")


@register(ReasonTemplate)
class ReasonTemplateTranslation(TranslationOptions):
    fields = ("text",)
