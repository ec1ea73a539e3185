"""The history of a thing that has versions: listed, each with what it changed, restored."""

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.versions.contents import mark_of
from foundation.versions.models import Version

from .parts import restore_part

PER_PAGE = 50


class VersionPagesMixin:
    """For the admin of a model with versions (`foundation.admin.versioned`)."""

    object_history_template = "admin/versions/history.html"

    def get_urls(self):
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        at = "<path:object_id>/history/<int:number>/"
        return [
            path(at, view(require_safe(self.version_view)), name=f"{info}_version"),
            path(f"{at}restore/", view(require_POST(self.restore_view)), name=f"{info}_restore"),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """List the versions of a thing, and below what else was done to it."""
        thing = self.get_object(request, unquote(object_id))
        versions = ()
        if thing is not None:
            rows = Version.objects.of(thing).select_related("author").defer("content")
            versions = Paginator(rows, PER_PAGE).get_page(request.GET.get("v"))
        extra = {"versions": versions, "can_restore": self.has_change_permission(request, thing)}
        return super().history_view(request, object_id, {**extra, **(extra_context or {})})

    def version_view(self, request, object_id, number):
        """Show what a version changed, and how it differs from what the thing says now."""
        thing, version = self._version(request, object_id, number)
        earlier = Version.objects.of(thing).filter(number__lt=number).first()
        hidden = getattr(self, "get_hidden", lambda request: ())(request)
        now = self.content_of(thing)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Version %(number)s") % {"number": number},
            "thing": thing,
            "original": thing,
            "version": version,
            "earlier": earlier,
            "changed": self.changes(earlier.content if earlier else {}, version.content, hidden),
            "since": self.changes(version.content, {name: now.get(name) for name in version.content}, hidden),
            "is_now": version.mark == mark_of(now),
            "can_restore": self.has_change_permission(request, thing),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/versions/version.html", context)

    @transaction.atomic
    def restore_view(self, request, object_id, number):
        """Make a thing say again what it said in a version, as a version of its own; its form looks through it first."""
        thing, version = self._version(request, object_id, number)
        if not self.has_change_permission(request, thing):
            raise PermissionDenied
        fields = flatten_fieldsets(self.get_fieldsets(request, thing))
        form = self.get_form(request, thing, change=True, fields=fields)({}, instance=thing)
        form.restored = version.content
        if not form.is_valid():
            for sentences in form.errors.values():
                messages.error(request, " ".join(sentences))
            return HttpResponseRedirect(self._address("version", thing, number))
        request.version_note = _("As in version %(number)s.") % {"number": number}
        thing = self.save_form(request, form, change=True)
        self.save_model(request, thing, form, change=True)
        for name, inline in self.parts.items():
            if name in version.content and inline(self.model, self.admin_site).has_change_permission(request):
                restore_part(thing, inline, version.content[name])
        self.save_related(request, form, [], change=True)
        self.log_change(request, thing, request.version_note)
        messages.success(request, _("It says again what it said in version %(number)s.") % {"number": number})
        return HttpResponseRedirect(self._address("change", thing))

    def _version(self, request, object_id, number):
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            raise Http404
        may_read = getattr(self, "may_read_history", self.has_view_permission)
        if not (may_read(request) and self.has_view_or_change_permission(request, thing)):
            raise PermissionDenied
        return thing, get_object_or_404(Version.objects.of(thing).select_related("author"), number=number)

    def _address(self, name, thing, *more):
        return reverse(
            f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}",
            args=[thing.pk, *more],
        )
