"""Revisions: what readers are told about each vintage that changed a public figure."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.unindexed import Unindexed
from indexdata.enums import MISSING_STATUSES, Family

from .classification import Index
from .observation import Observation


class RevisionQuerySet(models.QuerySet):
    """Questions about revisions. Whatever visitors see starts with `public`."""

    def public(self, at=None):
        """Return what had been revised by a moment (now by default) of figures that are public."""
        at = at or timezone.now()
        return self.filter(_of_public_releases(at), at__lte=at)

    def public_anywhere(self, at=None):
        """Return the same for lists that begin elsewhere than at the newest: the index is not entered at the moment."""
        at = at or timezone.now()
        return self.filter(_of_public_releases(at), LessThanOrEqual(Unindexed("at"), at))

    def newest_first(self):
        """Order by the moment from which each is public, the newest first."""
        return self.order_by("-at", "-pk")

    def with_figures(self):
        """Read the figure before and after, its index and its release with them."""
        return self.select_related("index", "observation__release", "replaced")

    def record(self, replaced, observation, reasons):
        """Write down one revision: the vintage that went (None for a figure that was added), the one that came, and why.

        `reasons` is {name of a field: text} in each language (`indexdata.releases.reasons`).
        """
        return self.create(**_facts(replaced, observation), **reasons)

    def record_many(self, pairs, reasons, batch_size=2_000):
        """Write down many with the same reason: pairs of (the vintage that went or None, the one that came)."""
        rows = [self.model(**_facts(replaced, observation), **reasons) for replaced, observation in pairs]
        return self.bulk_create(rows, batch_size=batch_size)


def _of_public_releases(at):
    """Return the condition that the release is out.

    Nearly every one is. Asked for by a join SQLite begins with the releases and reads the log whole; a row that was met is asked here.
    """
    figure = Observation.objects.filter(
        pk=OuterRef("observation"), release__no_issue=False, release__public_at__lte=at
    )
    return Exists(figure)


def _facts(replaced, observation):
    return {
        "observation": observation,
        "replaced": replaced,
        "index_id": observation.index_id,
        "family": observation.release.family,
        "at": observation.published_at,
    }


class Revision(models.Model):
    """A vintage that changed what readers had been told: from which value, when and why.

    The figures themselves are the two observations; index, family and moment stand here once more, so that a log of a
    million entries is read by an index. A figure that was added to a release that was out replaces nothing.
    """

    shown_in = ("figures",)

    observation = models.OneToOneField(
        Observation, models.CASCADE, related_name="revision", verbose_name=_("figure"), editable=False
    )
    replaced = models.ForeignKey(
        Observation, models.CASCADE, null=True, related_name="+", verbose_name=_("figure before"),
        editable=False,
    )  # fmt: skip
    index = models.ForeignKey(
        Index, models.PROTECT, related_name="revisions", verbose_name=_("index"), editable=False, db_index=False
    )  # fmt: skip
    family = models.CharField(_("family"), max_length=20, choices=Family.choices, editable=False)
    at = models.DateTimeField(_("when"), editable=False)
    reason = models.TextField(_("reason of the correction"), blank=True, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["-at", "-id"], name="revisions_newest"),
            models.Index(fields=["family", "-at", "-id"], name="revisions_of_family"),
            models.Index(fields=["index", "-at", "-id"], name="revisions_of_index"),
        ]

    def __str__(self):
        return f"{self.index} {self.at:%Y-%m-%d}"

    @property
    def old(self):
        """Return the value before, None where there was none."""
        return self.replaced and self.replaced.value

    @property
    def new(self):
        """Return the value that stands from then on, None where the figure was withdrawn."""
        return self.observation.value

    @property
    def is_withdrawal(self):
        """Tell whether the figure was taken back."""
        return self.observation.status in MISSING_STATUSES

    @property
    def is_addition(self):
        """Tell whether the release lacked the figure before."""
        return self.replaced_id is None
