"""Setting up databases in a process that serves visitors: unlike a command it does not wait for ever."""

from django.conf import settings

from .patience import patience


def serve_visitors() -> None:
    """Limit from now on how long this process waits for the database."""
    patience.serve_visitors(settings.DATABASE_CONNECT_SECONDS, settings.DATABASE_ANSWER_SECONDS)
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        from .postgresql.waiting import limit_waiting  # one database

        limit_waiting()
