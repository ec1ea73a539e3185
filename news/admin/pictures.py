"""The picture library in the admin."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from indexdata.admin.languages import SideBySideMixin, both
from news.models import Picture

from .thumbnails import thumbnail


@admin.register(Picture)
class PictureAdmin(SideBySideMixin, ModelAdmin):
    """Pictures with alternative text, credit and focal point."""

    needed = ("title",)
    list_display = ("preview", "title_shown", "alternative", "credit", "measures", "drawn_shown")
    list_display_links = ("preview", "title_shown")
    list_filter = ("drawn", "decorative")
    search_fields = (*both("title"), *both("alt"), "credit")
    search_help_text = _("Title, alternative text or credit")
    ordering = ("-created_at", "-pk")
    list_per_page = 50
    readonly_fields = ("large_preview", "measures", "address", "created_at")
    fieldsets = (
        (None, {"fields": (("file", "large_preview"),)}),
        (_("What it shows"), {"fields": (both("title"), both("alt"), ("credit", "decorative"))}),
        (_("Focal point"), {
            "fields": (("focal_x", "focal_y"),),
            "description": _("The part of the picture that stays visible when it is cropped, in percent."),
        }),
        (_("File"), {"fields": (("measures", "address", "created_at"),)}),
    )  # fmt: skip

    @display(description=_("preview"))
    def preview(self, obj):
        return thumbnail(obj)

    @display(description=_("preview"))
    def large_preview(self, obj):
        return thumbnail(obj, "large")

    @display(description=_("title"), ordering="title_en")
    def title_shown(self, obj):
        return str(obj)

    @display(description=_("alternative text"))
    def alternative(self, obj):
        return (
            _("decorative")
            if obj.decorative
            else obj.alt or format_html('<em class="is-missing">{}</em>', _("missing"))
        )

    @display(description=_("size"))
    def measures(self, obj):
        return f"{obj.width} × {obj.height}" if obj.width else "–"

    @display(description=_("drawn by the portal"), boolean=True, ordering="drawn")
    def drawn_shown(self, obj):
        return obj.drawn

    @display(description=_("address for use in a text"))
    def address(self, obj):
        return format_html("<code>{}</code>", obj.file.url) if obj.file else "–"
