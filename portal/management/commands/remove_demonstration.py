"""Remove the demonstration layer: every row marked as demonstration, nothing else."""

from django.core.management.base import BaseCommand

from portal.demonstration import layer


class Command(BaseCommand):
    help = "Remove every demonstration figure, release, sample unit and reader comment. Nothing published is touched."

    def handle(self, *args, **options):
        gone = layer.remove()
        self.stdout.write(
            "Removed " + ", ".join(f"{count} demonstration {name}" for name, count in gone.items()) + "."
        )
