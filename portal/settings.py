"""Django settings of the portal. Every value that differs between installations comes through `portal.env`."""

import os
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from portal import env
from portal.backends import database_from_url, shared_cache, sqlite_at
from portal.network import parse_networks
from portal.serving.content_security import ADMIN_POLICY, PUBLIC_POLICY

BASE_DIR = Path(__file__).resolve().parent.parent

# -- The kind of installation -----------------------------------------------------------------------------------------

ENVIRONMENT = env.choice(
    "ENVIRONMENT",
    "local",
    ("local", "dev", "production"),
    "local: one machine, no HTTPS needed; dev: auto-reload and debug pages; production: refuses insecure settings",
)
PRODUCTION = ENVIRONMENT == "production"
DEBUG = ENVIRONMENT == "dev"
VAR_DIR = Path(
    env.text(
        "VAR_DIR",
        str(BASE_DIR / "var"),
        "folder for everything the portal writes: database, media, cache, secrets; all processes of one machine share it",
        shown="var/ beside manage.py",
    )
).resolve()
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"VAR_DIR must be a folder the portal can make: {error}.") from None

# -- Secrets and hosts ------------------------------------------------------------------------------------------------

SECRET_KEY = env.text(
    "SECRET_KEY",
    "",
    "signs sessions and links; required in production (50 characters or more)",
    shown="made at random, kept in VAR_DIR/secret_key",
)
if PRODUCTION and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5):
    raise ImproperlyConfigured(
        "SECRET_KEY must be set in production: a random text of 50 characters or more."
    )
if not SECRET_KEY:
    from portal.secrets import local_secret_key

    SECRET_KEY = local_secret_key(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS",
    () if PRODUCTION else ("localhost", "127.0.0.1", "[::1]"),
    "host names the site answers to; others are refused; required in production",
    shown="localhost,127.0.0.1,[::1]",
)
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name the site's own hosts in production, not be empty or *."
    )
CSRF_TRUSTED_ORIGINS = env.words(
    "CSRF_TRUSTED_ORIGINS", (), "origins (https://…) that may send forms, when a proxy changes host or scheme"
)
if not all(origin.startswith(("http://", "https://")) for origin in CSRF_TRUSTED_ORIGINS):
    raise ImproperlyConfigured(
        "CSRF_TRUSTED_ORIGINS must be origins such as https://www.example.org, with the scheme."
    )
TRUSTED_PROXIES = env.parsed(
    "TRUSTED_PROXIES",
    [],
    "networks (CIDR) of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed",
    parse_networks,
    "networks separated by commas, e.g. 10.0.0.0/8",
)
ADMIN_URL = "admin/"

# -- Applications -----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "portal.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "taggit",
    "django_prose_editor",
    "django_tasks",
    "modelsearch",
    "axes",
    "csp",
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
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.serving.middleware.LanguageMiddleware",
    "portal.serving.middleware.NullCharacterMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE.insert(0, "portal.serving.middleware.TrustedProxyMiddleware")

DEBUG_TOOLBAR = DEBUG and find_spec("debug_toolbar") is not None
if DEBUG_TOOLBAR:
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(
        MIDDLEWARE.index("whitenoise.middleware.WhiteNoiseMiddleware"),
        "debug_toolbar.middleware.DebugToolbarMiddleware",
    )
    INTERNAL_IPS = ["127.0.0.1", "::1"]

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
                "portal.context_processors.site",
            ],
        },
    },
]

# -- Database, cache, background work ---------------------------------------------------------------------------------

