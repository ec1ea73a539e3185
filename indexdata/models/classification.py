"""The classification tree: families, classes and their parts."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.languages import in_languages
from indexdata.converters import PATH_PATTERN
from indexdata.enums import Family


class IndexQuerySet(models.QuerySet):
    """Questions about the tree; each is one query."""

    def subtree(self, path):
        """Return the node at `path` and everything below it."""
        return self.filter(models.Q(path=path) | models.Q(path__startswith=f"{path}/"))

    def below(self, path):
        """Return everything below `path`, without the node itself."""
        return self.filter(path__startswith=f"{path}/")

    def ancestors_of(self, path):
        """Return the nodes above `path`, the family first."""
        parts = path.split("/")
        paths = ["/".join(parts[:end]) for end in range(1, len(parts))]
        return self.filter(path__in=paths).order_by(Length("path"))

    def for_links(self):
        """Return nodes with what links to them say, and nothing else."""
        return self.only("path", "family", "name", *in_languages("name")).order_by()

    def in_tree_order(self):
        """Return nodes so that every parent stands before its children and siblings keep their order."""
        return self.order_by("tree_order", "path")


class Index(models.Model):
    """One node of the classification tree, with at most one published series; some nodes only group.

    `path` is the slug path from the family down ("price/raw-materials/polyester") and its address.
    """

    shown_in = ("classification",)

    path = models.CharField(
        _("path"), max_length=255, unique=True, validators=[RegexValidator(rf"^{PATH_PATTERN}\Z")]
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    family = models.CharField(_("family"), max_length=20, choices=Family.choices)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    is_grouping = models.BooleanField(
        _("only groups"), default=False, help_text=_("The node has no series of its own.")
    )
    tree_order = models.PositiveIntegerField(_("order in the tree"), default=0, db_index=True)
    staff_note = models.TextField(_("note for staff"), blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)

    objects = IndexQuerySet.as_manager()

    class Meta:
        verbose_name = _("index")
        verbose_name_plural = _("indices")
        ordering = ["tree_order", "path"]

    def __str__(self):
        return self.name or self.path

    def get_absolute_url(self):
        return reverse("indexdata:index", args=[self.path])

    @property
    def depth(self):
        """Return how deep the node lies: 0 for a family."""
        return self.path.count("/")

    @property
    def slug(self):
        """Return the last part of the path."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def frequency(self):
        """Return how often the family is published (`indexdata.enums.Frequency`)."""
        return Family(self.family).frequency
