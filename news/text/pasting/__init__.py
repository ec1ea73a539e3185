"""Cleaning what people paste from Word, WPS, Google Docs, messengers, slides, sheets and web pages. Pure.

HTML in, HTML out: real headings, lists, tables, footnotes and emphasis, nothing else. Each step knows one thing: `clipboard`
what lies on a clipboard, `notes` footnotes and review comments, `pictures` what can come along, `lists` paragraphs that only
look like lists, `tables` which are none, `writing` what is written at the end. What remains passes the one sanitiser
(`news.text.sanitising`).
"""

from dataclasses import dataclass

from news.text.sanitising import clean_html

from .clipboard import TooLong, tree_of
from .lists import make_lists
from .notes import make_footnotes, take_out_review
from .pictures import Bring, take_pictures
from .tables import put_tables_right
from .writing import written

__all__ = ["Bring", "Pasted", "TooLong", "clean_paste"]


@dataclass(frozen=True)
class Pasted:
    """Clean HTML, and what stayed behind: pictures that lie elsewhere, review comments, passages struck out in a review."""

    html: str
    pictures_left: int = 0
    comments_left: int = 0
    deletions_left: int = 0


def clean_paste(text: str | None, bring: Bring | None = None) -> Pasted:
    """Return what was copied to the clipboard as `Pasted`; whatever the input, nothing but allowed markup comes out.

    `bring` gets the bytes and the alternative text of each picture that lies in the pasted text itself, and returns the
    attributes of the library's picture in its place, or None to leave it out. Raise `TooLong` for more than anybody writes.
    """
    copied = tree_of(text or "")
    if copied is None:
        return Pasted("")
    root = copied.root
    comments, deletions = take_out_review(root)
    make_footnotes(root)
    left = take_pictures(root, copied.pictures, bring)
    make_lists(root)
    put_tables_right(root)
    return Pasted(clean_html(written(root)), left, comments, deletions)
