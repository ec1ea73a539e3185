"""The classification tree: families, classes and their parts, with the names and addresses they are known by."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.languages import in_languages
from indexdata.converters import CODE_PATTERN, PATH_PATTERN
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

    def known_as(self, text):
        """Return the nodes that a path, a code or a former path leads to: one, or none."""
        return self.filter(
            models.Q(path=text) | models.Q(code=text) | models.Q(former_paths__path=text)
        ).distinct()

    def for_links(self):
        """Return nodes with what links to them say, and nothing else."""
        return self.only("path", "family", "name", *in_languages("name")).order_by()

    def in_tree_order(self):
        """Return nodes so that every parent stands before its children and siblings keep their order."""
        return self.order_by("tree_order", "path")


#: Words that addresses below an index or beside it are made of.
ADDRESS_WORDS = frozenset({"compare", "embed", "movers", "revisions"})


def check_address_words(path: str) -> None:
    """Refuse a path that holds a word of addresses (`ValidationError`): two pages would have the same one."""
    for word in ADDRESS_WORDS.intersection(path.split("/")):
        raise ValidationError(
            _("“%(word)s” is a word of addresses and no part of a path."), params={"word": word}
        )


class Index(models.Model):
    """One node of the classification tree, with at most one published series; some nodes only group.

    `path` is the slug path from the family down ("price/raw-materials/polyester") and its address. `code` is its identity
    in files and programs for ever: a node that moves gets another path and keeps its code, and its former path leads to it.
    """

    shown_in = ("classification",)

    path = models.CharField(
        _("path"),
        max_length=255,
        unique=True,
        validators=[
            RegexValidator(rf"^{PATH_PATTERN}\Z"),
            check_address_words,
        ],
    )
    code = models.CharField(
        _("code"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(rf"^{CODE_PATTERN}\Z", _("A code is made of capital letters, digits and “_”."))
        ],
        help_text=_(
            "The identity in files and programs, e.g. PRICE_RM. It is chosen once and never changes."
        ),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    family = models.CharField(_("family"), max_length=20, choices=Family.choices)
    name = models.CharField(_("name"), max_length=120)
    own_translation = models.CharField(
        _("our translation"),
        max_length=10,
        blank=True,
        default="",
        db_default="",
        choices=settings.LANGUAGES,
        help_text=_(
            "The language whose name no published source gives: it is a translation of ours, and the page says so."
        ),
    )
    description = models.TextField(_("description"), blank=True)
    is_grouping = models.BooleanField(
        _("only groups"), default=False, help_text=_("The node has no series of its own.")
    )
    tree_order = models.PositiveIntegerField(_("order in the tree"), default=0, db_index=True)
    staff_note = models.TextField(_("note for staff"), blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)

    #: Code and path as they are stored.
    _stored: dict[str, str | None] = {}

    objects = IndexQuerySet.as_manager()

    class Meta:
        verbose_name = _("index")
        verbose_name_plural = _("indices")
        ordering = ["tree_order", "path"]

    def __str__(self):
        return self.name or self.path

    def save(self, *args, **kwargs):
        """Save; the code stays what it was, and the path a node leaves goes on leading to it."""
        stored = self._stored
        if stored.get("code") not in (None, self.code):
            raise ValidationError(_("The code of an index never changes."), code="fixed")
        super().save(*args, **kwargs)
        if stored.get("path") not in (None, self.path):
            FormerPath.objects.update_or_create(path=stored["path"], defaults={"index": self})
        FormerPath.objects.filter(path=self.path).delete()
        self._stored = {"code": self.code, "path": self.path}

    def get_absolute_url(self):
        return reverse("indexdata:index", args=[self.path])

    @classmethod
    def from_db(cls, *args, **kwargs):
        """Remember code and path as they are stored."""
        index = super().from_db(*args, **kwargs)
        index._stored = {name: index.__dict__.get(name) for name in ("code", "path")}
        return index

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


class FormerPath(models.Model):
    """A path that an index had before it moved."""

    shown_in = ("classification",)

    path = models.CharField(_("path"), max_length=255, unique=True)
    index = models.ForeignKey(Index, models.CASCADE, related_name="former_paths", verbose_name=_("index"))

    def __str__(self):
        return self.path


class IndexAlias(models.Model):
    """Another name of an index, as an office or a file writes it: 原料 for 原料类."""

    told_when_deleted = True

    index = models.ForeignKey(Index, models.CASCADE, related_name="aliases", verbose_name=_("index"))
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120)
    folded = models.CharField(max_length=120, editable=False, db_index=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["index", "folded"],
                name="other_names_once",
                violation_error_message=_("This name is written down already."),
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.folded = folded_name(self.name)
        super().save(*args, **kwargs)

    def clean(self):
        """Refuse a name that leads to another index of the family already."""
        self.folded = folded_name(self.name)
        if not self.index_id:
            return
        others = Index.objects.filter(family=self.index.family).exclude(pk=self.index_id)
        for other in others.prefetch_related("aliases"):
            names = [*(getattr(other, name) for name in in_languages("name")), *map(str, other.aliases.all())]
            if self.folded in {folded_name(name or "") for name in names}:
                raise ValidationError(
                    {"name": _("This name belongs to “%(index)s” already.") % {"index": other}}
                )


def folded_name(text):
    """Return a name as it is compared with others: width, case and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())[:120]
