"""A request's body, in memory as long as it is short, then in a file without a name, and in memory again when the disk is full."""

from contextlib import suppress
from io import BytesIO, FileIO
from tempfile import TemporaryFile


class Spool:
    """Takes parts with `write`; `file` reads from what was written, once it is `rewind`ed."""

    def __init__(self, kept_in_memory):
        self.file: BytesIO | FileIO = BytesIO()
        self.length = 0
        self._kept_in_memory, self.has_disk = kept_in_memory, True

    def write(self, part):
        """Add a part, whole or, when neither disk nor memory take it, not at all."""
        too_long = self.length + len(part) > self._kept_in_memory
        if isinstance(self.file, BytesIO) and self.has_disk and too_long:
            self._go_to_disk(self.file)
        try:
            write_whole(self.file, part)
        except OSError:
            self._come_back()
            self.file.write(part)
        self.length += len(part)

    def rewind(self):
        """Read from the beginning."""
        self.file.seek(0)

    def close(self):
        """Forget everything."""
        self.file.close()

    def _go_to_disk(self, memory):
        try:
            file = TemporaryFile(buffering=0)  # noqa: SIM115 - without a buffer, so that what is written is known
        except OSError:
            self.has_disk = False
            return
        try:
            write_whole(file, memory.getvalue())
        except OSError:
            self.has_disk = False
            file.close()
        else:
            self.file = file

    def _come_back(self):
        """Go on in memory with what the file took before the disk was full."""
        self.has_disk = False
        file = self.file
        file.seek(0)
        self.file = BytesIO()
        self.file.write(file.read()[: self.length])
        with suppress(OSError):
            file.close()


def write_whole(file, content):
    """Write to a file without a buffer, which may take a part at a time."""
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]
