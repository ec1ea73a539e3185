"""All addresses of the portal. English has no prefix; every page has its Chinese twin under /zh-hans/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

from portal.api import api
from portal.legacy import views as legacy
from portal.search import views as search
from portal.search.typing import suggest
from portal.serving import health, site_files, static_shelf, uploads

from .pages import views
from .pages.sitemaps import sitemap, sitemap_index

pages: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggest/", suggest, name="search-suggest"),
    path("help/browser/", views.browser_help, name="browser-help"),
    path("api/", views.api_guide, name="api-guide"),
    path("", include("indexdata.urls")),
    path("", include("news.urls")),
]

machines = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", site_files.robots, name="robots"),
    path("manifest.webmanifest", site_files.manifest, name="manifest"),
    path("sitemap.xml", sitemap_index, name="sitemap-index"),
    path("sitemap-<section>.xml", sitemap, name="sitemap"),
    path("api/v1/", api.urls),
    path("sdmx/", include("indexdata.sdmx.urls")),
    path("media/<path:path>", uploads.media, name="media"),
    path("static/<path:path>", static_shelf.static_file, name="static"),
    path("favicon.ico", site_files.favicon, name="favicon"),
]

staff = [
    path(f"{settings.ADMIN_URL}language/", set_language, name="set_language"),
    path(settings.ADMIN_URL, admin.site.urls),
]

#: Any letter case of the old addresses. The new /news/ and /comments/ differ from the old ones by case alone, and are
#: not meant here. The group is named because Django must be able to skip it when it writes addresses.
OLD_ADDRESS = (
    r"^(?!(?:zh-hans/)?(?:news|comments)/?$)"
    r"(?P<old_path>(?i:(?:en/|zh-hans/)?"
    r"(?:(?:news|comments)(?:/[^/]*\.(?:php|asp))?|flzs(?:/[\w.-]+)?|[^/]+\.(?:php|asp))/?))$"
)
old_site = [
    path("flzs/table_data", legacy.table_data, name="table-data"),
    re_path(OLD_ADDRESS, legacy.redirect_old),
]

urlpatterns = [*machines, *staff, *i18n_patterns(*pages, prefix_default_language=False), *old_site]

if settings.DEBUG_TOOLBAR:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += debug_toolbar_urls()

handler400 = "portal.serving.errors.bad_request"
handler403 = "portal.serving.errors.permission_denied"
handler404 = "portal.serving.errors.page_not_found"
handler500 = "portal.serving.errors.server_error"
