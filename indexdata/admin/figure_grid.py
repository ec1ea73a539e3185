"""The figures of a release as a grid in the admin: typed down the column or pasted from a sheet, with a warning for what jumps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from unfold.admin import ModelAdmin

from foundation.sent_once import once
from indexdata.enums import ObservationStatus
from indexdata.importing.cells import figure_in, is_missing
from indexdata.models import EmbargoRead, Release
from indexdata.permissions import user_can_enter_figures, user_can_see_embargoed_figures
from indexdata.releases.checks.register import findings_in
from indexdata.releases.grid import rows_of, save_rows
from indexdata.releases.states import ReleasingError

#: So many warnings are told after saving; the checks hold all.
WARNED = 6
#: Findings about figures that were typed; others are told on the page of the checks.
ABOUT_FIGURES = {"power-of-ten", "jump", "against-parts", "repeated"}


class FigureGridMixin(ModelAdmin):
    """The page of the grid."""

    def get_urls(self):
        view = require_http_methods(["GET", "POST"])(self.grid_view)
        page = path(
            "<path:object_id>/figures/", self.admin_site.admin_view(view), name="indexdata_release_grid"
        )
        return [page, *super().get_urls()]

    @once
    def grid_view(self, request, object_id):
        """Show the grid, and save what was typed into it: everything, or nothing and what is wrong."""
        release = self.get_object(request, object_id)
        if release is None or release.no_issue:
            raise Http404
        may = user_can_enter_figures(request.user, release) and request.user.has_perm(
            "indexdata.change_observation"
        )
        if not user_can_see_embargoed_figures(request.user) or (request.method == "POST" and not may):
            raise PermissionDenied
        EmbargoRead.objects.keep(request.user, [release])
        rows, refusal = rows_of(release), ""
        if request.method == "POST":
            try:
                count = save_rows(release, rows, request.user, _typed(request, rows))
            except ReleasingError as problem:
                refusal = str(problem)
            else:
                self._tell(request, release, count)
                return HttpResponseRedirect(reverse("admin:indexdata_release_grid", args=[release.pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts, "original": release, "title": release, "release": release, "media": self.media,
            "rows": rows, "statuses": ObservationStatus.choices, "refusal": refusal, "may_enter": may,
        }  # fmt: skip
        return TemplateResponse(request, "admin/indexdata/release/grid.html", context)

    @staticmethod
    def _tell(request, release, count):
        sentence = ngettext("%(count)s figure was saved.", "%(count)s figures were saved.", count)
        messages.success(request, sentence % {"count": count})
        found = findings_in(Release.objects.get(pk=release.pk))
        warned = [one for one in found if one.code in ABOUT_FIGURES and one.holds_back]
        for finding in warned[:WARNED]:
            messages.warning(request, finding.sentence)
        if len(warned) > WARNED:
            messages.warning(request, _("The checks hold %(count)s more.") % {"count": len(warned) - WARNED})


def _typed(request, rows):
    """Put what was typed into the rows, with what is wrong with it; return {index id: what the form had shown}."""
    seen = {}
    for row in rows:
        key = row.index.pk
        if f"value-{key}" not in request.POST:
            continue
        text = request.POST[f"value-{key}"].strip()[:40]
        row.status = request.POST.get(f"status-{key}", row.status)[:1]
        seen[key] = request.POST.get(f"seen-{key}", row.seen)
        row.value = ""
        if not is_missing(text):
            try:
                row.value = figure_in(text)
            except ValueError as problem:
                row.value, row.error = text, str(problem)
    return seen
