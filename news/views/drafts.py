"""Drafts as pages: what an editor's form describes, and what a signed link shows. Never kept, never indexed."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from news.comments.models import Comment
from news.editing.preview import draft_of, for_show, is_valid, link_of
from news.views.articles import article_page_context


@never_cache
@require_safe
def shared(request, token):
    """Show the newest draft of an article to whoever has the link, until its day."""
    link = link_of(token)
    if link is None:
        raise Http404
    if not is_valid(link):
        return _page(request, "news/preview_over.html", {}, status=410)
    return show_draft(request, *draft_of(link))


def show_draft(request, article, tags):
    """Return the page of an article in memory, marked as a preview."""
    if article.section_id is None:
        return show_without_section(request)
    article = for_show(article)
    nothing = Paginator(Comment.objects.none(), 1).get_page(1)
    context = article_page_context(article, tags, nothing)
    return _page(request, "news/article.html", {**context, "preview": _("Preview: not published")})


def show_without_section(request):
    """Return a page that says what a preview cannot do without."""
    return _page(request, "news/preview_without_section.html", {})


def _page(request, template, context, status=200):
    response = render(request, template, context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
