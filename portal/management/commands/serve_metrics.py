"""Answer figures for Prometheus; serve starts it where METRICS_ADDRESS is set."""

import os
import signal
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from foundation import parent
from portal.databases.serving import serve_visitors
from portal.measuring.endpoint import listen


class Command(BaseCommand):
    help = "Answers figures for Prometheus on METRICS_ADDRESS, summed over the processes of the server that started it."

    def add_arguments(self, parser):
        parser.add_argument(
            "--end-with",
            type=int,
            metavar="NUMBER",
            help="end when the process of this number, which started it, is gone",
        )

    def handle(self, *, end_with, **options):
        folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
        if not (settings.METRICS_ADDRESS and folder):
            raise CommandError(
                "“manage.py serve” starts this where METRICS_ADDRESS is set; there is nothing to answer without it."
            )
        serve_visitors()
        if end_with:
            parent.end_with(end_with)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        host, port = settings.METRICS_ADDRESS
        with listen(host, port, Path(folder)) as server:
            server.serve_forever()
