"""A saved file as pages that can be read: a page alone, or one with its pictures in one file (`.mht`)."""

from .archives import LARGEST as LARGEST_ARCHIVE
from .archives import Archive, is_archive
from .beside import Beside
from .decoding import LARGEST, UnreadableError, decode
from .pages import read_page


def read_saved(file, root, section_names=(), old_id=None):
    """Return (text, `OldPage`, what finds its pictures) of a file; raise `UnreadableError` or OSError.

    Pictures are looked for below `root` alone. Of a file with several pages the first that can be read is taken.
    """
    size = file.stat().st_size
    if size > LARGEST_ARCHIVE:
        raise UnreadableError(_TOO_LARGE)
    content = file.read_bytes()
    if not is_archive(content):
        text = decode(content)
        return text, read_page(text, str(file), section_names, old_id), Beside(file, root).find
    archive = Archive(content)
    reason = UnreadableError("The file has no page in it.")
    for page in archive.pages:
        try:
            text = decode(page.content, page.charset)
            return text, read_page(text, str(file), section_names, old_id, page.address), archive.find
        except UnreadableError as error:
            reason = reason if reason.__context__ else error
    raise reason


_TOO_LARGE = (
    f"The file is larger than {LARGEST_ARCHIVE // 1024**2} MB; a page alone may have {LARGEST // 1024**2} MB."
)
