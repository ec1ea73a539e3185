"""Questions asked of the columns that the database keeps: what visitors see at a moment, what appears and goes by itself."""

from django.db import models
from django.db.models import Q
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from foundation.unindexed import Unindexed


def seen_at(at):
    """Return the condition that visitors may see an article, or what a tag carries, at a moment.

    Asked of the columns that the database keeps (`news.visibility`). The moment an article bears never lies after the
    one from which it is visible: naming it lets a list begin at its first row.
    """
    return *seen_at_in_any_order(at), Q(published_at__lte=at)


def seen_at_in_any_order(at):
    """Return the same condition for lists that are not in the order of publishing: no index is looked up for it."""
    return (
        Q(visible_until__isnull=True) | Q(GreaterThan(Unindexed("visible_until"), at)),
        Q(LessThanOrEqual(Unindexed("visible_from"), at)),
    )


class MovingQuerySet(models.QuerySet):
    """Questions about what appears and goes by itself, of articles and of what carries their tags."""

    def still_to_come(self, at):
        """Return what stays on the site once it appears, after a moment."""
        return self.filter(visible_until__isnull=True, visible_from__gt=at)

    def still_to_go(self, at):
        """Return what is on the site at a moment and will be taken down."""
        return self.filter(Q(LessThanOrEqual(Unindexed("visible_from"), at)), visible_until__gt=at)
