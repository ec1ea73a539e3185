"""The checks of a release: on its page in short, and a page of their own where findings are acknowledged by name."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from unfold.admin import ModelAdmin
from unfold.decorators import display

from foundation.sent_once import once
from indexdata.models import EmbargoRead, JumpTolerance
from indexdata.permissions import user_can_release_figures, user_can_see_embargoed_figures
from indexdata.releases.checks.acknowledging import acknowledge
from indexdata.releases.checks.register import findings_in
from indexdata.releases.states import ReleasingError

#: So many former acknowledgements are shown.
FORMER = 50


class ReleaseChecksMixin(ModelAdmin):
    """The field that shows the checks, and their page."""

    def get_urls(self):
        view = require_http_methods(["GET", "POST"])(self.checks_view)
        page = path(
            "<path:object_id>/checks/", self.admin_site.admin_view(view), name="indexdata_release_checks"
        )
        return [page, *super().get_urls()]

    @display(description=gettext_lazy("checks"))
    def checks(self, obj):
        """List the findings with what is left to do about each."""
        context = {"findings": findings_in(obj), "release": obj, "page": self._checks_page(obj)}
        return render_to_string("admin/indexdata/release/checks.html", context)

    @once
    def checks_view(self, request, object_id):
        """Show what the checks find, each with a form in which it is acknowledged."""
        release = self.get_object(request, object_id)
        if release is None or release.no_issue:
            raise Http404
        if not user_can_see_embargoed_figures(request.user):
            raise PermissionDenied
        typed = {}
        if request.method == "POST":
            fingerprint, why = request.POST.get("fingerprint", "")[:64], request.POST.get("why", "")
            try:
                acknowledge(release, fingerprint, request.user, why)
            except ReleasingError as refusal:
                typed = {"fingerprint": fingerprint, "why": why, "refusal": str(refusal)}
            else:
                messages.success(request, _("Acknowledged."))
                return HttpResponseRedirect(self._checks_page(release))
        findings = findings_in(release)
        EmbargoRead.objects.keep(request.user, [release])
        current = {one.acknowledgement.pk for one in findings if one.acknowledgement}
        former = release.acknowledgements.exclude(pk__in=current).select_related("by")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts, "original": release, "title": _("Checks of %(release)s") % {"release": release},
            "release": release, "media": self.media, "findings": findings, "former": former[:FORMER], "typed": typed,
            "may_acknowledge": user_can_release_figures(request.user) and not release.is_public(),
            "held_back": sum(one.holds_back for one in findings),
            "tolerances": request.user.has_perm("indexdata.view_jumptolerance"),
            "known": {one.fingerprint for one in findings},
        }  # fmt: skip
        return TemplateResponse(request, "admin/indexdata/release/checks_page.html", context)

    @staticmethod
    def _checks_page(release):
        return reverse("admin:indexdata_release_checks", args=[release.pk])


@admin.register(JumpTolerance)
class JumpToleranceAdmin(ModelAdmin):
    """The changes of each family that are not asked about."""

    list_display = ("family_name", "issues", "times", "least", "unknown")
    fields = ("issues", "times", "least", "unknown")

    def changelist_view(self, request, extra_context=None):
        JumpTolerance.objects.fill_in()
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @display(description=gettext_lazy("family"), ordering="family")
    def family_name(self, obj):
        return obj.get_family_display()
