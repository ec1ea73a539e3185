"""A saved page of the old site, taken apart: section, title, date, text; without navigation, side column and footer.

A page is a menu, a side column that names the sections, the name of the section, the title, the paragraphs and the
footer, in this order, whether it was saved as text or as HTML.
"""

import re
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from urllib.parse import parse_qs, unquote, urlsplit

from .bodies import body_of, words_of
from .parts import DATE, HAN, folded, lines_of, parts_of

ADDRESS = re.compile(
    r"(?:https?://[^\s\"'<>]+/)?(News|Comments)/det(?:ia|ai)l\.(?:php|asp)\?([^\s\"'<>]*)", re.IGNORECASE
)
ID_IN_NAME = re.compile(r"(?:^|[^a-z])id[=_\-]?(\d{1,9})(?!\d)", re.IGNORECASE)
#: A file named by a number; what looks like a date is no id.
BARE_NUMBER = re.compile(r"(?!(?:19|20)\d{2}(?:[._-]?\d{2}){1,2}(?!\d))(\d{1,9})(?:[._-].*)?\Z")


@dataclass(frozen=True)
class OldPage:
    """The content of a saved page; `section` is the name it gave its section, `part` and `name` come from its address.

    The id is a guess where it is nothing but a number that the file is named by. `pictures` are (source, alternative text);
    in `body` stands `data-picture` with their number, from 1. `pictures_lost` were in a page whose text could not be told
    from its frame.
    """

    title: str
    body: str
    language: str
    section: str = ""
    published: date | None = None
    old_id: int | None = None
    part: str = ""
    name: int | None = None
    id_is_guess: bool = False
    pictures: tuple[tuple[str, str], ...] = ()
    pictures_lost: int = 0


def read_page(text, file_name="", section_names=(), old_id=None, address=""):
    """Return the `OldPage` in the text of a file; raise `UnreadableError` when title or text cannot be found.

    `section_names` are the names of sections in any language; `old_id` overrides what file and address say;
    `address` is where the page was saved from, if that is known.
    """
    is_html = bool(re.search(r"<(?:html|body|table|div|p)\b", text[:20_000], re.IGNORECASE))
    lines = lines_of(words_of(text) if is_html else text)
    head, paragraphs = parts_of(lines, {folded(name) for name in section_names})
    section, title, facts = head
    whole, pictures = body_of(text, paragraphs) if is_html else ("", ())
    body = whole or "".join(f"<p>{escape(line, quote=False)}</p>" for line in paragraphs)
    found_id, part, name, is_guess = _identity(text, file_name, address)
    return OldPage(
        title=title,
        body=body,
        language="zh-hans"
        if len(HAN.findall(title + "".join(paragraphs))) > len(title + "".join(paragraphs)) / 5
        else "en",
        section=section,
        published=_date(" ".join(facts)),
        old_id=old_id or found_id,
        part=part,
        name=name,
        id_is_guess=is_guess and not old_id,
        pictures=pictures if whole else (),
        pictures_lost=0 if whole else len(pictures),
    )


def _identity(text, file_name, address):
    """Return (old id, part, name, whether the id is a guess) from the file's name, else from an address inside the page.

    What is unknown is None or "".
    """
    file_name = unquote(file_name)
    known = ADDRESS.search(file_name) or ADDRESS.search(unescape(address))
    saved_from = re.search(
        r"saved from url=\(\d+\)(\S+)|rel=[\"']canonical[\"'][^>]*href=[\"']([^\"']+)", text[:4000]
    )
    if known is None and saved_from:
        known = ADDRESS.search(unescape(saved_from[1] or saved_from[2]))
    if known:
        query = {
            key.lower(): values[0]
            for key, values in parse_qs(urlsplit(f"?{unescape(known[2])}").query).items()
        }
        return _number(query.get("id")), known[1].capitalize(), _number(query.get("name")), False
    base = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    if found := ID_IN_NAME.search(base):
        return int(found[1]), "", None, False
    bare = BARE_NUMBER.match(base)
    return (int(bare[1]) if bare else None), "", None, bool(bare)


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _date(text):
    found = DATE.search(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
