"""Applications, middleware, templates and the look of the admin."""

from importlib.util import find_spec

from portal.settings.installation import BASE_DIR, DEBUG, TRUSTED_PROXIES
from portal.staff.text_editor import OWN_EXTENSIONS as DJANGO_PROSE_EDITOR_EXTENSIONS  # noqa: F401
from portal.staff.theme import UNFOLD  # noqa: F401

INSTALLED_APPS = [
    "modeltranslation",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "portal.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "taggit",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "csp",
    "django.forms",
    "foundation",
    "indexdata",
    "news",
    "portal",
]

MIDDLEWARE = [
    "portal.freshness.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.serving.middleware.AdminCompressionMiddleware",
    "portal.serving.middleware.SecurityHeadersMiddleware",
    "portal.serving.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.serving.health.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.serving.middleware.LanguageMiddleware",
    "portal.serving.middleware.NullCharacterMiddleware",
    "portal.serving.open_methods.OpenMethodsMiddleware",
    "portal.serving.costly.CostlyAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.serving.upload_room.UploadRoomMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.serving.typed.TypedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.audit.requests.RememberRequestMiddleware",
    "portal.signing_in.middleware.SessionUseMiddleware",
]

if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE.insert(0, "portal.serving.middleware.TrustedProxyMiddleware")
MIDDLEWARE.insert(0, "portal.serving.request_ids.RequestIdMiddleware")

DEBUG_TOOLBAR = DEBUG and find_spec("debug_toolbar") is not None
if DEBUG_TOOLBAR:
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(
        MIDDLEWARE.index("whitenoise.middleware.WhiteNoiseMiddleware"),
        "debug_toolbar.middleware.DebugToolbarMiddleware",
    )
    INTERNAL_IPS = ["127.0.0.1", "::1"]

# Fields are written by the templates of the project where it has its own.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.pages.context.site",
            ],
        },
    },
]
