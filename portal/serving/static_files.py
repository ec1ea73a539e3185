"""Static files with hashed names, and stylesheets that reach the browser as one file."""

import posixpath
import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([^"]+)"\);')


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Puts what a stylesheet imports in its place before it is hashed and compressed: one request, not thirteen.

    In development the imports are left as they are and browsers follow them. Addresses of collected files are written once: a
    page of the admin asks for seventy.
    """

    def __init__(self, *args, **kwargs):
        self._addresses = {}
        super().__init__(*args, **kwargs)

    def url(self, name, force=False):
        """Return the address of a file by its name as it was collected."""
        if force or name not in self.hashed_files:
            return super().url(name, force)
        hashed = self.hashed_files[name]
        known, address = self._addresses.get(name, (None, ""))
        if known != hashed:
            address = super().url(name)
            self._addresses[name] = (hashed, address)
        return address

    def post_process(self, paths, dry_run=False, **options):
        """Process the collected files (`{name: (storage, path)}`), importing stylesheets inlined."""
        inlined = InMemoryStorage()
        for name in [name for name in paths if name.startswith("css/") and name.endswith(".css")]:
            text = self._read(paths, name)
            if IMPORT.search(text):
                inlined.save(name, ContentFile(self._inline(paths, name, text).encode()))
                paths[name] = (inlined, name)
        yield from super().post_process(paths, dry_run, **options)

    def _inline(self, paths, name, text):
        folder = posixpath.dirname(name)

        def imported(match):
            target = posixpath.normpath(posixpath.join(folder, match[1]))
            return self._inline(paths, target, self._read(paths, target))

        return IMPORT.sub(imported, text)

    @staticmethod
    def _read(paths, name):
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()
