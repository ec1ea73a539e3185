"""Editors' work between two saves: what they have typed, and who has a form open."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: A window that has not been heard of for so long is closed; browsers let those nobody sees speak once a minute.
CLOSED_AFTER = timedelta(seconds=150)


class TypedText(models.Model):
    """The text that one editor has typed into a thing's form and not saved yet, as the form would send it.

    One per editor, thing and window. `mark` names the state of the text that the browser sent, and `open_at` is when the
    window was last heard of, empty once it has been closed. A kind's own add `thing`, as its `working_copies`, empty while the
    thing has never been saved, and `base`, the revision the editor started from.
    """

    thing: Any
    thing_id: int | None
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("editor")
    )
    window = models.CharField(_("window"), max_length=40, db_default="")
    data = models.JSONField(_("typed"))
    mark = models.CharField(max_length=40, blank=True, db_default="")
    saved_at = models.DateTimeField(_("kept"), default=timezone.now)
    open_at = models.DateTimeField(_("window last seen"), null=True, blank=True)

    class Meta:
        abstract = True
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        constraints = [
            models.UniqueConstraint(fields=["thing", "editor", "window"], name="one_%(class)s_per_window"),
            models.UniqueConstraint(
                fields=["editor", "window"],
                condition=Q(thing__isnull=True),
                name="one_new_%(class)s_per_window",
            ),
        ]

    def __str__(self):
        return f"{self.editor}: {self.thing or '–'}"

    @property
    def is_open(self):
        """Tell whether the window is still open, as far as one has heard."""
        return bool(self.open_at and self.open_at >= timezone.now() - CLOSED_AFTER)

    def get_edit_address(self):
        """Return where the text is brought back into its form."""
        model: Any = self._meta.get_field("thing").related_model
        name = f"admin:news_{model._meta.model_name}"
        if self.thing_id:
            return reverse(f"{name}_change", args=[self.thing_id])
        return reverse(f"{name}_add")


class OpenForm(models.Model):
    """An editor who has a thing's form open in a window; the form says so every few seconds.

    A kind's own add `thing`, as its `presences`.
    """

    thing: Any
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("editor")
    )
    window = models.CharField(_("window"), max_length=40, db_default="")
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    typing_at = models.DateTimeField(_("last change"), null=True, blank=True)

    class Meta:
        abstract = True
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(fields=["thing", "editor", "window"], name="one_%(class)s_per_window")
        ]

    def __str__(self):
        return f"{self.editor}: {self.thing}"
