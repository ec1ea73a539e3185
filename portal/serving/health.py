"""Answers to balancers and roll-outs: does this process answer, is it ready to serve? Both say so within two seconds."""

import os
import shutil

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_safe

from portal.databases.patience import TAKES_NO_WRITES, patience

HEALTH_ADDRESS = "/healthz"
#: For each of the statements that are asked.
SECONDS = 0.4
LEAST_ROOM = 4 * 1024 * 1024
NOT_KEPT = {"Cache-Control": "no-store"}


class HealthMiddleware:
    """Answers /healthz before anything is touched that could be away; the page cache lets it through."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return healthz(request) if request.path_info == HEALTH_ADDRESS else self.get_response(request)


@require_safe
def healthz(request):
    """Say that the process answers; asks nothing of database, cache and disk."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers=NOT_KEPT)


@require_safe
def readyz(request):
    """Say whether the process can serve and save: 200, or 503 with what is missing, in words without secrets."""
    with patience.at_most(SECONDS):
        state = {"database": database_state(), "cache": cache_state(), "files": files_state()}
        if state["database"] == "ok":
            state["migrations"] = migrations_state()
    ready = all(word == "ok" for word in state.values())
    response = JsonResponse({"ready": ready, **state}, status=200 if ready else 503, headers=NOT_KEPT)
    response._has_been_logged = True  # type: ignore[attr-defined]  # whoever asks every second reads it there
    return response


def database_state():
    """Return "ok", "unreachable", or "read-only" for a standby or a file that cannot be written."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor == "postgresql":
                cursor.execute("SHOW transaction_read_only")
                return "ok" if cursor.fetchone()[0] == "off" else "read-only"
    except (DatabaseError, OSError) as error:
        return "read-only" if TAKES_NO_WRITES in str(error) else "unreachable"
    return "ok" if _can_be_written(connection.settings_dict["NAME"]) else "read-only"


def cache_state():
    """Return "ok", "unreachable", or "does not keep" for a cache that forgets."""
    key, token = "readyz", get_random_string(12)
    try:
        cache.set(key, token, 30)
        return "ok" if cache.get(key) == token else "does not keep"
    except Exception:  # every backend raises its own kind
        return "unreachable"


def files_state():
    """Return "ok", "read-only" or "full" for the folder that the portal writes into."""
    if not os.access(settings.VAR_DIR, os.W_OK):
        return "read-only"
    return "ok" if shutil.disk_usage(settings.VAR_DIR).free >= LEAST_ROOM else "full"


def migrations_state():
    """Return "ok", "pending", or "unknown" when the database stopped answering meanwhile."""
    executor = MigrationExecutor(connection)
    try:
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    return "pending" if pending else "ok"


def _can_be_written(path):
    return not os.path.exists(path) or os.access(path, os.W_OK)
