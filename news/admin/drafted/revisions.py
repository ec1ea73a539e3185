"""The revisions of a thing in the admin: listed, read, compared side by side, restored."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from news.editing.drafts import restore

from .changes import changes_between
from .own_pages import OwnPages
from .steps import still_scheduled

PER_PAGE = 50


class RevisionPages(OwnPages):
    """the pages about a thing's revisions."""

    def urls(self):
        view = self.admin.admin_site.admin_view
        pages = [
            ("revisions/", "revisions", require_safe(self.revisions_view)),
            ("revisions/compare/", "compare", require_safe(self.compare_view)),
            ("revisions/<int:number>/restore/", "restore", require_POST(self.restore_view)),
        ]
        return [
            *(path(f"<int:pk>/{tail}", view(page), name=self.name(name)) for tail, name, page in pages),
        ]

    def revisions_view(self, request, pk):
        """List the revisions of a thing, newest first; two of them can be chosen and compared."""
        thing = self._readable(request, pk)
        page = Paginator(thing.revisions.newest_first().for_list(), PER_PAGE).get_page(request.GET.get("p"))
        return self._revision_page(
            request, thing, "revisions", _("Revisions"), page_obj=page, can_restore=self._may_write(request)
        )

    def compare_view(self, request, pk):
        """Show two revisions side by side; without numbers the newest and what is live, or the one before it."""
        thing = self._readable(request, pk)
        new = self._revision(thing, request.GET.get("new")) or thing.latest_revision
        old = self._revision(thing, request.GET.get("old")) or self._before(thing, new)
        if new is None:
            raise Http404("There is no revision.")
        if old and old.number > new.number:
            old, new = new, old
        changes = changes_between(type(thing), old.content if old else {}, new.content)
        return self._revision_page(
            request, thing, "compare", _("Compare revisions"),
            old=old, new=new, changes=changes, languages=dict(settings.LANGUAGES),
            can_restore=self._may_write(request) and old is not None,
            numbers=thing.revisions.newest_first().values_list("number", flat=True)[:200],
        )  # fmt: skip

    def restore_view(self, request, pk, number):
        """Make an old revision the newest content, as a revision of its own."""
        if not self._may_write(request):
            raise PermissionDenied
        thing = self.of_key(pk)
        revision = get_object_or_404(thing.revisions, number=number)
        if restore(thing, revision, request.user):
            words = _("It says again what it said in revision %(number)s.") % {"number": number}
            if thing.has_draft:
                words += " " + _("It is a draft: what is published has not changed.")
            messages.success(request, words)
            thing.refresh_from_db()
            if thing.scheduled_for:
                messages.info(request, still_scheduled(thing))
        else:
            messages.info(request, _("The newest revision says the same already."))
        return HttpResponseRedirect(self.address("change", thing))

    def _readable(self, request, pk):
        if not self.admin.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(
            self.admin.model.objects.select_related("latest_revision", "live_revision"), pk=pk
        )

    def _may_write(self, request):
        return self.admin.has_change_permission(request)

    def _revision(self, thing, number):
        if not (number and number.isascii() and number.isdigit() and len(number) < 10):
            return None
        return get_object_or_404(thing.revisions.select_related("author"), number=int(number))

    def _before(self, thing, new):
        if new is None:
            return None
        if thing.live_revision and thing.live_revision != new:
            return thing.live_revision
        return thing.revisions.newest_first().filter(number__lt=new.number).first()

    def _revision_page(self, request, thing, name, title, **context):
        context |= {
            **self.admin.admin_site.each_context(request),
            "opts": self.admin.opts,
            "title": title,
            "thing": thing,
            "original": thing,
            "media": self.admin.media,
        }
        return TemplateResponse(request, f"admin/drafted/{name}.html", context)