DATABASES = {
    "default": env.parsed(
        "DATABASE_URL",
        sqlite_at(VAR_DIR / "portal.sqlite3"),
        "where the data lives",
        database_from_url,
        "sqlite:///path or postgres://user:password@host/name",
        shown="SQLite, VAR_DIR/portal.sqlite3",
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.parsed(
    "REDIS_URL",
    "",
    "Redis for the shared cache, e.g. redis://127.0.0.1:6379/0; empty: files, or the database with PostgreSQL",
    env.redis_url,
    "redis://host:port/number",
)
CACHES = {"default": shared_cache(REDIS_URL, DATABASES["default"], VAR_DIR / "cache")}
PAGE_CACHE_BYTES = (
    1024
    * 1024
    * env.number(
        "PAGE_CACHE_MB",
        0 if DEBUG else 64,
        "memory for finished pages in each server process, in MB; 0 switches the page cache off, as dev does",
        shown="64",
    )
)
LET_DUE_CHANGES_HAPPEN = True  # whoever asks for the stamp does it
BACKGROUND_WORK = env.choice(
    "BACKGROUND_WORK",
    "immediate",
    ("immediate", "database"),
    "where background work runs: immediate in the process that asks for it, database in “manage.py db_worker” processes",
)
if BACKGROUND_WORK == "database":
    INSTALLED_APPS.append("django_tasks_db")
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
else:
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# -- Signing in -------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = env.number(
    "SIGN_IN_ATTEMPTS", 5, "failed sign-ins before an account and address pair is locked", least=1
)
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "news.visitors.client_address"
AXES_LOCKOUT_TEMPLATE = "errors/locked.html"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
EDITORS_MAY_PUBLISH = env.flag(
    "EDITORS_MAY_PUBLISH",
    True,
    "whether the group Editors may publish without a chief editor (applied by manage.py migrate)",
)

# -- Languages and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "zh-hans")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = "portal.formats"

# -- Static files and uploads -----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(
    env.text(
        "STATIC_ROOT", str(VAR_DIR / "static"), "folder for collected static files", shown="VAR_DIR/static"
    )
)
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(
    env.text(
        "MEDIA_ROOT",
        str(VAR_DIR / "media"),
        "folder for uploaded and generated pictures",
        shown="VAR_DIR/media",
    )
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.serving.static_files.SiteStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 600
#: Besides what is compressed by nature: source maps, which only a debugger asks for and which are the largest files.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# -- E-mail -----------------------------------------------------------------------------------------------------------

globals().update(
    env.parsed(
        "EMAIL_URL",
        env.email_url("console:"),
        "where mail goes: console: prints it; tls is on, ssl or off (the default)",
        env.email_url,
        "console: or smtp://user:password@host:port/?tls=on",
        shown="console:",
    )
)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portal@localhost", "sender of the portal's mail")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# -- Security ---------------------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.serving.errors.csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
_SSL_REDIRECT = env.flag("SSL_REDIRECT", True, "redirect http to https (in production only)")
_HSTS_SECONDS = env.number(
    "HSTS_SECONDS", 31_536_000, "how long browsers keep to https, in seconds (in production only)"
)
if PRODUCTION:
    SECURE_SSL_REDIRECT = _SSL_REDIRECT
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = _HSTS_SECONDS
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True

CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_POLICY}
ADMIN_CONTENT_SECURITY_POLICY = ADMIN_POLICY

# -- Search -----------------------------------------------------------------------------------------------------------

MODELSEARCH_BACKENDS = {"default": {"BACKEND": "indexdata.searching.backend", "SEARCH_CONFIG": "simple"}}

# -- Admin ------------------------------------------------------------------------------------------------------------

from portal.staff.text_editor import OWN_EXTENSIONS as DJANGO_PROSE_EDITOR_EXTENSIONS  # noqa: E402, F401
from portal.staff.theme import UNFOLD  # noqa: E402, F401 - the theme reads nothing of the above

# -- Server (manage.py serve) -----------------------------------------------------------------------------------------

BIND_ADDRESS = env.text("BIND_ADDRESS", "127.0.0.1", "address the server listens on; 0.0.0.0 for all")
PORT = env.number("PORT", 8000, "port the server listens on", least=1, most=65_535)
WEB_CONCURRENCY = env.number(
    "WEB_CONCURRENCY", os.cpu_count() or 1, "server processes", least=1, most=512, shown="the number of cores"
)

# -- Logging ----------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR"), "what is logged"),
    },
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
