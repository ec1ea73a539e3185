"""Pictures that lie beside a saved page: found by what the page calls them, never outside the folder that was named.

Nothing is fetched. Names are compared as people's programs write them: percent-encoded or not, in UTF-8 or GBK, composed or
not, in any letter case.
"""

import os
import unicodedata
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote_to_bytes, urlsplit

from news.library.pictures import LARGEST_FILE

#: Folders in which browsers keep what belongs to a page, after its name.
COMPANIONS = ("_files", ".files", "_file", "-files", "-Dateien")


class PictureTooLargeError(ValueError):
    """A file is larger than any picture may be."""


class Beside:
    """The files around one saved page, down from `root`, the folder that was named."""

    def __init__(self, page, root):
        self.page, self.root = Path(page), Path(root).resolve()

    def find(self, source):
        """Return the bytes of the picture that a page calls `source`, or None where it does not lie here.

        Raise OSError for what cannot be read and `PictureTooLargeError` for what is too large.
        """
        for path in self._paths(source):
            found = self._file(path)
            if found is not None:
                if found.stat().st_size > LARGEST_FILE:
                    raise PictureTooLargeError
                return found.read_bytes()
        return None

    def _paths(self, source):
        """Yield the paths that a source may mean, each as its folder and the names from there."""
        source = source.strip().replace("\\", "/")
        try:
            address = urlsplit(source)
        except ValueError:
            return
        drive = len(address.scheme) == 1 or address.scheme == "file"
        if (address.scheme or address.netloc) and not drive:
            return
        names = PurePosixPath(address.path).parts
        if not names or names == ("/",):
            return
        folder = self.page.parent.resolve()
        above = [one for one in (folder, *folder.parents) if one.is_relative_to(self.root)]
        if drive:  # another machine: its folder and name alone say something
            names = names[-2:]
        elif names[0] == "/":
            names = names[1:]
            yield from ((one, names) for one in above[::-1])
        if address.query:
            yield from ((folder, (*names[:-1], f"{names[-1]}{sign}{address.query}")) for sign in "?@")
        yield folder, names
        yield from ((folder, (f"{self.page.stem}{ending}", names[-1])) for ending in COMPANIONS)

    def _file(self, path):
        at, names = path
        for name in names:
            if name == "..":
                at = at.parent
            elif name != ".":
                at = entry(at, name)
            if at is None or not at.resolve().is_relative_to(self.root):
                return None
        return at if at.is_file() else None


def is_companion(path):
    """Tell whether a file lies in a folder that a browser made for what belongs to a page: it is no page of its own."""
    return any(part.endswith(COMPANIONS) for part in path.parts[:-1])


def entry(folder, name):
    """Return the entry of a folder of that name, however it is written, or None."""
    try:
        entries = _entries(str(folder), folder.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None
    return next((entries[key] for key in name_keys(name) if key in entries), None)


@lru_cache(maxsize=64)
def _entries(folder, _changed):
    found: dict[str, tuple[int, Path]] = {}
    for name in sorted(os.listdir(folder)):
        for rank, key in enumerate(name_keys(name)):
            if key not in found or rank < found[key][0]:
                found[key] = rank, Path(folder) / name
    return {key: path for key, (_rank, path) in found.items()}


def name_keys(name):
    """Return a file's name as it is compared with others: exactly, then in each way in which it may be meant."""
    raw = unquote_to_bytes(name.encode("utf-8", "surrogateescape"))
    read = [_read(raw, encoding) for encoding in ("utf-8", "gb18030")]
    return list(dict.fromkeys([name, *(unicodedata.normalize("NFC", one).casefold() for one in read if one)]))


def _read(raw, encoding):
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""
