"""Questions about everything that has drafts."""

from typing import Any

from django.db import models
from django.db.models import Min, Q
from django.utils import timezone

from foundation.languages import in_languages
from news.enums import PUBLIC, UNPUBLISHED, ArticleStatus


class DraftedQuerySet(models.QuerySet):
    """Questions about things with drafts, of which there are not very many; whatever visitors see starts with `published`."""

    model: Any

    def published(self, at=None):
        """Return what visitors may see at a moment (now by default)."""
        at = at or timezone.now()
        staying = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
        return self.filter(staying, status__in=PUBLIC, published_at__lte=at)

    def on_site(self, at=None):
        """Return the same as `published`, for lists in any order."""
        return self.published(at)

    def at_work(self, start, end):
        """Return what staff have to do with.

        Drafts, what is in review or approved, what happens by itself between two moments, what lacks a translation or has an old one.
        """
        moving = self.model.objects.changing_by_themselves(start, end).order_by().values("pk")
        stages = Q(draft_status__in=UNPUBLISHED) | Q(draft_status="", status__in=UNPUBLISHED)
        lacking = self.model.objects.published().without_translation().order_by().values("pk")
        asked = stages | Q(pk__in=moving) | Q(pk__in=lacking) | Q(translation_outdated=True)
        return self.filter(asked).order_by("-updated_at", "-pk")

    def never_shown(self, at):
        """Return what no visitor has seen by a moment, or sees no longer."""
        return self.exclude(status=ArticleStatus.PUBLISHED, published_at__lte=at)

    def at_stage(self, *stages):
        """Return things whose newest text stands at one of the stages, drafts of published ones included."""
        return self.filter(Q(draft_status__in=stages) | Q(draft_status="", status__in=stages))

    def worked_on_by(self, user):
        """Return things that a person began or was the last to change."""
        return self.filter(Q(author=user) | Q(latest_revision__author=user))

    def drafts_of(self, user):
        """Return the drafts a person began or was the last to change."""
        return self.at_stage(ArticleStatus.DRAFT).worked_on_by(user)

    def changing_by_themselves(self, start, end):
        """Return things that appear, change or go by themselves between two moments."""
        appears, goes, changes = (
            Q(**{f"{name}__gt": start, f"{name}__lte": end})
            for name in ("published_at", "expires_at", "scheduled_for")
        )
        return self.filter(appears | goes | changes, status__in=PUBLIC)

    def first_changing(self, start, end, number):
        """Return the things among which are the first that appear, change or go by themselves, in no order."""
        return self.changing_by_themselves(start, end)

    def next_change(self, after):
        """Return the earliest moment after another at which one appears, changes or goes by itself, or None; one query."""
        names = ("published_at", "expires_at", "scheduled_for")
        first = {name: Min(name, filter=Q(**{f"{name}__gt": after})) for name in names}
        found = (
            self.filter(status__in=PUBLIC)
            .order_by()
            .aggregate(**{f"first_{name}": one for name, one in first.items()})
        )
        return min((moment for moment in found.values() if moment), default=None)

    def without_translation(self):
        """Return things that lack something that is needed in one of the languages."""
        lacking = Q()
        for name in in_languages(*self.model.described.needed):
            lacking |= Q(**{name: ""}) | Q(**{f"{name}__isnull": True})
        return self.filter(lacking)

    def with_outdated_translation(self):
        """Return things whose original has changed since it was translated."""
        return self.filter(translation_outdated=True)
