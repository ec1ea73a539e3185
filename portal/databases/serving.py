"""Setting up databases in a process that serves visitors, or works in the background: neither waits as a command does."""

from django.conf import settings

from .patience import patience


def serve_visitors() -> None:
    """Limit from now on how long this process waits for the database."""
    patience.serve_visitors(settings.DATABASE_CONNECT_SECONDS, settings.DATABASE_ANSWER_SECONDS)
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        from .postgresql.waiting import limit_waiting  # one database

        limit_waiting()


def work_in_background(**_signal) -> None:
    """Limit from now on how long the server of the database does one thing for this process."""
    patience.work_in_background()
