"""Print every setting that comes from the environment: name, type, default, meaning."""

from django.core.management.base import BaseCommand

from portal.env import DECLARED


def settings_table() -> str:
    """Return the list as a Markdown table, in alphabetical order; docs/operating.md holds the same."""
    head = "| variable | type | default | meaning |\n|---|---|---|---|"
    rows = [
        f"| `{name}` | {variable.kind} | {variable.default or 'empty'} | {variable.meaning} |"
        for name, variable in sorted(DECLARED.items())
    ]
    return "\n".join([head, *rows])


class Command(BaseCommand):
    help = "Prints every setting that comes from the environment: name, type, default, meaning."
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write(settings_table())
