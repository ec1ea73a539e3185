"""The kind of installation, its folder, its secret and its hosts."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal import env
from portal.network import Network, parse_networks
from portal.private_files import write_for_owner_only

BASE_DIR = Path(__file__).resolve().parent.parent.parent

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
write_for_owner_only(VAR_DIR)

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
TRUSTED_PROXIES: list[Network] = env.parsed(
    "TRUSTED_PROXIES",
    [],
    "networks (CIDR) of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed",
    parse_networks,
    "networks separated by commas, e.g. 10.0.0.0/8",
)
ADMIN_URL = "admin/"
