"""Drafts as pages: what an editor's form describes, and what a signed link shows. Never kept, never indexed."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from news.articles.models import Article
from news.comments.models import Comment
from news.editing.preview import draft_of, for_show, is_valid, link_of
from news.fabrics.models import Fabric
from news.pages.models import Page
from news.views.articles import article_page_context
from news.views.fabrics import fabric_context
from news.views.pages import page_context


@never_cache
@require_safe
def shared(request, token):
    """Show the newest draft of a thing to whoever has the link, until its day."""
    link = link_of(token)
    if link is None:
        raise Http404
    if not is_valid(link):
        return _page(request, "news/preview_over.html", {}, status=410)
    return show_draft(request, *draft_of(link))


def show_draft(request, thing, chosen):
    """Return the page of a thing in memory, marked as a preview; `chosen` holds its collections as {name: things}."""
    template, context = PAGES[type(thing)](for_show(thing), chosen)
    return _page(request, template, {**context, "preview": _("Preview: not published")})


def _article(article, chosen):
    """Return (template, context) of an article's page; without a section a page says that it cannot do without."""
    if article.section_id is None:
        return "news/preview_without_section.html", {}
    nothing = Paginator(Comment.objects.none(), 1).get_page(1)
    return "news/article.html", article_page_context(article, list(chosen.get("tags", ())), nothing)


def _page_of(page, chosen):
    """Return (template, context) of an information page."""
    return "news/page.html", page_context(page, page.get_absolute_url())


def _fabric(fabric, chosen):
    """Return (template, context) of a fabric."""
    return "news/fabric.html", fabric_context(
        fabric, list(chosen.get("uses", ())), list(chosen.get("tags", ()))
    )


#: How each kind's draft is shown: a function from a thing in memory and its collections to (template, context).
PAGES = {Article: _article, Page: _page_of, Fabric: _fabric}


def _page(request, template, context, status=200):
    response = render(request, template, context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
