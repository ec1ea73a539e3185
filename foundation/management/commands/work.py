"""Do background work until told to end."""

from django.core.management.base import BaseCommand

from foundation import parent
from foundation.background.worker import Worker


class Command(BaseCommand):
    help = (
        "Does what waits in the queue, and the chores that come by the clock. Several may run, on several machines. SIGTERM "
        "ends it once the work in hand is finished."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds between looks at an empty queue"
        )
        parser.add_argument(
            "--lost-after", type=float, default=60.0,
            help="seconds without a sign of life after which the work of another worker is done again",
        )  # fmt: skip
        parser.add_argument(
            "--finish-within", type=float, default=8.0,
            help="seconds the work in hand gets to finish when the worker has to end",
        )  # fmt: skip
        parser.add_argument("--until-empty", action="store_true", help="end when nothing is ready")
        parser.add_argument(
            "--without-chores", action="store_true", help="leave what comes by the clock to others"
        )

        parser.add_argument(
            "--end-with", type=int, metavar="NUMBER", help="end when the process of this number, which started it, is gone"
        )  # fmt: skip

    def handle(
        self, *, interval, lost_after, finish_within, until_empty, without_chores, end_with, **options
    ):
        worker = Worker(
            interval=interval,
            lost_after=lost_after,
            finish_within=finish_within,
            until_empty=until_empty,
            with_chores=not without_chores,
        )
        if end_with:
            parent.end_with(end_with)
        worker.run()
        if options["verbosity"] > 1:
            self.stdout.write(f"Did {worker.done} pieces of work.")
