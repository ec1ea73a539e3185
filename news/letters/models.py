"""The choices of staff about letters."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.people import name_of

#: The language of letters to whoever has not chosen one.
OFFICE_LANGUAGE = "zh-hans"


class LetterChoices(models.Model):
    """The letters a member of staff wants, and their language. Who has chosen nothing gets every letter."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="letter_choices",
        verbose_name=_("person"),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=OFFICE_LANGUAGE
    )
    about_review = models.BooleanField(
        _("about the review of articles"),
        default=True,
        help_text=_("An article waits for you to approve it, or yours was approved or sent back."),
    )
    about_notes = models.BooleanField(
        _("about notes on passages"),
        default=True,
        help_text=_("Somebody left a note on an article of yours, or answered in a thread of yours."),
    )
    about_comments = models.BooleanField(
        _("about reader comments"), default=True, help_text=_("Once a day, for moderators: what waits.")
    )
    about_releases = models.BooleanField(
        _("about releases"),
        default=True,
        db_default=True,
        help_text=_(
            "For index officers: figures or a correction wait for you, yours were approved or sent back, a release is delayed."
        ),
    )

    class Meta:
        verbose_name = _("letters to me")
        verbose_name_plural = _("letters to me")

    def __str__(self):
        return str(_("Letters to %(name)s") % {"name": name_of(self.user)})
