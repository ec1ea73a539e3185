"""Tags in the admin."""

from django.contrib import admin, messages
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as PlainTag
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from foundation.admin.languages import PublicPageMixin, SideBySideMixin
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages, in_own_language
from news.tags.merging import merge
from news.tags.models import Tag

from . import tagging
from .uses import UsesMixin

admin.site.unregister(PlainTag)  # the library's own tags, which nothing carries here


@admin.register(Tag)
class TagAdmin(UsesMixin, SideBySideMixin, PublicPageMixin, VersionedMixin, ModelAdmin):
    """Tags with their name in both languages."""

    use_kind = "tag"
    needed = ("name",)
    list_display = ("label", *in_languages("name"), "use_number", "public_page")
    search_fields = (*in_languages("name"), "slug")
    search_help_text = _("Name in either language")
    ordering = ("slug",)
    list_per_page = 100
    prepopulated_fields = {"slug": (in_own_language("name"),)}
    readonly_fields = ("used_in",)
    fields = (in_languages("name"), "slug", "used_in")

    actions = ("merge_tags",)

    def get_urls(self):
        return [*tagging.urls(self.admin_site), *super().get_urls()]

    @action(description=_("Merge into one tag"), permissions=["delete"])
    def merge_tags(self, request, queryset):
        """Ask which of the chosen tags stays, then merge the others into it."""
        tags = list(queryset)
        if len(tags) < 2:
            messages.error(request, _("Choose at least two tags."))
            return None
        kept = next((tag for tag in tags if str(tag.pk) == request.POST.get("into")), None)
        if kept is None:
            context = {
                **self.admin_site.each_context(request), "opts": self.opts, "title": _("Merge tags"),
                "tags": sorted(tags, key=lambda tag: -tag.use_count), "chosen": request.POST.getlist("_selected_action"),
            }  # fmt: skip
            return TemplateResponse(request, "admin/news/tag/merge.html", context)
        merge(tags, kept, request.user)
        messages.success(
            request, _("The tags are one now: “%(name)s”. Their old addresses lead to it.") % {"name": kept}
        )
        return None

    @display(description=_("tag"), ordering="slug")
    def label(self, obj):
        return str(obj)
