"""The translated fields of index data."""

from modeltranslation.translator import TranslationOptions, register

from .models import (
    CollectingSource,
    DraftVintage,
    Event,
    Index,
    Release,
    ReleaseChange,
    Revision,
    SampleUnit,
    SourceFact,
)


@register(Index)
class IndexTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Release)
class ReleaseTranslation(TranslationOptions):
    fields = ("note",)


@register(ReleaseChange)
class ReleaseChangeTranslation(TranslationOptions):
    fields = ("reason",)


@register(DraftVintage)
class DraftVintageTranslation(TranslationOptions):
    fields = ("reason",)


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("name", "note")


@register(Revision)
class RevisionTranslation(TranslationOptions):
    fields = ("reason",)


@register(CollectingSource)
class CollectingSourceTranslation(TranslationOptions):
    fields = ("name", "trade", "description", "address")


@register(SourceFact)
class SourceFactTranslation(TranslationOptions):
    fields = ("label", "value")


@register(SampleUnit)
class SampleUnitTranslation(TranslationOptions):
    fields = ("name", "description")
