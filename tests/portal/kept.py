"""Content that all tests of a module share: made once, taken back when the module is done."""

from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction


@contextmanager
def starter_content(django_db_blocker):
    """Load the starter content for a module-wide fixture; each test's own changes are taken back after it as usual."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_starter_content", "--without-pictures", verbosity=0)
        yield
        transaction.set_rollback(True)
