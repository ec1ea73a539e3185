"""The server and its log."""

import os

from portal import env

BIND_ADDRESS = env.text("BIND_ADDRESS", "127.0.0.1", "address the server listens on; 0.0.0.0 for all")
PORT = env.number("PORT", 8000, "port the server listens on", least=1, most=65_535)
WEB_CONCURRENCY = env.number(
    "WEB_CONCURRENCY", os.cpu_count() or 1, "server processes", least=1, most=512, shown="the number of cores"
)

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
