"""The server and its log."""

import os

from portal import env

BIND_ADDRESS = env.text("BIND_ADDRESS", "127.0.0.1", "address the server listens on; 0.0.0.0 for all")
PORT = env.number("PORT", 8000, "port the server listens on", least=1, most=65_535)
WEB_CONCURRENCY = env.number(
    "WEB_CONCURRENCY", os.cpu_count() or 1, "server processes", least=1, most=512, shown="the number of cores"
)
BACKGROUND_WORKERS = env.number(
    "BACKGROUND_WORKERS",
    1,
    "processes for background work that serve starts beside the server’s; 0 where they run elsewhere",
    most=64,
)
MEGABYTE = 1024 * 1024
MAX_BODY_BYTES = MEGABYTE * env.number(
    "MAX_BODY_MB", 2, "how much a visitor may send at once, in MB", least=1, most=1024
)
MAX_UPLOAD_BYTES = MEGABYTE * env.number(
    "MAX_UPLOAD_MB", 50, "how much signed-in staff may send at once in the admin, in MB", least=1, most=4096
)

LOG_FORMAT = env.choice(
    "LOG_FORMAT",
    "line",
    ("line", "json"),
    "how the log is written: lines for people, or JSON for programs, without mail addresses, queries and visitors' addresses",
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"chosen": {"()": "portal.serving.log_lines.formatter_of", "log_format": LOG_FORMAT}},
    "filters": {
        "keys": {"()": "portal.serving.masking.MaskKeys"},
        "names": {"()": "portal.serving.request_ids.NameRequests"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "chosen", "filters": ["keys", "names"]}
    },
    "root": {
        "handlers": ["console"],
        "level": env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR"), "what is logged"),
    },
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
