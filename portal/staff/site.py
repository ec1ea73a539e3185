"""The admin as one site: the theme's, which lists what it holds only where that list is shown, and guards every page."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from portal.signing_in import mark
from portal.signing_in.addresses import addresses
from portal.signing_in.views import sign_in
from portal.staff.guarded import guarded


class PortalAdminSite(UnfoldAdminSite):
    """The admin of the portal. Its menu is its own (`admin_theme`), so few pages show Django's list of applications."""

    def get_app_list(self, request, app_label=None):
        """Return the list of applications, made when it is first looked at: it asks every permission and address."""
        return SimpleLazyObject(lambda: super(PortalAdminSite, self).get_app_list(request, app_label))

    def search(self, request, extra_context=None):
        """Show what these words find of all that the person may see: a script gets the list alone."""
        from portal.staff import finding  # needs models

        words = request.GET.get("s", "")
        context = {"groups": finding.find(self, request, words), "words": words.strip()}
        if request.headers.get("X-Requested-With") == "fetch":
            return TemplateResponse(request, "admin/finder/found.html", context)
        context |= {**self.each_context(request), "title": _("Search"), **(extra_context or {})}
        return TemplateResponse(request, "admin/finder/page.html", context)

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register models with the guard in front of their admin, whoever wrote it."""
        super().register(model_or_iterable, guarded(admin_class or admin.ModelAdmin), **options)

    def get_urls(self):
        from portal.staff import here, mishaps  # needs models

        page = path(
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(self.view_on_site),
            name="view_on_site",
        )
        return [page, *addresses(self), *mishaps.urls(self), *here.urls(self), *super().get_urls()]

    def view_on_site(self, request, content_type_id, object_id):
        """Lead to the page of a thing on the site, if the account may see the thing here; else there is nothing."""
        if not (content_type_id.isascii() and content_type_id.isdigit() and len(content_type_id) < 10):
            raise Http404
        kind = ContentType.objects.filter(pk=content_type_id).first()
        model_admin = kind and self._registry.get(kind.model_class())
        thing = model_admin and model_admin.get_object(request, object_id)
        if not thing or not model_admin.has_view_permission(request, thing):
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def logout(self, request, extra_context=None):
        """Sign a person out, and take the mark off their browser."""
        response = super().logout(request, extra_context)
        mark.take_away(response)
        return response

    def login(self, request, extra_context=None):
        """Answer the sign-in page."""
        return sign_in(self, request, extra_context)
