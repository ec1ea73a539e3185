"""What arrives survives a disk that fills up at any moment."""

import errno
import io

import pytest

from portal.serving import spool
from portal.serving.spool import Spool


class SmallDisk(io.FileIO):
    """A file on a disk that holds so many bytes: takes a part of what does not fit, then refuses."""

    def __init__(self, path, room):
        super().__init__(path, "w+b")
        self._room = room

    def write(self, content):
        """Write what fits."""
        if not self._room:
            raise OSError(errno.ENOSPC, "full")
        taken = super().write(memoryview(content)[: self._room])
        self._room -= taken
        return taken


@pytest.mark.parametrize("room", [0, 1, 10, 25, 60, 1000])
def test_nothing_is_lost_wherever_the_disk_ends(monkeypatch, tmp_path, room):  # A5
    monkeypatch.setattr(spool, "TemporaryFile", lambda buffering: SmallDisk(tmp_path / "file", room))
    kept, parts = Spool(20), [bytes([65 + at]) * 7 for at in range(12)]
    for part in parts:
        kept.write(part)
    kept.rewind()
    assert (kept.file.read(), kept.length) == (b"".join(parts), 84)
    assert kept.has_disk == (room > 84)
    kept.close()


def test_no_file_can_be_made(monkeypatch):
    def refuse(buffering):
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(spool, "TemporaryFile", refuse)
    kept = Spool(5)
    kept.write(b"more than five")
    kept.rewind()
    assert kept.file.read() == b"more than five"
