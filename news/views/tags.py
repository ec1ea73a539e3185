"""Tags: all of them, and everything that carries one."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.articles.listing import tag_list as list_of
from news.articles.models import Section
from news.fabrics.models import Fabric
from news.tags.models import Tag
from news.views.listing import list_page
from news.views.side import news_side


@require_safe
def tag_list(request):
    """Show all tags with the number of public things that carry them."""
    return render(
        request,
        "news/tags.html",
        {
            **news_side(Section.objects.news(), here="tags"),
            "tags": Tag.objects.with_counts(),
            "breadcrumb": [(_("News"), reverse("news:news")), (_("Tags"), None)],
        },
    )


@require_safe
def tag(request, slug):
    """Show the articles and fabrics that carry a tag."""
    shown = get_object_or_404(Tag.objects.in_use(), slug=slug)
    fabrics = Fabric.objects.published().tagged(shown).select_related("picture")
    context = list_page(request, list_of(shown))
    fabrics = list(fabrics) if context["page_number"] == 1 else []
    return render(
        request,
        "news/tag.html",
        {
            **context,
            **news_side(Section.objects.news(), above="tags"),
            "tag": shown,
            "has_fabrics": bool(fabrics),
            "fabrics": fabrics,
            "breadcrumb": [
                (_("News"), reverse("news:news")),
                (_("Tags"), reverse("news:tags")),
                (shown.name, None),
            ],
        },
    )
