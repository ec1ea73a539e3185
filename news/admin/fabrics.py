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
from foundation.admin.languages import SideBySideMixin
from foundation.admin.reads import ReadsMixin
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages, in_own_language, other_text
from news.fabrics.markup import weight
from news.fabrics.models import Fabric, FabricUse

from .drafted.drafted_admin import DraftedMixin
from .drafted.forms import DraftForm
from .drafted.ordering import OrderedMixin
from .library.thumbnails import thumbnail
from .list_filters import ComingFilter, MineFilter, StageFilter, TranslationFilter
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


class FabricForm(DraftForm, TaggedForm):
    """A fabric's newest content, with its palette."""

    palette = PaletteField(
        label=_("Palette"),
        required=False,
        help_text=_("Colours as #RRGGBB, the main one first, with spaces between."),
    )

    def clean(self):
        data = super().clean()
        lightest, heaviest = data.get("weight_min"), data.get("weight_max")
        if lightest and heaviest and heaviest < lightest:
            self.add_error("weight_max", _("The weight runs from the lower to the higher value."))
        return data


@admin.register(Fabric)
class FabricAdmin(UsesMixin, OrderedMixin, ReadsMixin, DraftedMixin, FormerSlugsMixin, ModelAdmin):
    """Fabrics in fashion, with specification and picture."""

    use_kind = "fabric"
    form = FabricForm
    needed = ("name",)
    list_display = (
        "swatch",
        "heading",
        "status_shown",
        "languages_present",
        "specification",
        "order",
        "reads",
        "public_page",
    )
    list_display_links = ("swatch", "heading")
    list_editable = ("order",)
    list_filter = (
        StageFilter, TranslationFilter, MineFilter, ComingFilter,
        ("season", ChoicesDropdownFilter), ("weave", ChoicesDropdownFilter), ("uses", RelatedDropdownFilter),
    )  # fmt: skip
    list_filter_submit = True
    list_select_related = ("picture",)
    search_fields = (*in_languages("name", "composition", "description"), "slug")
    search_help_text = _("Words of the name, the composition or the description")
    prepopulated_fields = {"slug": (in_own_language("name"),)}
    picture_fields = ("picture",)
    autocomplete_fields = ("index", "uses")
    readonly_fields = (
        "chips",
        "status_shown",
        "author",
        "updated_at",
        "public_page",
        "reads_shown",
        "used_in",
    )
    fieldsets = (
        (None, {"fields": (("status_shown", "author", "updated_at", "public_page", "reads_shown"),), "classes": ("form-facts",)}),
        (_("Name and description"), {"fields": (in_languages("name"), in_languages("description"), ("picture",))}),
        (_("Specification"), {"fields": (
            in_languages("composition"), in_languages("yarn"), ("weave",), ("weight_min", "weight_max", "width_cm"), in_languages("finish"),
            ("palette", "chips"),
        )}),
        (_("Use"), {"fields": (("season", "uses"), ("index", "tags"))}),
        (_("Address and moment"), {"fields": (
            ("slug", "order"), ("published_at", "expires_at"), ("goes_live_at",),
            ("original_language", "publish_languages"), "used_in",
        )}),
        (_("This change"), {"fields": (("revision_note", "override"), "base_revision")}),
    )  # fmt: skip

    @display(description=_("picture"))
    def swatch(self, obj):
        return thumbnail(obj.picture)

    @display(description=_("fabric"), ordering=in_own_language("name"), header=True)
    def heading(self, obj):
        return [str(obj), other_text(obj, "name")]

    @display(description=_("specification"), ordering="weave")
    def specification(self, obj):
        """Show weave and weight, and below them season and colours."""
        facts = [obj.get_weave_display(), weight(obj)]
        return format_html(
            '{}<br><span class="remark">{}</span> {}',
            " · ".join(fact for fact in facts if fact),
            obj.get_season_display(),
            self._squares(obj),
        )

    @display(description=_("colours"))
    def chips(self, obj):
        """Show the palette as small squares of colour."""
        return self._squares(obj) or "–"

    def _squares(self, obj):
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
            return ""
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
