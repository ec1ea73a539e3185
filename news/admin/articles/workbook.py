"""Export and import of articles as a workbook, in the admin: a preview first, then all or nothing."""

import secrets
from io import BytesIO

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from unfold.decorators import action

from foundation.sent_once import once
from news.editing import workbook

from .own_pages import OwnPages

KEPT_SECONDS = 3600
LARGEST = 5 * 1024 * 1024
SHOWN = 200
LOST = _("The workbook you looked at is no longer kept. Please bring the file in again; nothing was changed.")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@action(description=_("Export as a workbook"), permissions=["view"])
def export_workbook(model_admin, request, queryset):
    """Answer the chosen articles as a workbook."""
    content = workbook.export(queryset.order_by("pk"))
    name = f"articles-{timezone.localtime():%Y-%m-%d}.xlsx"
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


class WorkbookPages(OwnPages):
    """the chosen articles as a workbook, and a workbook read again."""

    def urls(self):
        view = self.admin.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.workbook_view))
        return [path("workbook/", view, name="news_article_workbook")]

    @once
    def workbook_view(self, request):
        """Take a workbook, show what it would change and what is wrong, and carry it out when asked to."""
        if not self.admin.has_change_permission(request):
            raise PermissionDenied
        context = {
            **self.admin.admin_site.each_context(request),
            "opts": self.admin.opts, "title": _("Import a workbook"), "columns": workbook.COLUMNS, "media": self.admin.media,
        }  # fmt: skip
        if request.method == "POST":
            token, content = self._content(request)
            if content is None:
                context["problem"] = LOST if token else _("Choose a workbook of at most 5 MB.")
            else:
                plan = workbook.read(ContentFile(content, name="articles.xlsx"))
                if not self.admin.has_add_permission(request):
                    for row in plan.rows:
                        if row.article is None and not row.errors:
                            row.errors.append(("id", str(_("You may not add articles."))))
                if "carry_out" in request.POST and not (plan.errors or plan.problem):
                    number = workbook.carry_out(plan, request.user)
                    cache.delete(_key(request, token))
                    sentence = ngettext("%(count)s article changed.", "%(count)s articles changed.", number)
                    messages.success(request, sentence % {"count": number})
                    return HttpResponseRedirect(reverse("admin:news_article_changelist"))
                context |= {
                    "plan": plan, "token": token, "problem": plan.problem,
                    "errors": [(number, workbook.letter_of(column), column, sentence)
                               for number, column, sentence in plan.errors[:SHOWN]],
                    "changes": plan.changes[:SHOWN],
                }  # fmt: skip
        return TemplateResponse(request, "admin/news/article/workbook.html", context)

    def _content(self, request):
        """Return (token, bytes) of the workbook that was sent now, or was looked at before."""
        file = request.FILES.get("file")
        if file is not None:
            if file.size > LARGEST:
                return "", None
            token, content = secrets.token_urlsafe(16), BytesIO(file.read()).getvalue()
            cache.set(_key(request, token), content, KEPT_SECONDS)
            return token, content
        token = request.POST.get("token", "")[:40]
        return token, cache.get(_key(request, token)) if token else None


def _key(request, token):
    return f"workbook-{request.user.pk}-{''.join(sign for sign in token if sign.isalnum() or sign in '-_')}"
