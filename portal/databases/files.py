"""The shared cache in files, whose folder may be taken away and made anew at any moment."""

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache as DjangoFileBasedCache


class FileBasedCache(DjangoFileBasedCache):
    """Django's cache in files; what it writes is written again when the folder went while it was written.

    Django makes the folder, writes a file of another name in it and renames that. Who empties the folder in between, by
    hand or in a script, makes that fail, and a change of public content would be announced late for it.
    """

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Write a value; once more where folder or file went meanwhile."""
        try:
            super().set(key, value, timeout, version)
        except FileNotFoundError:
            super().set(key, value, timeout, version)
