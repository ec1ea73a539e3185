"""The changes of a family that are not asked about: a setting of the office, beside the values of the house."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from indexdata.enums import Family

#: Few issues say nothing about what is usual, many make a check slow.
FEWEST, MOST = 8, 104


class JumpToleranceQuerySet(models.QuerySet["JumpTolerance"]):
    """Questions about tolerances."""

    def of_families(self, families):
        """Return {family: its tolerance}, that of the house where the office has set none; one query."""
        wanted = set(families)
        found = {family: JumpTolerance(family=family) for family in wanted}
        for one in self.filter(family__in=wanted):
            found[one.family] = one
        return found

    def fill_in(self):
        """Write down the tolerance of the house for each family that has none, so that it can be seen and changed."""
        held = set(self.values_list("family", flat=True))
        missing = [JumpTolerance(family=family) for family in Family if family not in held]
        JumpTolerance.objects.bulk_create(missing, ignore_conflicts=True)


class JumpTolerance(models.Model):
    """The changes of an index of a family that are usual, learned from its own issues before: what lies beyond must be explained.

    Usual is the median of its last changes, and around it so many times their usual deviation (`indexdata.arithmetic.jumps`),
    but never less than `least` percent.
    """

    family = models.CharField(_("family"), max_length=20, choices=Family.choices, unique=True, editable=False)
    issues = models.PositiveSmallIntegerField(
        _("issues looked at"), default=52,
        validators=[MinValueValidator(FEWEST), MaxValueValidator(MOST)],
        help_text=_("So many of the newest issues say what is usual."),
    )  # fmt: skip
    times = models.DecimalField(
        _("times the usual deviation"), max_digits=4, decimal_places=1, default=Decimal("5.0"),
        validators=[MinValueValidator(Decimal("1"))],
        help_text=_("A change that deviates more from the median of the last changes must be explained."),
    )  # fmt: skip
    least = models.DecimalField(
        _("never asked about, percent"), max_digits=5, decimal_places=2, default=Decimal("1.00"),
        validators=[MinValueValidator(Decimal("0"))],
        help_text=_("Up to so many percent around the median nothing is asked, however calm an index is."),
    )  # fmt: skip
    unknown = models.DecimalField(
        _("without a history, percent"), max_digits=5, decimal_places=2, default=Decimal("10.00"),
        validators=[MinValueValidator(Decimal("0"))],
        help_text=_("Counts where too few issues are held to say what is usual."),
    )  # fmt: skip

    objects = JumpToleranceQuerySet.as_manager()

    class Meta:
        verbose_name = _("tolerance for jumps")
        verbose_name_plural = _("tolerances for jumps")
        ordering = ["pk"]
        default_permissions = ("change", "view")

    def __str__(self):
        return str(self.get_family_display())
