"""What machines ask for: health, robots, the web app manifest, icons."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

PAPER, INDIGO = "#F4EFE6", "#24406E"
LANGUAGES = dict(settings.LANGUAGES)
PRIVATE_ADDRESSES = (f"/{settings.ADMIN_URL}", "/search/", "/reader-comments/", "/drafts/")

FOR_A_DAY = "public, max-age=86400"


@require_safe
def healthz(request):
    """Say that the process answers; asks nothing of database and cache."""
    return HttpResponse(
        "ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


@require_safe
def readyz(request):
    """Say whether the process can serve pages: 200, or 503 with what is missing, in words without secrets."""
    state = {"database": _database_state(), "cache": _cache_state()}
    if state["database"] == "ok":
        state["migrations"] = _migrations_state()
    ready = all(word == "ok" for word in state.values())
    return JsonResponse(
        {"ready": ready, **state}, status=200 if ready else 503, headers={"Cache-Control": "no-store"}
    )


@require_safe
def robots(request):
    """Tell crawlers what to leave alone and where the sitemap is."""
    lines = ["User-agent: *", "Allow: /"]
    for address in PRIVATE_ADDRESSES:
        lines.append(f"Disallow: {address}")
        if address != f"/{settings.ADMIN_URL}":
            lines.append(f"Disallow: /zh-hans{address}")
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap-index'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request):
    """Return the web app manifest; `?lang=zh-hans` gives the Chinese one."""
    language = request.GET.get("lang", settings.LANGUAGE_CODE)
    if language not in LANGUAGES:
        raise Http404("There is no manifest in this language.")
    with override(language):
        content = {
            "id": reverse("home"),
            "name": gettext("China · Keqiao Textile Index"),
            "short_name": gettext("Keqiao Index"),
            "description": gettext("Prices and prosperity at China Textile City in Keqiao, week by week."),
            "lang": "zh-Hans" if language == "zh-hans" else language,
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


def _database_state():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, OSError):
        return "unreachable"
    return "ok"


def _cache_state():
    key, token = "readyz", get_random_string(12)
    try:
        cache.set(key, token, 30)
        return "ok" if cache.get(key) else "does not keep"
    except Exception:  # every backend raises its own kind
        return "unreachable"


def _migrations_state():
    executor = MigrationExecutor(connection)
    try:
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    return "pending" if pending else "ok"
