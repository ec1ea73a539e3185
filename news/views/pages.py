"""Information pages under About Us."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.former_slugs.leading import lead_to
from foundation.readership.counting import page_of
from news.pages.models import FRONT_SLUG, Page
from news.rendering.stored_text import render_text
from news.views.side import about_side


@require_safe
def about(request):
    """Show About Us itself; where an editor has removed it, the first information page."""
    pages = Page.objects.published()
    page = pages.filter(slug=FRONT_SLUG).first() or pages.first()
    if page is None:
        raise Http404
    return _show(request, page)


@require_safe
def page(request, slug):
    """Show an information page; About Us itself lives at the address of About Us."""
    shown = get_object_or_404(Page.objects.published(), slug=slug)
    if shown.get_absolute_url() != request.path:
        return lead_to(request, shown.get_absolute_url())
    return _show(request, shown)


def _show(request, page):
    elsewhere = page.get_absolute_url() != request.path
    answer = render(request, "news/page.html", {**page_context(page, request.path), "unlisted": elsewhere})
    return page_of(answer, "page", page.pk)


def page_context(page, address):
    """Return everything an information page shows at an address; the page may be one that exists in memory only."""
    first = address == reverse("news:about")
    crumbs = [(page.title, None)] if first else [(_("About Us"), reverse("news:about")), (page.title, None)]
    return {
        **about_side(page),
        "page": page,
        "body": render_text(page.body, language=page.field_language("body", get_language())),
        "shown_language": page.shown_language(get_language()),
        "content_languages": page.languages,
        "breadcrumb": crumbs,
    }
