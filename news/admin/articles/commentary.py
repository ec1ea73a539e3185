"""Commentary begun from the figures: the newest releases, what is written about each, and a button to begin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.sent_once import once
from indexdata.models import EmbargoRead, Release
from indexdata.permissions import user_can_see_embargoed_figures
from news.admin.drafted.own_pages import OwnPages
from news.articles.models import Article
from news.commentary.drafting import draft_commentary, may_draft
from news.editing.states import PublishingError

#: So many releases that are out are shown, and so many that are to come.
PAST, COMING = 24, 4


class CommentaryPages(OwnPages):
    """the releases that commentary can be begun about."""

    def urls(self):
        view = self.admin.admin_site.admin_view
        return [
            path("commentary/", view(require_safe(self.releases_view)), name=self.name("commentary")),
            path(
                "commentary/<int:release>/",
                view(require_POST(self.begin_view)),
                name=self.name("commentary_begin"),
            ),
        ]

    def releases_view(self, request):
        """Show the releases of late, the coming ones to whoever may see their figures, and what is written about them."""
        self.require_writing(request, None)
        context = {
            **self.admin.admin_site.each_context(request),
            "opts": self.admin.opts,
            "title": _("Commentary from figures"),
            "media": self.admin.media,
            "coming": _with_commentary(_coming())[:COMING]
            if user_can_see_embargoed_figures(request.user)
            else (),
            "past": _with_commentary(Release.objects.public().latest_first())[:PAST],
        }
        return TemplateResponse(request, "admin/news/article/commentary.html", context)

    @once
    def begin_view(self, request, release):
        """Begin a commentary about a release and go on with it in its form."""
        self.require_writing(request, None)
        release = get_object_or_404(Release.objects.filter(no_issue=False), pk=release)
        if not may_draft(request.user, release):
            raise PermissionDenied
        try:
            article = draft_commentary(release, request.user)
        except PublishingError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse(f"admin:{self.name('commentary')}"))
        EmbargoRead.objects.keep(request.user, [release])
        messages.success(
            request,
            _(
                "This draft was written from the figures; they stay right by themselves. Say what they mean, and publish it."
            ),
        )
        return HttpResponseRedirect(self.address("change", article))


def _coming():
    return Release.objects.embargoed().soonest_first()


def _with_commentary(releases):
    """Add to releases the articles that name them, as `commentary`."""
    articles = Article.objects.order_by("-pk").only("release", "title", "status", "original_language")
    return releases.prefetch_related(Prefetch("articles", articles, to_attr="commentary"))
