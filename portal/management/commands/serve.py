"""Serve the portal with the production server."""

import os
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management.base import BaseCommand, CommandError

from portal.backends.databases import database_files
from portal.management.places import refuse_half_restored
from portal.private_files import close_files
from portal.serving.beginning import put_off


def check_port(host: str, port: int) -> None:
    """Raise CommandError with a sentence when nothing can listen on `host` and `port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}:{port} ({error.strerror}): stop what uses it or choose another, "
                f"e.g. PORT={port + 1 if port < 65_535 else 8000}."
            ) from None


def name_in_address(host: str) -> str:
    """Return the host as people type it: this machine by its name, because passkeys know no bare addresses."""
    if host in ("127.0.0.1", "::1"):
        return "localhost"
    return f"[{host}]" if ":" in host else host


class Command(BaseCommand):
    help = "Serves the portal with the production server on BIND_ADDRESS and PORT with WEB_CONCURRENCY processes."

    def handle(self, **options):
        host, port, workers = settings.BIND_ADDRESS, settings.PORT, settings.WEB_CONCURRENCY
        refuse_half_restored()
        storage = staticfiles_storage
        if isinstance(storage, ManifestFilesMixin) and not storage.exists(storage.manifest_name):
            raise CommandError("The static files are not collected yet: run “manage.py prepare” first.")
        check_port(host, port)
        metrics = self.metrics_folder()
        close_files(settings.VAR_DIR, *database_files())
        address = f"http://{name_in_address(host)}:{port}/"
        beside = settings.BACKGROUND_WORKERS
        said = f"The portal is at {address} ({workers} processes, {beside} for background work). Ctrl-C stops it."
        self.stdout.flush()
        os.chdir(settings.BASE_DIR)
        command = [sys.executable, "-m", "portal.serving.server", host, str(port), str(workers)]
        command += ["--background-workers", str(beside), "--log-format", settings.LOG_FORMAT]
        command += ["--say", self.style.SUCCESS(said)]
        if metrics:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)
            command.append("--metrics")
        put_off()
        os.execv(command[0], command)  # noqa: S606 - fixed words and checked numbers

    def metrics_folder(self) -> Path | None:
        """Return the folder in which this server's processes count, empty, or None where nobody wants to know."""
        if not settings.METRICS_ADDRESS:
            return None
        from portal.measuring.dead import clear  # heavy: the library that counts

        check_port(*settings.METRICS_ADDRESS)
        folder = settings.VAR_DIR / f"metrics-{settings.PORT}"
        clear(folder)
        return folder
