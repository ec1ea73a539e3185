"""Files that are there whole or not at all: written aside, then given their name."""

import os
import secrets
from contextlib import suppress
from pathlib import PurePosixPath

from django.core.files.storage import FileSystemStorage

#: Hidden from visitors by its dot (`portal.serving.uploads`). What a killed process left is swept away by `prepare`.
UNFINISHED = ".part"


class WholeFileStorage(FileSystemStorage):
    """A folder in which no name ever leads to half a file, whenever the process that writes is killed."""

    def _save(self, name, content):
        path = PurePosixPath(name)
        unfinished = str(path.with_name(f".{secrets.token_hex(8)}{UNFINISHED}"))
        aside = super()._save(unfinished, content)  # type: ignore[misc]  # the stubs leave it out
        try:
            while True:
                try:
                    os.link(self.path(aside), self.path(name))
                except FileExistsError:
                    name = self.get_available_name(name)
                else:
                    return name
        finally:
            with suppress(OSError):
                os.unlink(self.path(aside))


def sweep(storage, older_than: float) -> int:
    """Delete unfinished files that were last written before a Unix time; return how many."""
    swept = 0
    for folder, _folders, names in os.walk(storage.location):
        for name in names:
            path = os.path.join(folder, name)
            with suppress(OSError):
                if name.startswith(".") and name.endswith(UNFINISHED) and os.path.getmtime(path) < older_than:
                    os.unlink(path)
                    swept += 1
    return swept
