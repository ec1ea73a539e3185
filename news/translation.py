"""Which fields of newsroom content are translated."""

from modeltranslation.translator import TranslationOptions, register

from .models import (
    Article,
    ArticleSeries,
    Attachment,
    Fabric,
    FabricUse,
    Page,
    Picture,
    ReasonTemplate,
    Section,
    Tag,
)


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
