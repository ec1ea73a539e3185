"""The revisions of an article in the admin: listed, read, compared side by side, restored."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from news.articles.models import Article
from news.editing.drafts import restore

from .changes import changes_between
from .own_pages import OwnPages
from .steps import still_scheduled

PER_PAGE = 50


class RevisionPages(OwnPages):
    """the pages about an article's revisions."""

    def urls(self):
        view = self.admin.admin_site.admin_view
        pages = [
            ("revisions/", "revisions", require_safe(self.revisions_view)),
            ("revisions/compare/", "compare", require_safe(self.compare_view)),
            ("revisions/<int:number>/restore/", "restore", require_POST(self.restore_view)),
        ]
        return [
            *(
                path(f"<int:pk>/{tail}", view(page), name=f"news_article_{name}")
                for tail, name, page in pages
            ),
        ]

    def revisions_view(self, request, pk):
        """List the revisions of an article, newest first; two of them can be chosen and compared."""
        article = self._readable(request, pk)
        page = Paginator(article.revisions.newest_first().for_list(), PER_PAGE).get_page(request.GET.get("p"))
        return self._revision_page(
            request, article, "revisions", _("Revisions"), page_obj=page, can_restore=self._may_write(request)
        )

    def compare_view(self, request, pk):
        """Show two revisions side by side; without numbers the newest and what is live, or the one before it."""
        article = self._readable(request, pk)
        new = self._revision(article, request.GET.get("new")) or article.latest_revision
        old = self._revision(article, request.GET.get("old")) or self._before(article, new)
        if new is None:
            raise Http404("The article has no revision.")
        if old and old.number > new.number:
            old, new = new, old
        changes = changes_between(old.content if old else {}, new.content)
        return self._revision_page(
            request, article, "compare", _("Compare revisions"),
            old=old, new=new, changes=changes, languages=dict(settings.LANGUAGES),
            can_restore=self._may_write(request) and old is not None,
            numbers=article.revisions.newest_first().values_list("number", flat=True)[:200],
        )  # fmt: skip

    def restore_view(self, request, pk, number):
        """Make an old revision the newest content, as a revision of its own."""
        if not self._may_write(request):
            raise PermissionDenied
        article = get_object_or_404(Article, pk=pk)
        revision = get_object_or_404(article.revisions, number=number)
        if restore(article, revision, request.user):
            words = _("The article says again what it said in revision %(number)s.") % {"number": number}
            if article.has_draft:
                words += " " + _("It is a draft: what is published has not changed.")
            messages.success(request, words)
            article.refresh_from_db()
            if article.scheduled_for:
                messages.info(request, still_scheduled(article))
        else:
            messages.info(request, _("The newest revision says the same already."))
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[pk]))

    def _readable(self, request, pk):
        if not self.admin.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Article.objects.select_related("latest_revision", "live_revision"), pk=pk)

    def _may_write(self, request):
        return self.admin.has_change_permission(request)

    def _revision(self, article, number):
        if not (number and number.isascii() and number.isdigit() and len(number) < 10):
            return None
        return get_object_or_404(article.revisions.select_related("author"), number=int(number))

    def _before(self, article, new):
        if new is None:
            return None
        if article.live_revision and article.live_revision != new:
            return article.live_revision
        return article.revisions.newest_first().filter(number__lt=new.number).first()

    def _revision_page(self, request, article, name, title, **context):
        context |= {
            **self.admin.admin_site.each_context(request),
            "opts": self.admin.opts,
            "title": title,
            "article": article,
            "original": article,
            "media": self.admin.media,
        }
        return TemplateResponse(request, f"admin/news/article/{name}.html", context)
