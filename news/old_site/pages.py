"""A saved page of the old site, taken apart: section, title, date, text; without navigation, side column and footer.

A page is a menu, a side column that names the sections, the name of the section, the title, the paragraphs and the
footer, in this order, whether it was saved as text or as HTML.
"""

import re
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from urllib.parse import parse_qs, unquote, urlsplit

from lxml import etree, html

from foundation.searching.text import plain_text
from news.text.comparing import blocks
from news.text.elements import elements
from news.text.pasting import TooLong, clean_paste

from .decoding import BROKEN, UnreadableError

MENU = (
    ("Home", "Index Classification", "Comments", "Popular Fabrics", "Collecting Sources", "Sample Units", "News", "About Us"),
    ("首页", "指数分类", "指数评论", "流行面料", "采集点", "样本单位", "新闻资讯", "关于我们"),
)  # fmt: skip
LEAST_ENTRIES = 5
UTILITY = {
    "add to your favorites",
    "set as your homepage",
    "加入收藏",
    "设为首页",
    "english",
    "中文",
    "中文版",
}
FOOTER_WORDS = ("all rights reserved", "copyright", "版权所有", "organizer:", "主办单位")
FOOTER = re.compile(rf"^(?:©\s*)?(?:{'|'.join(FOOTER_WORDS)})", re.IGNORECASE)
DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
FACTS = re.compile(
    r"^(?:(?:release |publish(?:ed|ing)? )?(?:date|time)|source|from|author|editor|clicks?|hits|views"
    r"|(?:发布|更新)?(?:时间|日期)|来源|作者|编辑|点击(?:数|量|率)?|浏览(?:数|量|次数)?)\s*[:：]",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?:https?://[^\s\"'<>]+/)?(News|Comments)/det(?:ia|ai)l\.(?:php|asp)\?([^\s\"'<>]*)", re.IGNORECASE
)
ID_IN_NAME = re.compile(r"(?:^|[^a-z])id[=_\-]?(\d{1,9})(?!\d)", re.IGNORECASE)
#: A file named by a number; what looks like a date is no id.
BARE_NUMBER = re.compile(r"(?!(?:19|20)\d{2}(?:[._-]?\d{2}){1,2}(?!\d))(\d{1,9})(?:[._-].*)?\Z")
#: The way to the page: "Home > News > China Textile City News".
PATH = re.compile(
    r"^(?:当前位置|您的位置|您现在的位置|position|location|you are here)|\s(?:>{1,2}|»|\u203a)\s|[\w)]>{1,2}\w",
    re.IGNORECASE,
)
LONGEST_HEADING = 40
LONGEST_TITLE = 200
LONGEST_FACT = 80
LONG_LINE = 110
#: Where the site's own column of sections and headings can be: within so many lines after the menu.
MOST_HEADINGS = 14
HAN = re.compile("[\u4e00-\u9fff]")
BREAKING = re.compile(
    r"<(?:br|/?(?:p|div|tr|td|th|li|h[1-6]|table|ul|ol|center|body))\b[^>]*>", re.IGNORECASE
)


