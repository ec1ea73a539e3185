"""Pages that span newsroom and index data: the front page, the how-to for browsers, the guide to the data interface."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .home import front_page


@require_safe
def home(request):
    """Show the front page."""
    return render(request, "portal/home.html", front_page())


@require_safe
def browser_help(request):
    """Show how to add the site to favorites and set it as the start page: scripts cannot do either any more."""
    context = {
        "breadcrumb": [(_("Favorites and start page"), None)],
        "unlisted": True,
        "home_address": request.build_absolute_uri(reverse("home")),
    }
    return render(request, "portal/browser_help.html", context)


@require_safe
def api_guide(request):
    """Show people how programs read the figures, with examples that run as they stand there."""
    context = {
        "breadcrumb": [(_("Data interface (API)"), None)],
        "root": request.build_absolute_uri("/"),
        "limits": {"file": settings.FILES_PER_MINUTE, "api": settings.API_ANSWERS_PER_MINUTE},
    }
    return render(request, "portal/api_guide.html", context)
