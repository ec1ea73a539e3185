"""Addresses that machines ask for: robots, the web app manifest, icons."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from foundation.languages import in_every_language, language_tag

PAPER, INDIGO = "#F4EFE6", "#24406E"
LANGUAGES = dict(settings.LANGUAGES)
PRIVATE_ADDRESSES = (f"/{settings.ADMIN_URL}", "/search/", "/reader-comments/", "/follow/", "/drafts/")

FOR_A_DAY = "public, max-age=86400"


@require_safe
def robots(request):
    """Tell crawlers what to leave alone and where the sitemap is."""
    lines = ["User-agent: *", "Allow: /"]
    for address in PRIVATE_ADDRESSES:
        held = [address] if address == f"/{settings.ADMIN_URL}" else in_every_language(address)
        lines += [f"Disallow: {one}" for one in held]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap-index'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request):
    """Return the web app manifest; `?lang=` gives that of another language."""
    language = request.GET.get("lang", settings.LANGUAGE_CODE)
    if language not in LANGUAGES:
        raise Http404("There is no manifest in this language.")
    with override(language):
        content = {
            "id": reverse("home"),
            "name": gettext("China · Keqiao Textile Index"),
            "short_name": gettext("Keqiao Index"),
            "description": gettext("Prices and prosperity at China Textile City in Keqiao, week by week."),
            "lang": language_tag(language),
            "start_url": reverse("home"),
            "scope": "/",
            "display": "minimal-ui",
            "theme_color": INDIGO,
            "background_color": PAPER,
            "icons": [
                _icon("mark.svg", "any", "image/svg+xml"),
                _icon("icon-192.png", "192x192", "image/png"),
                _icon("icon-512.png", "512x512", "image/png"),
                _icon("icon-maskable-512.png", "512x512", "image/png", purpose="maskable"),
            ],
        }
    return JsonResponse(
        content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@require_safe
def favicon(request):
    """Redirect browsers that ask for /favicon.ico to the icon under its present name."""
    return HttpResponseRedirect(static("img/favicon.ico"), headers={"Cache-Control": FOR_A_DAY})


def _icon(name, sizes, kind, purpose="any"):
    return {"src": static(f"img/{name}"), "sizes": sizes, "type": kind, "purpose": purpose}
