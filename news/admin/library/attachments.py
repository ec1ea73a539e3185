"""The library of attachments in the admin."""

from django import forms
from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from foundation.admin.languages import SideBySideMixin
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages, in_own_language
from news.admin.tagging import TaggedForm
from news.admin.uses import UsesMixin
from news.library.attachments import digest_of, kind_of
from news.library.models import Attachment


class AttachmentForm(TaggedForm):
    """A file that is in the library already is refused with its name."""

    class Meta:
        model = Attachment
        exclude = ()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and not getattr(file, "_committed", False):
            self.instance.digest, self.instance.kind = digest_of(file), kind_of(file)
            self.instance.size = file.size
            same = Attachment.objects.filter(digest=self.instance.digest).exclude(pk=self.instance.pk).first()
            if same:
                raise forms.ValidationError(
                    _("The library has this file already: “%(title)s”.") % {"title": same}
                )
        return file


@admin.register(Attachment)
class AttachmentAdmin(UsesMixin, SideBySideMixin, VersionedMixin, ModelAdmin):
    """PDF documents and workbooks that readers download."""

    form = AttachmentForm
    use_kind = "attachment"
    needed = ("title",)
    list_display = ("title_shown", "kind", "size_shown", "use_number", "created_at")
    list_filter = ("kind",)
    search_fields = (*in_languages("title"), *in_languages("description"), "file")
    search_help_text = _("Title, description or file name")
    readonly_fields = ("size_shown", "address", "used_in", "created_at")
    fieldsets = (
        (None, {"fields": (("file",), in_languages("title"), in_languages("description"), ("tags",))}),
        (_("File"), {"fields": (("size_shown", "address", "created_at"), ("used_in",))}),
    )

    @display(description=_("title"), ordering=in_own_language("title"))
    def title_shown(self, obj):
        return str(obj)

    @display(description=_("size"), ordering="size")
    def size_shown(self, obj):
        return filesizeformat(obj.size) if obj.size else "–"

    @display(description=_("address"))
    def address(self, obj):
        return format_html('<a class="row-link" href="{0}">{0}</a>', obj.file.url) if obj.file else "–"
