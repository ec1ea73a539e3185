"""Filters of the lists of articles and pages: where the newest text stands, translations, age, what comes by itself."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RadioFilter

from news.enums import ArticleStatus

AGES = {"180": _("half a year"), "365": _("a year"), "730": _("two years")}


class StageFilter(RadioFilter):
    """Filter by the stage of the newest text; drafts of published articles count as drafts."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return ArticleStatus.choices

    def queryset(self, request, queryset):
        return queryset.at_stage(self.value()) if self.value() in ArticleStatus.values else queryset


class TranslationFilter(RadioFilter):
    """Articles whose translation needs work."""

    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request, model_admin):
        return [("missing", _("Published without translation")), ("outdated", _("Older than its original"))]

    def queryset(self, request, queryset):
        if self.value() == "missing":
            return queryset.on_site().without_translation()
        return queryset.with_outdated_translation() if self.value() == "outdated" else queryset


class MineFilter(RadioFilter):
    """Filter by articles that the person at the desk began or was the last to change."""

    title = _("mine")
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("1", _("Yes"))]

    def queryset(self, request, queryset):
        return queryset.worked_on_by(request.user) if self.value() == "1" else queryset


class ComingFilter(RadioFilter):
    """Filter by articles that appear, change or go by themselves."""

    title = _("scheduled")
    parameter_name = "coming"

    def lookups(self, request, model_admin):
        return [("1", _("Yes"))]

    def queryset(self, request, queryset):
        now = timezone.now()
        return (
            queryset.changing_by_themselves(now, now + timedelta(days=3660))
            if self.value() == "1"
            else queryset
        )


class AgeFilter(RadioFilter):
    """Published articles that nobody has changed or reviewed for long."""

    title = _("not changed or reviewed for")
    parameter_name = "age"

    def lookups(self, request, model_admin):
        return AGES.items()

    def queryset(self, request, queryset):
        if self.value() not in AGES:
            return queryset
        since = timezone.now() - timedelta(days=int(self.value()))
        return queryset.ageing_since(since)


class PageAgeFilter(AgeFilter):
    """Information pages that nobody has changed for long."""

    title = _("not changed for")
