"""The picture library in the admin."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RadioFilter
from unfold.decorators import display

from foundation.admin.languages import SideBySideMixin
from foundation.admin.large_list import IndexedListMixin
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages, in_own_language
from foundation.large_lists import CappedPaginator
from news.admin.tagging import TaggedForm
from news.admin.uses import UsesMixin, with_use_count
from news.library.models import Picture
from news.library.pictures import same_as, taken_in

from .thumbnails import thumbnail


class PictureFileField(forms.ImageField):
    """A picture by its content, whatever its name ends in."""

    default_validators = []

    def to_python(self, data):
        file = forms.FileField.to_python(self, data)
        if file is not None:
            taken_in(file)
        return file


class PictureForm(TaggedForm):
    """A picture whose file is in the library already is refused with its name."""

    class Meta:
        model = Picture
        exclude = ()
        field_classes = {"file": PictureFileField}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and not getattr(file, "_committed", False):
            same = same_as(file, Picture.objects.exclude(pk=self.instance.pk))
            if same:
                raise forms.ValidationError(
                    _("The library has this picture already: “%(title)s”.") % {"title": same}, code="known"
                )
        return file


class WordsFilter(RadioFilter):
    """Pictures that lack an alternative text."""

    title = _("without alternative text")
    parameter_name = "without_words"

    def lookups(self, request, model_admin):
        return settings.LANGUAGES

    def queryset(self, request, queryset):
        return queryset.without_words(self.value()) if self.value() in dict(settings.LANGUAGES) else queryset


class UseFilter(RadioFilter):
    """Pictures that something uses, or nothing."""

    title = _("use")
    parameter_name = "used"

    def lookups(self, request, model_admin):
        return [("1", _("Used")), ("0", _("Not used"))]

    def queryset(self, request, queryset):
        return {"1": queryset.filter(use_count__gt=0), "0": queryset.filter(use_count=0)}.get(
            self.value(), queryset
        )


class PicturePaginator(CappedPaginator):
    """Pages of pictures that know in how many places they are used."""

    def whole(self):
        return with_use_count(super().whole(), "picture")


@admin.register(Picture)
class PictureAdmin(UsesMixin, IndexedListMixin, SideBySideMixin, VersionedMixin, ModelAdmin):
    """Pictures with alternative text, credit and focal point."""

    paginator = PicturePaginator
    form = PictureForm
    use_kind = "picture"
    change_form_template = "admin/news/picture/change_form.html"
    change_list_template = "admin/news/picture/change_list.html"
    needed = ("title",)
    list_display = (
        "preview",
        "title_shown",
        "alternative",
        "credit",
        "measures",
        "use_number",
        "drawn_shown",
    )
    list_display_links = ("preview", "title_shown")
    list_filter = (WordsFilter, UseFilter, "drawn", "decorative")
    list_filter_submit = True
    search_fields = (*in_languages("title"), *in_languages("alt"), "credit")
    search_help_text = _("Title, alternative text or credit")
    ordering = ("-created_at", "-pk")
    list_per_page = 50
    readonly_fields = ("large_preview", "measures", "address", "created_at", "used_in", "alike")
    fieldsets = (
        (None, {"fields": (("file", "large_preview"),)}),
        (_("What it shows"), {"fields": (in_languages("title"), in_languages("alt"), ("credit", "decorative"), ("tags",))}),
        (_("Focal point"), {
            "fields": (("focal_x", "focal_y"),), "classes": ("focal-fields",),
            "description": _(
                "The part of the picture that stays visible when it is cropped: click it in the picture, "
                "or move the mark with the arrow keys."
            ),
        }),
        (_("File"), {"fields": (("measures", "address", "created_at"), ("used_in", "alike"))}),
    )  # fmt: skip

    @display(description=_("preview"))
    def preview(self, obj):
        return thumbnail(obj)

    @display(description=_("preview"))
    def large_preview(self, obj):
        return thumbnail(obj, "large")

    @display(description=_("title"), ordering=in_own_language("title"))
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

    @display(description=_("pictures that look alike"))
    def alike(self, obj):
        rows = Picture.objects.looking_like(obj) if obj.pk else []
        return (
            format_html_join(
                " ",
                '<a class="row-link" href="{}">{} {}</a>',
                ((reverse("admin:news_picture_change", args=[one.pk]), thumbnail(one), one) for one in rows),
            )
            or "–"
        )
