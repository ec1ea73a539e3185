"""A notice to everybody who visits the site."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.languages import Translated
from news.enums import NoticeTone

#: A page of the site by its path, or a web address; no scheme that runs anything, no other site's path ("//").
LINK = RegexValidator(
    r"^(https?://[^\s/]\S*|/(?!/)[^\s\\]*)\Z",
    _("Enter an address of this site that begins with /, or a web address."),
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def at(self, moment=None):
        """Return the notices that are shown at a moment (now by default), warnings first, then the newest."""
        moment = moment or timezone.now()
        shown = self.filter(starts_at__lte=moment).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment))
        return shown.order_by("-tone", "-starts_at", "-pk")


class Notice(Translated, models.Model):
    """A sentence above every public page, in one language or more, from a moment until another or until it is ended."""

    shown_in = ("notices",)
    translation_marker = ("text",)

    text = models.CharField(_("text"), max_length=300, help_text=_("One or two sentences, without markup."))
    link = models.CharField(
        _("link"),
        max_length=300,
        blank=True,
        validators=[LINK],
        help_text=_("Where readers find more; may stay empty."),
    )
    tone = models.CharField(_("kind"), max_length=8, choices=NoticeTone.choices, default=NoticeTone.INFORM)
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now, db_index=True)
    ends_at = models.DateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Without a moment: until you end it."),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to everybody")
        verbose_name_plural = _("notices to everybody")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="notices_end_after_they_start",
            )
        ]

    def __str__(self):
        return self.text

    def clean(self):
        """Refuse a notice that ends before it begins."""
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("A notice ends after it begins.")})

    @property
    def key(self):
        """Return what tells this wording of the notice from others: whoever closed another one sees this."""
        return f"{self.pk}-{int(self.updated_at.timestamp())}"

    def is_shown(self, at=None):
        """Tell whether visitors see it at a moment (now by default)."""
        at = at or timezone.now()
        return self.starts_at <= at and (self.ends_at is None or self.ends_at > at)