@dataclass(frozen=True)
class OldPage:
    """The content of a saved page; `section` is the name it gave its section, `part` and `name` come from its address.

    The id is a guess where it is nothing but a number that the file is named by.
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


def read_page(text, file_name="", section_names=(), old_id=None):
    """Return the `OldPage` in the text of a file; raise `UnreadableError` when title or text cannot be found.

    `section_names` are the names of sections in any language; `old_id` overrides what file and address say.
    """
    is_html = bool(re.search(r"<(?:html|body|table|div|p)\b", text[:20_000], re.IGNORECASE))
    lines = _lines(_as_text(text) if is_html else text)
    head, paragraphs = _parts(lines, {folded(name) for name in section_names})
    section, title, facts = head
    body = _html_body(text, title, paragraphs) if is_html else ""
    body = body or "".join(f"<p>{escape(line, quote=False)}</p>" for line in paragraphs)
    found_id, part, name, is_guess = _identity(text, file_name)
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
    )


def _as_text(text):
    text = re.sub(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", " ", text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"[\n\t ]+", " ", text)
    return unescape(re.sub(r"<[^<>]*>", " ", BREAKING.sub("\n", text)))


def _lines(text):
    return [
        line for line in (" ".join(raw.replace("\u3000", " ").split()) for raw in text.splitlines()) if line
    ]


def folded(line):
    """Return the letters and signs of a line, small, for comparing; a broken sign stays."""
    return re.sub(rf"[^\w{BROKEN}]+", "", line).lower()


def matching(words, others):
    """Tell whether a folded line is one of those; a broken sign stands for any, also for none."""
    if words in others:
        return True
    if BROKEN in words:
        return any(_pattern(words).fullmatch(other) for other in others)
    return any(BROKEN in other and _pattern(other).fullmatch(words) for other in others)


def _pattern(words):
    return re.compile(".{0,4}".join(map(re.escape, words.split(BROKEN))))


def _parts(lines, section_names):
    """Return ((section, title, lines with facts), paragraphs) of the lines of a page."""
    start = _after_menu(lines)
    end = next((at for at, line in enumerate(lines) if at >= start and _ends_text(line)), len(lines))
    inner = [line for line in lines[start:end] if not matching(folded(line), _UTILITY_WORDS)]
    inner = [line for at, line in enumerate(inner) if at >= MOST_HEADINGS or not _is_path(line)]
    section, inner = _section_and_rest(inner, section_names)
    if not inner:
        raise UnreadableError("No text was found between navigation and footer.")
    title, rest = inner[0], inner[1:]
    facts = []
    while len(rest) > 1 and _is_fact(rest[0]):
        facts.append(rest.pop(0))
    if len(title) > LONGEST_TITLE:
        raise UnreadableError("The page has no title.")
    if not rest:
        raise UnreadableError("The page has a title but no text.")
    return (section, title, facts), rest


def _after_menu(lines):
    """Return where the menu at the top ends, be it one line or a line an entry; 0 where text comes before any menu."""
    top = lines[: next((at for at, line in enumerate(lines) if _is_sentence(line)), len(lines))]
    start = next((at for at, line in enumerate(top) if _is_menu(line)), None)
    if start is None:
        words = [at for at, line in enumerate(top) if matching(folded(line), _MENU_WORDS)]
        if len(words) < LEAST_ENTRIES:
            return 0
        start = words[0]
    while start < len(lines) and (
        _is_menu(lines[start]) or matching(folded(lines[start]), _MENU_WORDS | _UTILITY_WORDS)
    ):
        start += 1
    return start


def _is_sentence(line):
    return len(line) + len(HAN.findall(line)) >= LONG_LINE and not _is_menu(line)


def _is_path(line):
    return len(line) < LONG_LINE and bool(PATH.search(line))


def _ends_text(line):
    return bool(FOOTER.match(line)) or _is_menu(line) or (BROKEN in line and _begins_footer(line))


def _begins_footer(line):
    start = folded(line)
    return any(
        _pattern(start[: len(words) + more]).fullmatch(words)
        for words in map(folded, FOOTER_WORDS)
        for more in (-1, 0, 1)
    )


def _section_and_rest(lines, section_names):
    """Return the name of the section and the lines that follow it.

    The side column names the sections, then the page repeats the one it belongs to. So a short line that repeats an
    earlier one, with another heading after it, is the section, whether the portal knows it or not.
    """
    seen: set[str] = set()
    at = None
    for place, line in enumerate(lines[:MOST_HEADINGS]):
        heading = folded(line)
        if len(line) >= LONGEST_HEADING and not matching(heading, section_names):
            break
        if matching(heading, seen) and _heading_follows(lines, place):
            at = place
            break
        seen.add(heading)
    if at is not None:
        return _whole_name(lines, at), _without_sections(lines[at + 1 :], section_names)[1]
    return _without_sections(lines, section_names)


def _whole_name(lines, at):
    """Return the name of the section at a place, from where it stands unbroken if it does."""
    heading = folded(lines[at])
    alike = [line for line in lines[: at + 1] if matching(folded(line), {heading})]
    return next((line for line in reversed(alike) if BROKEN not in line), lines[at])


def _heading_follows(lines, place):
    following = lines[place + 1 : place + 2]
    return bool(following) and len(following[0]) < LONG_LINE and len(lines) > place + 2


def _without_sections(lines, section_names):
    section = ""
    while lines and matching(folded(lines[0]), section_names):
        section, lines = lines[0], lines[1:]
    return section, lines


def _is_fact(line):
    """Say whether a line tells when, from where or by whom a text is, and is no sentence of it."""
    if len(line) >= LONGEST_FACT:
        return False
    return bool(FACTS.match(line) or (DATE.match(line) and not re.search(r"[.。!！?？]\s*\Z", line)))


def _is_menu(line):
    return any(sum(entry.lower() in line.lower() for entry in menu) >= LEAST_ENTRIES for menu in MENU)


_MENU_WORDS = {folded(entry) for menu in MENU for entry in menu}
_UTILITY_WORDS = {folded(entry) for entry in UTILITY}


def _html_body(text, title, paragraphs):
    """Return the clean HTML of the part of the page that holds the paragraphs, or "" when it cannot be told apart."""
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    first, last = folded(paragraphs[0])[:40], folded(paragraphs[-1])[-40:]
    best = None
    for element in root.iter("td", "div", "body", "article", "center", "form"):
        inside = folded(" ".join(element.itertext()))
        if first in inside and last in inside:
            best = element
    if best is None:
        return ""
    try:
        clean = clean_paste(etree.tostring(best, encoding="unicode", method="html")).html
    except TooLong:
        return ""
    wanted = {folded(line) for line in paragraphs}
    joined = "".join(wanted)
    found = [block for block in blocks(clean) if folded(block.text) and folded(block.text) in joined]
    if not found:
        return ""
    start = _start_of(clean, found[0].text)
    end = next(
        (
            one.start
            for one in elements(clean, "p")
            if one.start >= start and _ends_text(plain_text(one.inside))
        ),
        None,
    )
    body = clean[start:end]
    return body if abs(len(folded(plain_text(body))) - len(joined)) <= 0.2 * len(joined) else ""


def _start_of(clean, words):
    """Return where the block that begins with some words starts."""
    at = clean.find(escape(words[:12], quote=False))
    return (
        max(clean.rfind("<p", 0, at + 1), clean.rfind("<h", 0, at + 1), clean.rfind("<table", 0, at + 1), 0)
        if at > 0
        else 0
    )


def _identity(text, file_name):
    """Return (old id, part, name, whether the id is a guess) from the file's name, else from an address inside the page.

    What is unknown is None or "".
    """
    file_name = unquote(file_name)
    address = ADDRESS.search(file_name)
    saved_from = re.search(
        r"saved from url=\(\d+\)(\S+)|rel=[\"']canonical[\"'][^>]*href=[\"']([^\"']+)", text[:4000]
    )
    if address is None and saved_from:
        address = ADDRESS.search(unescape(saved_from[1] or saved_from[2]))
    if address:
        query = {
            key.lower(): values[0]
            for key, values in parse_qs(urlsplit(f"?{unescape(address[2])}").query).items()
        }
        return _number(query.get("id")), address[1].capitalize(), _number(query.get("name")), False
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
