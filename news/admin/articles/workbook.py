"""Export and import of articles as a workbook, in the admin: a preview first, then all or nothing."""

import hashlib
import secrets
from dataclasses import dataclass
from io import BytesIO

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from unfold.decorators import action

from foundation.comparing import SAME, Row, compare_texts
from foundation.sent_once import once
from news import workbook
from news.admin.drafted.own_pages import OwnPages
from news.text.comparing import compare_html
from news.workbook.columns import LARGEST

KEPT_SECONDS = 3600
SHOWN = 200
#: Texts up to this length are compared word by word; of longer ones the beginnings are shown.
COMPARED = 20_000
BEGINNING = 600
LOST = _("The workbook you looked at is no longer kept. Please bring the file in again; nothing was changed.")
MOVED = _(
    "Articles were changed since you looked. Nothing was written: please look at what would change now."
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@action(description=_("Export as a workbook"), permissions=["view"])
def export_workbook(model_admin, request, queryset):
    """Answer the chosen articles as a workbook."""
    try:
        content = workbook.export(queryset.order_by("pk"))
    except workbook.TooLargeError as refusal:
        messages.error(request, str(refusal))
        return None
    name = f"articles-{timezone.localtime():%Y-%m-%d}.xlsx"
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@dataclass(frozen=True)
class ShownCell:
    """A cell of the preview: its change, its letter in the sheet, and the passages that differ side by side."""

    change: object
    letter: str
    rows: list[Row]


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
            "opts": self.admin.opts, "title": _("Import a workbook"), "media": self.admin.media,
        }  # fmt: skip
        if request.method == "POST":
            token, content = self._content(request)
            if content is None:
                context["problem"] = LOST if token else _("Choose a workbook of at most 5 MB.")
            elif "carry_out" in request.POST:
                count, plan = self._carried_out(request, token, content)
                if count is not None:
                    return HttpResponseRedirect(reverse("admin:news_article_changelist"))
                context |= {**_shown(plan, token), "problem": plan.problem or MOVED}
            else:
                context |= _shown(self._plan(request, content), token)
        return TemplateResponse(request, "admin/news/article/workbook.html", context)

    def _plan(self, request, content):
        plan = workbook.read(ContentFile(content, name="articles.xlsx"))
        if not self.admin.has_add_permission(request):
            for row in plan.rows:
                if row.article is None and not row.errors:
                    row.errors.append(("id", str(_("You may not add articles."))))
        return plan

    def _carried_out(self, request, token, content):
        """Return (how many articles were changed, the plan); None for the number where it must be looked at again."""
        taken = frozenset(request.POST.getlist("take"))
        try:
            with transaction.atomic():
                plan = self._plan(request, content)
                if plan.errors or plan.problem or request.POST.get("looked_at") != _digest(plan):
                    return None, plan
                count = workbook.carry_out(plan, request.user, taken)
        except workbook.ChangedMeanwhileError:
            return None, self._plan(request, content)
        cache.delete(_key(request, token))
        kept = sum(change.key not in taken for _row, change in plan.conflicts)
        _say(request, count, kept, [row for row, key, _name in plan.emptied if key not in taken])
        return count, plan

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


def _say(request, count, kept, whole):
    sentence = ngettext("%(count)s article changed.", "%(count)s articles changed.", count)
    messages.success(request, sentence % {"count": count})
    if kept:
        sentence = ngettext(
            "%(count)s cell that was changed on both sides stays as the article says.",
            "%(count)s cells that were changed on both sides stay as the articles say.",
            kept,
        )
        messages.info(request, sentence % {"count": kept})
    if whole:
        sentence = ngettext(
            "%(count)s article keeps a language that is empty in the workbook.",
            "%(count)s articles keep a language that is empty in the workbook.",
            len(whole),
        )
        messages.info(request, sentence % {"count": len(whole)})


def _shown(plan, token):
    """Return what the preview shows of a plan, as template context."""
    return {
        "plan": plan, "token": token, "problem": plan.problem, "looked_at": _digest(plan),
        "errors": [(number, plan.letter_of(column), column, sentence) for number, column, sentence in plan.errors[:SHOWN]],
        "more_errors": max(0, len(plan.errors) - SHOWN),
        "hints": [(number, plan.letter_of(column), column, sentence) for number, column, sentence in plan.hints[:SHOWN]],
        "changes": [(row, [_cell(plan, change) for change in row.cells]) for row in plan.changes[:SHOWN]],
        "more_changes": max(0, len(plan.changes) - SHOWN),
        "conflicts": len(plan.conflicts),
        "emptied": len(plan.emptied),
    }  # fmt: skip


def _cell(plan, change):
    here, there = change.here, change.there
    if len(here) + len(there) > COMPARED:
        rows = [Row("changed", "p", _beginning(here), _beginning(there))]
    else:
        compare = compare_html if change.column.startswith("body") else compare_texts
        rows = [row for row in compare(here, there) if row.kind != SAME]
    return ShownCell(change, plan.letter_of(change.column), rows)


def _beginning(text):
    return text if len(text) <= BEGINNING else f"{text[:BEGINNING]}…"


def _digest(plan):
    """Return what tells one plan from another: what is looked at is what is carried out."""
    told = repr(
        [(row.number, [(c.key, c.here, c.there, c.is_asked) for c in row.cells]) for row in plan.changes]
    )
    return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _key(request, token):
    return f"workbook-{request.user.pk}-{''.join(sign for sign in token if sign.isalnum() or sign in '-_')}"
