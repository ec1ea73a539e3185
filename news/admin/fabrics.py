"""Popular fabrics in the admin."""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from foundation.admin.former_slugs import FormerSlugsMixin
from foundation.admin.languages import PublicPageMixin, SideBySideMixin
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages, in_own_language, other_text
from news.fabrics.models import Fabric, FabricUse

from .library.chooser import PictureFieldsMixin
from .library.thumbnails import thumbnail
from .tagging import TaggedForm
from .uses import UsesMixin

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class PaletteField(forms.CharField):
    """Colours written as #RRGGBB with spaces or commas between; gives a list."""

    widget = UnfoldAdminTextInputWidget

    def prepare_value(self, value):
        return " ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        colours = re.split(r"[\s,;，；]+", (value or "").strip()) if value else []
        if wrong := [colour for colour in colours if not COLOUR.fullmatch(colour)]:
            raise ValidationError(
                _("“%(colour)s” is not a colour; write it as #RRGGBB."), params={"colour": wrong[0]}
            )
        return [colour.upper() for colour in colours]

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class FabricForm(TaggedForm):
    """A fabric with its palette."""

    palette = PaletteField(
        label=_("Palette"),
        required=False,
        help_text=_("Colours as #RRGGBB, the main one first, with spaces between."),
    )

    class Meta:
        model = Fabric
        fields = "__all__"

    def clean(self):
        data = super().clean()
        lightest, heaviest = data.get("weight_min"), data.get("weight_max")
        if lightest and heaviest and heaviest < lightest:
            self.add_error("weight_max", _("The weight runs from the lower to the higher value."))
        return data


@admin.register(Fabric)
class FabricAdmin(
    UsesMixin, PictureFieldsMixin, SideBySideMixin, PublicPageMixin, VersionedMixin, ModelAdmin
):
    """Fabrics in fashion, with specification and picture."""

    use_kind = "fabric"
    form = FabricForm
    needed = ("name",)
    list_display = (
        "swatch",
        "heading",
        "weave",
        "weight",
        "season",
        "chips",
        "languages_present",
        "public",
        "public_page",
    )
    list_display_links = ("swatch", "heading")
    list_filter = (
        ("season", ChoicesDropdownFilter), ("weave", ChoicesDropdownFilter), ("uses", RelatedDropdownFilter), "public",
    )  # fmt: skip
    list_filter_submit = True
    list_select_related = ("picture",)
    search_fields = (*in_languages("name"), *in_languages("composition"), "slug")
    search_help_text = _("Name or composition in either language")
    prepopulated_fields = {"slug": (in_own_language("name"),)}
    picture_fields = ("picture",)
    autocomplete_fields = ("index", "uses")
    readonly_fields = ("chips", "used_in")
    fieldsets = (
        (None, {"fields": (in_languages("name"), in_languages("description"), ("picture",))}),
        (_("Specification"), {"fields": (
            in_languages("composition"), in_languages("yarn"), ("weave",), ("weight_min", "weight_max", "width_cm"), in_languages("finish"),
        )}),
        (_("Use"), {"fields": (("season", "uses"), ("index", "tags"))}),
        (_("On the site"), {"fields": (("palette", "chips"), ("slug", "order"), "public", "used_in")}),
    )  # fmt: skip

    def is_on_site(self, obj):
        return obj.public

    @display(description=_("picture"))
    def swatch(self, obj):
        return thumbnail(obj.picture)

    @display(description=_("fabric"), ordering=in_own_language("name"), header=True)
    def heading(self, obj):
        return [str(obj), other_text(obj, "name")]

    @display(description=_("weight (g/m²)"), ordering="weight_min")
    def weight(self, obj):
        bounds = [str(bound) for bound in (obj.weight_min, obj.weight_max) if bound is not None]
        return "–".join(dict.fromkeys(bounds)) or "–"

    @display(description=_("colours"))
    def chips(self, obj):
        """Show the palette as small squares of colour."""
        squares = format_html_join(
            "",
            '<rect x="{}" y="0" width="18" height="18" rx="3" fill="{}"><title>{}</title></rect>',
            (
                (20 * place, colour, colour)
                for place, colour in enumerate(obj.palette)
                if COLOUR.fullmatch(str(colour))
            ),
        )
        if not squares:
            return "–"
        return format_html(
            '<svg class="palette" width="{}" height="18" role="img" aria-label="{}">{}</svg>',
            20 * len(obj.palette),
            " ".join(obj.palette),
            squares,
        )


@admin.register(FabricUse)
class FabricUseAdmin(FormerSlugsMixin, SideBySideMixin, VersionedMixin, ModelAdmin):
    """Admin of the uses of fabrics."""

    needed = ("name",)
    list_display = ("label", *in_languages("name"))
    search_fields = (*in_languages("name"), "slug")
    prepopulated_fields = {"slug": (in_own_language("name"),)}
    fields = (in_languages("name"), "slug")

    @display(description=_("use"), ordering="slug")
    def label(self, obj):
        return str(obj)
