"""Attachments: files that readers download, such as a table or a brochure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from news.library.attachments import attachment_path, check_attachment
from news.tags.models import TaggedItem


class AttachmentKind(models.TextChoices):
    """The kind of an attachment, by its content."""

    PDF = "pdf", _("PDF")
    XLSX = "xlsx", _("Excel workbook")


class Attachment(models.Model):
    """A file for readers. It is kept under the hash of its content, so the same file is never kept twice."""

    shown_in = ("library",)

    file = models.FileField(
        _("file"), upload_to=attachment_path, max_length=200, validators=[check_attachment]
    )
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), blank=True, max_length=500)
    kind = models.CharField(_("kind"), max_length=8, choices=AttachmentKind.choices, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False, default=0)
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False, null=True)
    tags = TaggableManager(through=TaggedItem, blank=True, verbose_name=_("tags"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title or self.file.name

    def get_absolute_url(self):
        return self.file.url
