"""Django settings of the portal. Every value that differs between installations comes through `portal.env`."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from portal import env
from portal.network import parse_networks

BASE_DIR = Path(__file__).resolve().parent.parent

# -- The kind of installation -----------------------------------------------------------------------------------------

ENVIRONMENT = env.choice(
    "ENVIRONMENT", "local", ("local", "dev", "production"),
    "local: one machine, no HTTPS needed; dev: auto-reload and debug pages; production: refuses insecure settings",
)
PRODUCTION = ENVIRONMENT == "production"
DEBUG = ENVIRONMENT == "dev"
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var"), "folder for everything the portal writes: database, media, cache, secrets"))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# -- Secrets and hosts ------------------------------------------------------------------------------------------------

SECRET_KEY = env.text("SECRET_KEY", "", "signs sessions and links; required in production, else kept in VAR_DIR/secret_key")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY must be set in production: a random text of 50 characters or more.")
    from portal.secrets import local_secret_key

    SECRET_KEY = local_secret_key(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", () if PRODUCTION else ("localhost", "127.0.0.1", "[::1]"),
    "host names the site answers to; others are refused; required in production",
)
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's own hosts in production, not be empty or *.")
CSRF_TRUSTED_ORIGINS = env.words(
    "CSRF_TRUSTED_ORIGINS", (), "origins (https://…) that may send forms, when a proxy changes host or scheme"
)
TRUSTED_PROXIES = env.parsed(
    "TRUSTED_PROXIES", "", "networks (CIDR) of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed",
    parse_networks, "networks separated by commas, e.g. 10.0.0.0/8",
)
ADMIN_URL = "admin/"

# -- Applications -----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
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
    "portal.pagecache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.SecurityHeadersMiddleware",
    "portal.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE.insert(0, "portal.middleware.TrustedProxyMiddleware")

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

_DATABASE_URL = env.text(
    "DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}", "database: sqlite:///path or postgres://user:password@host/name"
)
try:
    DATABASES = {"default": dj_database_url.parse(_DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
except (ValueError, dj_database_url.UnknownSchemeError, dj_database_url.ParseError):
    raise ImproperlyConfigured("DATABASE_URL must look like sqlite:///path or postgres://user:password@host/name.") from None
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; "
            "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
        ),
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.parsed(
    "REDIS_URL", "", "Redis for the shared cache, e.g. redis://127.0.0.1:6379/0; empty: files, or the database with PostgreSQL",
    env.redis_url, "redis://host:port/number",
)
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "portal"}}
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
PAGE_CACHE_BYTES = 1024 * 1024 * env.number(
    "PAGE_CACHE_MB", 64, "memory for finished pages in each server process, in MB; 0 switches the page cache off"
)
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
AXES_FAILURE_LIMIT = env.number("SIGN_IN_ATTEMPTS", 5, "failed sign-ins before an account and address pair is locked", least=1)
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "portal.network.client_address"
AXES_LOCKOUT_TEMPLATE = "errors/locked.html"
EDITORS_MAY_PUBLISH = env.flag(
    "EDITORS_MAY_PUBLISH", True, "whether the group Editors may publish without a chief editor (applied by manage.py migrate)"
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

# -- Static files and uploads -----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media"), "folder for uploaded and generated pictures"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 600
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# -- E-mail -----------------------------------------------------------------------------------------------------------

EMAIL_URL = env.parsed(
    "EMAIL_URL", "console:", "where mail goes: console: or smtp://user:password@host:587/?tls=on",
    env.email_url, "console: or smtp://user:password@host:port",
)
globals().update(EMAIL_URL)
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
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", True, "redirect http to https (production)")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000, "how long browsers keep to https (production)")
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The admin theme compiles its Alpine expressions (unsafe-eval) and sets style attributes and inline blocks
# (unsafe-inline for styles and scripts); nothing outside this origin is allowed there either.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}

# -- Search -----------------------------------------------------------------------------------------------------------

MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database", "SEARCH_CONFIG": "simple"}}

# -- Admin ------------------------------------------------------------------------------------------------------------

from portal.admin_theme import UNFOLD  # noqa: E402, F401 - the theme reads nothing of the above

# -- Logging ----------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR"), "what is logged")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
