"""Settings of databases, the shared cache and background work."""

from portal import env
from portal.backends.caches import redis_address, shared_cache
from portal.backends.databases import database_from_url, sqlite_at, with_connect_limit
from portal.settings.installation import DEBUG, VAR_DIR

DATABASE_CONNECT_SECONDS = env.number(
    "DATABASE_CONNECT_SECONDS",
    2,
    "how long a connection to the database may take to be made",
    least=1,
    most=60,
)
DATABASE_ANSWER_SECONDS = env.number(
    "DATABASE_ANSWER_SECONDS",
    15,
    "how long the server's processes wait for one answer of the database; commands wait as long as it takes",
    least=1,
    most=600,
)
_DATABASE = env.parsed(
    "DATABASE_URL",
    sqlite_at(VAR_DIR / "portal.sqlite3"),
    "where the data lives",
    database_from_url,
    "sqlite:///path or postgres://user:password@host,host:port/name",
    shown="SQLite, VAR_DIR/portal.sqlite3",
)
DATABASES = {"default": with_connect_limit(_DATABASE, DATABASE_CONNECT_SECONDS)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.parsed(
    "REDIS_URL",
    "",
    "Redis for the shared cache, e.g. redis://127.0.0.1:6379/0; empty: files, or the database with PostgreSQL",
    redis_address,
    "redis://host:port/number or redis+sentinel://host:port,host:port/master/number",
)
REDIS_MILLISECONDS = env.number(
    "REDIS_MILLISECONDS", 300, "how long an answer of Redis may take, in thousandths of a second", least=10
)
CACHES = {
    "default": shared_cache(REDIS_URL, DATABASES["default"], VAR_DIR / "cache", REDIS_MILLISECONDS / 1000)
}
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
KEPT_WHILE_AWAY_SECONDS = env.number(
    "KEPT_WHILE_AWAY_SECONDS",
    300,
    "how long finished pages are answered, marked as such, while the database is away; 0: not at all",
)
READS_KEPT_DAYS = env.number(
    "READS_KEPT_DAYS",
    400,
    "days that it is kept how often each page was read",
    least=31,
    most=3650,
)
SHARED_CACHE_SECONDS = env.number(
    "SHARED_CACHE_SECONDS",
    0,
    "seconds for which a CDN or proxy may answer a page without asking, never past the next known moment; edits show that late; 0: none",
    most=600,
)
WATCH_IN_BACKGROUND = True  # a thread of each server process asks for the stamps
LET_DUE_CHANGES_HAPPEN = True  # whoever asks for the stamp does it
BACKGROUND_WORK = env.choice(
    "BACKGROUND_WORK",
    "immediate" if DEBUG else "database",
    ("immediate", "database"),
    "where background work runs: database in “manage.py work” processes, immediate in the process that asks for it",
    shown="database; immediate in dev",
)
QUEUE = "foundation.background.queue.Queue"
TASKS = {
    "default": {"BACKEND": QUEUE, "OPTIONS": {"at_once": BACKGROUND_WORK == "immediate"}},
    "queue": {"BACKEND": QUEUE},
}
