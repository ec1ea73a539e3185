"""Redirects and series of articles in the admin."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from foundation.admin.languages import SideBySideMixin
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages, in_own_language
from news.addresses.models import Redirect
from news.addresses.redirecting import check_redirect
from news.addresses.spelling import spelled, without_host
from news.articles.models import ArticleSeries

from .uses import UsesMixin


class RedirectForm(forms.ModelForm):
    """A redirect that leads somewhere, hides no page and makes no circle."""

    class Meta:
        model = Redirect
        fields = ("path", "target", "note")

    #: The host that the page was asked under.
    host = ""

    def clean_path(self):
        """Take an address as it was copied from a browser, in whatever spelling."""
        return self._of_this_site(self.cleaned_data["path"])

    def clean_target(self):
        address, mark, fragment = self.cleaned_data["target"].partition("#")
        return self._of_this_site(address) + mark + fragment

    def _of_this_site(self, address):
        address = without_host(address, (self.host, *settings.ALLOWED_HOSTS))
        return spelled(address) if address.startswith("/") and not address.startswith("//") else address

    def clean(self):
        data = super().clean()
        if "path" in data:
            try:
                check_redirect(data["path"], data.get("target", ""), self.instance.pk)
            except ValidationError as refusal:
                for field, sentences in refusal.message_dict.items():
                    self.add_error(field, sentences)
        return data


@admin.register(Redirect)
class RedirectAdmin(VersionedMixin, ModelAdmin):
    """Addresses that lead elsewhere, or are gone for good."""

    form = RedirectForm
    list_display = ("path", "leads_to", "note", "created_at")
    search_fields = ("path", "target", "note")
    search_help_text = _("Part of an address, or words of the note")
    fields = ("path", "target", "note")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.host = request.get_host().rpartition(":")[0] or request.get_host()
        return form

    @display(description=_("leads to"), ordering="target")
    def leads_to(self, obj):
        return obj.target or _("gone")


@admin.register(ArticleSeries)
class ArticleSeriesAdmin(UsesMixin, SideBySideMixin, VersionedMixin, ModelAdmin):
    """Series of articles that are read one after the other."""

    use_kind = "series"
    held_by = ("articles",)
    needed = ("name",)
    list_display = ("__str__", "slug")
    search_fields = (*in_languages("name"), "slug")
    prepopulated_fields = {"slug": (in_own_language("name"),)}
    fields = (in_languages("name"), in_languages("intro"), "slug")
